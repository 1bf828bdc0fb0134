package mapping

import "strings"

// Siblings names the rows of one table under one parent.
type Siblings struct {
	Table string
	In    Link
}

type siblings map[Siblings][]Row

func siblingsOf(rows *Rows) siblings {
	s := siblings{}
	if rows == nil {
		return s
	}
	for table, list := range rows.Lists {
		for _, row := range list {
			at := Siblings{table, row.In}
			s[at] = append(s[at], row)
		}
	}
	return s
}

// keys gives every new row a key: that of an old row with the same content,
// else that of the next old row nobody took, else a new one.
func (s *splitter) keys(table string, rows, old []Row) {
	taken := make([]bool, len(old))
	if len(old) > 0 {
		keepKeys(rows, old, taken)
	}
	left := 0
	for i := range rows {
		if rows[i].Key != 0 {
			continue
		}
		for left < len(old) && taken[left] {
			left++
		}
		if left < len(old) {
			rows[i].Key, taken[left] = old[left].Key, true
			continue
		}
		s.last[table]++
		rows[i].Key = s.last[table]
	}
}

// keepKeys gives rows the keys of old ones with the same content.
func keepKeys(rows, old []Row, taken []bool) {
	byContent := map[string][]int{}
	for i, row := range old {
		c := row.Cells.content()
		byContent[c] = append(byContent[c], i)
	}
	for i := range rows {
		c := rows[i].Cells.content()
		if same := byContent[c]; len(same) > 0 {
			rows[i].Key, taken[same[0]], byContent[c] = old[same[0]].Key, true, same[1:]
		}
	}
}

// content gives equal texts for equal cells.
func (c Cells) content() string {
	var b strings.Builder
	for _, name := range sortedKeys(c) {
		b.WriteString(name)
		b.WriteByte(0)
		b.WriteString(c[name])
		b.WriteByte(0)
	}
	return b.String()
}
