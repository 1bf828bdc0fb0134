package mapping

import "kapbridge/fhir"

// parted is an object some of whose members lenses have taken.
type parted struct {
	of    *fhir.Tree
	taken []bool
}

// left gives the value of a member that nobody has taken, or nil.
func (o *parted) left(name string) *fhir.Tree {
	for i, m := range o.of.Members {
		if m.Name == name && !o.taken[i] {
			return m.Value
		}
	}
	return nil
}

// take gives the members that a lens owns, as an object; nil for none. Mostly
// they stand side by side, and are not copied.
func (o *parted) take(l *Lens) *fhir.Tree {
	all := o.of.Members
	first, last, n := 0, 0, 0
	for i, m := range all {
		if o.taken[i] || !l.owns(m.Name) {
			continue
		}
		if n == 0 {
			first = i
		}
		o.taken[i] = true
		last, n = i, n+1
	}
	if n == 0 {
		return nil
	}
	if last-first == n-1 {
		return &fhir.Tree{Kind: fhir.Object, Members: all[first : last+1 : last+1]}
	}
	owned := fhir.Obj()
	for i := first; i <= last; i++ {
		if o.taken[i] && l.owns(all[i].Name) {
			owned.Members = append(owned.Members, all[i])
		}
	}
	return owned
}

// rest gives what nobody has taken, as an object.
func (o *parted) rest() *fhir.Tree {
	rest := fhir.Obj()
	for i, m := range o.of.Members {
		if !o.taken[i] {
			rest.Members = append(rest.Members, m)
		}
	}
	return rest
}
