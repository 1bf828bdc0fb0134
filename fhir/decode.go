package fhir

import (
	"bytes"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Limits on what Decode accepts; they bound the memory one request can ask for.
const (
	MaxBytes = 8 << 20 // of one resource
	MaxDepth = 64      // of nested objects and arrays
	MaxNodes = 400_000 // JSON values in one resource
)

// Decode reads one JSON value strictly and without loss. Duplicate members,
// invalid UTF-8, NUL characters, trailing data and anything beyond the limits
// are refused with status 400 (413 for size) and the FHIRPath of the place.
func Decode(data []byte) (*Tree, error) {
	if len(data) > MaxBytes {
		return nil, Refuse(413, "too-long", "a resource may have %d bytes at most, this one has %d", MaxBytes, len(data))
	}
	return decode(bytes.TrimPrefix(data, byteOrderMark), MaxDepth, MaxNodes)
}

// DecodeBundle is Decode for a Bundle of resources, whose size the caller bounds:
// a resource in it may be nested as deep as one of its own, and a Bundle longer
// than one resource may hold more values in proportion.
func DecodeBundle(data []byte) (*Tree, error) {
	const bytesOfValue = MaxBytes / MaxNodes
	data = bytes.TrimPrefix(data, byteOrderMark)
	t, err := decode(data, MaxDepth+3, max(MaxNodes, len(data)/bytesOfValue))
	return resourceIn(data, t, err)
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// DecodeStored is Decode for JSON that comes from the database or this program
// itself: the rows of a resource are nested deeper and are more values than it.
func DecodeStored(data []byte) (*Tree, error) { return decode(data, 8*MaxDepth, math.MaxInt) }

func decode(data []byte, deepest, most int) (*Tree, error) {
	d := decoderOf(data, deepest, most)
	t, err := d.value(1)
	if err != nil {
		return nil, d.problem(err)
	}
	end := d.dec.InputOffset()
	if _, err := d.dec.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, Refuse(400, "structure", "there is more text after the end of the JSON value").InText(string(data), d.after(end))
	}
	return t, nil
}

// DecodeResource is Decode for a JSON object that has a resourceType.
func DecodeResource(data []byte) (*Tree, error) {
	t, err := Decode(data)
	return resourceIn(bytes.TrimPrefix(data, byteOrderMark), t, err)
}

// resourceIn refuses what was read when it is no resource.
func resourceIn(data []byte, t *Tree, err error) (*Tree, error) {
	if err != nil {
		return nil, err
	}
	start := (&decoder{data: data}).after(0)
	if t.Kind != Object {
		return nil, Refuse(400, "structure", "a resource is a JSON object, this is %s", t.Kind).InText(string(data), start)
	}
	if rt := t.Get("resourceType"); !rt.Is(String) {
		return nil, Refuse(400, "structure", `the member "resourceType" is missing; it names the type, such as "Patient"`).InText(string(data), start)
	}
	return t, nil
}

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

// problem words the tokenizer's error for the caller.
func (d *decoder) problem(err error) error {
	var p *Problem
	if errors.As(err, &p) {
		if p.Issues[0].Expression == "" {
			p = p.At(d.place())
		}
		return p.InText(string(d.data), d.after(d.from))
	}
	var syn *jsontext.SyntacticError
	at, place := d.after(d.from), d.place()
	if errors.As(err, &syn) {
		at, place = int(syn.ByteOffset), expression(string(syn.JSONPointer))
	}
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		return Refuse(400, "structure", "this member occurs twice in one object; a name may occur once").At(place).InText(string(d.data), at)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return Refuse(400, "structure", "the JSON text ends before the value is complete").At(d.place()).InText(string(d.data), len(d.data))
	case syn != nil:
		return Refuse(400, "structure", "not JSON: %v", syn.Err).At(place).InText(string(d.data), at)
	default:
		return Refuse(400, "structure", "not JSON: %v", err)
	}
}

func (d *decoder) place() string { return expression(string(d.dec.StackPointer())) }

// expression turns a JSON pointer into the FHIRPath form "name[0].given[1]",
// cut to a length that is safe to show.
func expression(pointer string) string {
	var b strings.Builder
	for _, step := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
		if _, err := strconv.Atoi(step); err == nil {
			b.WriteString("[" + step + "]")
		} else {
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			b.WriteString(strings.NewReplacer("~1", "/", "~0", "~").Replace(step))
		}
		if b.Len() > 200 {
			return strings.ToValidUTF8(b.String()[:200], "") + "..."
		}
	}
	return b.String()
}
