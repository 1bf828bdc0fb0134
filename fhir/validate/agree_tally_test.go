package validate_test

import (
	"fmt"
	"slices"
	"strings"
)

// tally counts verdicts by kind, in the order in which they come.
type tally struct {
	kinds []*count
}

type count struct {
	kind                     string
	equal, ours, theirs, far int // the same; only we, only they found an error; only they can know
	wrong                    int // of ours and theirs: where we are not right
}

// count takes a verdict in, and says what is wrong with it: that it differs for
// no reason that is known.
func (t *tally) count(v verdict) string {
	if len(t.kinds) == 0 || t.kinds[len(t.kinds)-1].kind != v.kind {
		t.kinds = append(t.kinds, &count{kind: v.kind})
	}
	c := t.kinds[len(t.kinds)-1]
	switch {
	case v.ours == v.theirs:
		c.equal++
		return ""
	case v.theirs && far(v.messages):
		c.far++
		return ""
	case v.ours:
		c.ours++
	default:
		c.theirs++
	}
	i := slices.IndexFunc(differences, func(d difference) bool { return d.explains(v) })
	if i < 0 || differences[i].right != "we" {
		c.wrong++
	}
	if i >= 0 {
		return ""
	}
	return fmt.Sprintf("%s of %s, %d: HL7's validator says %s (%s), we say %s; no difference explains it", v.kind, v.base, v.n, word(v.theirs), v.messages, word(v.ours))
}

// far tells whether all errors are about terminologies that are not held here.
func far(messages string) bool {
	for _, id := range strings.Split(messages, ",") {
		if id != "UCUM" {
			return false
		}
	}
	return true
}

// shares are the part of all verdicts that agree, and the part of those that
// agree among theirs that the text of R4 is not against; those apart need what
// only they hold.
func (t *tally) shares() (equal, held float64) {
	same, wrong, all := 0, 0, 0
	for _, c := range t.kinds {
		same, wrong = same+c.equal, wrong+c.wrong
		all += c.equal + c.ours + c.theirs
	}
	return float64(same) / float64(all), float64(same) / float64(same+wrong)
}

func (t *tally) String() string {
	var b strings.Builder
	sum := count{kind: "all"}
	for _, c := range t.kinds {
		sum.equal, sum.ours, sum.theirs, sum.far, sum.wrong = sum.equal+c.equal, sum.ours+c.ours, sum.theirs+c.theirs, sum.far+c.far, sum.wrong+c.wrong
		fmt.Fprintln(&b, c)
	}
	equal, held := t.shares()
	fmt.Fprintf(&b, "%v\n%d kinds, %.2f %% agree, and %.2f %% of those that R4 is not against", &sum, len(t.kinds), 100*equal, 100*held)
	return b.String()
}

func (c *count) String() string {
	return fmt.Sprintf("%-70s %5d equal %4d only we %4d only they %4d not right %4d apart", c.kind, c.equal, c.ours, c.theirs, c.wrong, c.far)
}
