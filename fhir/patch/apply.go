package patch

import (
	"slices"

	"kapbridge/fhir"
)

// apply carries out the operations one after the other (RFC 6902, section 3).
// The first that fails ends it; nobody sees what came before.
func apply(operations []operation, old *fhir.Tree) (*fhir.Tree, error) {
	w := work{result: old}
	for i := range operations {
		if err := w.do(&operations[i]); err != nil {
			return nil, err
		}
	}
	return finish(old, w.result)
}

// mostWork bounds the items and members that one application may look through
// and copy: thousands of operations on lists of thousands are within it.
const mostWork = 20_000_000

// work is a resource on its way from operation to operation.
type work struct {
	result *fhir.Tree
	done   int // items and members copied or looked through
}

func (w *work) do(o *operation) error {
	switch o.op {
	case "add":
		return w.edit(o, o.path, "path", adding(o.value))
	case "replace":
		return w.edit(o, o.path, "path", replacing(o.value))
	case "remove":
		return w.edit(o, o.path, "path", removing)
	case "test":
		return w.test(o)
	}
	value, err := w.at(o, o.from, "from")
	if err != nil {
		return err
	}
	if o.op == "move" {
		if slices.Equal(o.from, o.path) {
			return nil
		}
		if err := w.edit(o, o.from, "from", removing); err != nil {
			return err
		}
	}
	return w.edit(o, o.path, "path", adding(value))
}

// test compares (RFC 6902, section 4.6).
func (w *work) test(o *operation) error {
	value, err := w.at(o, o.path, "path")
	if err != nil {
		return err
	}
	if !same(value, o.value) {
		place, is, wanted := difference(o.path, value, o.value)
		return o.refuse("value", "processing", "%s is %s; the test wants %s, so nothing was changed", short(place.String()), outline(is), outline(wanted))
	}
	return nil
}

// spend counts work and refuses what would keep the server busy for long.
func (w *work) spend(o *operation, n int) error {
	if w.done += n; w.done > mostWork {
		return o.refuse("path", "too-costly", "so many operations on lists so long take too much; send the whole resource, or several patches")
	}
	return nil
}
