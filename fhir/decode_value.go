package fhir

import (
	"bytes"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// decoder reads one JSON text.
type decoder struct {
	dec     *jsontext.Decoder
	data    []byte
	deepest int
	most    int
	nodes   int
	from    int64         // where the token before the current value ends
	marks   map[*Tree]int // where values start, when that is asked for
	items   []*Tree       // of the arrays that are being read
	members []Member      // of the objects
	free    []Tree        // for the next values
}

func decoderOf(data []byte, deepest, most int) decoder {
	return decoder{dec: jsontext.NewDecoder(bytes.NewReader(data)), data: data, deepest: deepest, most: most}
}

// after is where the next token begins behind the end of another.
func (d *decoder) after(end int64) int {
	at := int(end)
	for at < len(d.data) && strings.IndexByte(" \t\r\n,:", d.data[at]) >= 0 {
		at++
	}
	return at
}

// mark notes that a value starts behind the end of a token.
func (d *decoder) mark(t *Tree, end int64) {
	if d.marks != nil {
		d.marks[t] = d.after(end)
	}
}

func (d *decoder) value(depth int) (*Tree, error) {
	d.from = d.dec.InputOffset()
	if d.nodes++; d.nodes > d.most {
		return nil, Refuse(413, "too-long", "a body may have %d JSON values at most", d.most)
	}
	if depth > d.deepest {
		return nil, Refuse(400, "structure", "objects and arrays may be nested %d deep at most", d.deepest)
	}
	tok, err := d.dec.ReadToken()
	if err != nil {
		return nil, err
	}
	switch tok.Kind() {
	case 'n':
		return d.tree(Tree{Kind: Null}), nil
	case 't', 'f':
		return d.tree(Tree{Kind: Bool, Text: tok.String()}), nil
	case '0':
		return d.tree(Tree{Kind: Number, Text: tok.String()}), nil
	case '"':
		return d.text(tok.String())
	case '[':
		return d.array(depth)
	default:
		return d.object(depth)
	}
}

// text refuses NUL, which neither FHIR strings nor PostgreSQL text can hold
// (http://hl7.org/fhir/R4/datatypes.html#string).
func (d *decoder) text(s string) (*Tree, error) {
	if strings.IndexByte(s, 0) >= 0 {
		return nil, Refuse(400, "value", "a string may not contain the character U+0000").At(d.place())
	}
	return d.tree(Tree{Kind: String, Text: s}), nil
}

// tree keeps a value beside others of the same text: the body of a resource is
// read and let go as a whole.
func (d *decoder) tree(t Tree) *Tree {
	if len(d.free) == 0 {
		d.free = make([]Tree, treesAtOnce)
	}
	kept := &d.free[0]
	*kept, d.free = t, d.free[1:]
	return kept
}

// treesAtOnce are 2.5 kB.
const treesAtOnce = 32

func (d *decoder) array(depth int) (*Tree, error) {
	start := len(d.items)
	for d.dec.PeekKind() != ']' {
		end := d.dec.InputOffset()
		v, err := d.value(depth + 1)
		if err != nil {
			return nil, err
		}
		d.mark(v, end)
		d.items = append(d.items, v)
	}
	t := d.tree(Tree{Kind: Array, Items: pop(&d.items, start)})
	_, err := d.dec.ReadToken()
	return t, err
}

func (d *decoder) object(depth int) (*Tree, error) {
	start := len(d.members)
	for d.dec.PeekKind() != '}' {
		end := d.dec.InputOffset()
		d.from = end
		name, err := d.name()
		if err != nil {
			return nil, err
		}
		m := Member{Name: name}
		if strings.IndexByte(m.Name, 0) >= 0 {
			return nil, Refuse(400, "structure", "a member's name may not contain the character U+0000").At(d.place())
		}
		if m.Value, err = d.value(depth + 1); err != nil {
			return nil, err
		}
		d.mark(m.Value, end)
		d.members = append(d.members, m)
	}
	t := d.tree(Tree{Kind: Object, Members: pop(&d.members, start)})
	_, err := d.dec.ReadToken()
	return t, err
}

// name reads the name of a member. Those that R4 has are not made anew each time.
func (d *decoder) name() (string, error) {
	if d.dec.PeekKind() != '"' {
		_, err := d.dec.ReadToken() // which says what is wrong
		return "", err
	}
	quoted, err := d.dec.ReadValue()
	if err != nil {
		return "", err
	}
	if name, ok := definitions().names[string(quoted[1:len(quoted)-1])]; ok {
		return name, nil
	}
	name, err := jsontext.AppendUnquote(nil, quoted)
	return string(name), err
}

// pop takes what lies above a height off a stack, in a slice of just that size.
func pop[T any](stack *[]T, height int) []T {
	if len(*stack) == height {
		return nil
	}
	top := slices.Clone((*stack)[height:])
	*stack = (*stack)[:height]
	return top
}
