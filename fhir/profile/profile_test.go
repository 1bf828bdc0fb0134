package profile

import "testing"

// Every definition of the standard can be read and made into a tree.
func TestStandardDefinitionsMakeTrees(t *testing.T) {
	t.Parallel()
	l, err := NewLibrary()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	l.All(func(d *Definition, _ bool) {
		n++
		if _, err := l.Tree(d); err != nil {
			t.Error(err)
		}
	})
	if n < 400 {
		t.Errorf("%d definitions", n)
	}
}
