package mapping

// Explained is how a store would carry out a search: the statement of its page,
// and what the database means to do with it.
type Explained struct {
	Type      string
	SQL       string
	Arguments []string // of $1, $2 ... in the SQL
	Plan      string
}
