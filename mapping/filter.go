package mapping

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Filter is what _filter asks for: comparisons joined by and, or and not
// (http://hl7.org/fhir/R4/search_filter.html).
type Filter struct {
	Join  string    // "and", "or" or "not" of the Parts; "" for a comparison
	Parts []*Filter // one of "not"
	Term  Term      // of a comparison
}

// each visits the comparisons of a filter; of none, there are none.
func (f *Filter) each(visit func(Term)) {
	switch {
	case f == nil:
	case f.Join == "":
		visit(f.Term)
	default:
		for _, part := range f.Parts {
			part.each(visit)
		}
	}
}

// mostNested is how deep parentheses may stand in each other.
const mostNested = 50

// filterReader reads a filter from left to right. What is wrong goes to the
// parser of the query; a faulty form ends the reading.
type filterReader struct {
	*queryParser
	text   string
	at     int // bytes that are read
	nested int
}

// filter reads _filter as one term of the search.
func (p *queryParser) filter(param *Param, text string) {
	r := &filterReader{queryParser: p, text: text}
	f := r.expression()
	if f != nil && r.space() && r.at < len(text) {
		r.expected(`"and", "or" or the end`)
		return
	}
	if f != nil {
		p.q.Terms = append(p.q.Terms, Term{Code: param.Code, Param: param, Values: []string{text}, Filter: f})
	}
}

// expression reads operands from left to right: neither "and" nor "or" binds
// tighter than the other. It is nil where the form is faulty.
func (r *filterReader) expression() *Filter {
	f := r.operand()
	for f != nil {
		join := r.keyword("and", "or")
		if join == "" {
			return f
		}
		next := r.operand()
		switch {
		case next == nil:
			return nil
		case f.Join == join:
			f.Parts = append(f.Parts, next)
		default:
			f = &Filter{Join: join, Parts: []*Filter{f, next}}
		}
	}
	return nil
}

// operand reads a comparison, or an expression in parentheses, perhaps after "not".
func (r *filterReader) operand() *Filter {
	not := r.keyword("not") != ""
	if !r.take("(") {
		if not {
			r.expected(`"(" after "not"`)
			return nil
		}
		return r.comparison()
	}
	if r.nested++; r.nested > mostNested {
		r.refuse("too-costly", "_filter: parentheses may stand in each other %d deep at most", mostNested)
		return nil
	}
	f := r.expression()
	if f != nil && !r.take(")") {
		r.expected(`"and", "or" or ")"`)
		return nil
	}
	if r.nested--; not && f != nil {
		return &Filter{Join: "not", Parts: []*Filter{f}}
	}
	return f
}

// comparison reads path, operator and value.
func (r *filterReader) comparison() *Filter {
	r.space()
	start := r.place()
	path := r.run(func(c rune) bool {
		return strings.ContainsRune("_-.:", c) || c < utf8.RuneSelf && (unicode.IsLetter(c) || unicode.IsDigit(c))
	})
	switch {
	case path == "":
		r.expected(`a search parameter, "not" or "("`)
		return nil
	case r.take("["):
		r.refuse("not-supported", "_filter: at character %d: a filter in brackets is not supported; write a chain, such as subject.name, or join comparisons by and", start)
		return nil
	}
	r.space()
	op := r.run(unicode.IsLetter)
	if !slices.Contains(operators, op) {
		r.at -= len(op)
		r.expected("one of the operators " + strings.Join(operators, ", "))
		return nil
	}
	value, ok := r.value()
	if !ok {
		return nil
	}
	return r.compared(start, path, op, value)
}

// compared makes a term of a comparison, by the rules of any other term.
func (r *filterReader) compared(start int, path, op, value string) *Filter {
	sub := &queryParser{schema: r.schema, q: &Query{Type: r.q.Type}, limits: r.limits, steps: r.steps, op: op}
	if strings.Contains(path[strings.LastIndex(path, ".")+1:], ":") {
		sub.refuse("not-supported", "%s: there are no modifiers here, the operators stand in their place", path)
	} else {
		sub.term(path, filterEscapes.Replace(value))
	}
	for _, issue := range sub.issues {
		issue.Text = fmt.Sprintf("_filter: at character %d: %s", start, issue.Text)
		r.issues = append(r.issues, issue)
	}
	if r.limits.values > mostValues {
		return nil // refused when all is read
	}
	f := &Filter{}
	if len(sub.q.Terms) > 0 {
		f.Term = sub.q.Terms[0]
	}
	return f
}

// filterEscapes writes a value as terms have theirs: in a filter no comma means
// "or", and a backslash is one.
var filterEscapes = strings.NewReplacer(`\`, `\\`, ",", `\,`)

// value reads a JSON string, or all up to a blank, ")" or "]".
func (r *filterReader) value() (value string, ok bool) {
	r.space()
	if !strings.HasPrefix(r.text[r.at:], `"`) {
		value = r.run(func(c rune) bool { return !unicode.IsSpace(c) && c != ')' && c != ']' })
	} else {
		d := json.NewDecoder(strings.NewReader(r.text[r.at:]))
		if err := d.Decode(&value); err != nil {
			r.expected("a value; a text in quotation marks is a JSON string")
			return "", false
		}
		r.at += int(d.InputOffset())
	}
	if value == "" {
		r.expected("a value that is not empty")
	}
	return value, value != ""
}

// space passes over blanks; it is true so that it can stand in a condition.
func (r *filterReader) space() bool {
	r.run(unicode.IsSpace)
	return true
}

// run reads characters for as long as they fit.
func (r *filterReader) run(fits func(rune) bool) string {
	rest := r.text[r.at:]
	end := strings.IndexFunc(rest, func(c rune) bool { return !fits(c) })
	if end < 0 {
		end = len(rest)
	}
	r.at += end
	return rest[:end]
}

// take reads a sign after blanks, if it is there.
func (r *filterReader) take(sign string) bool {
	r.space()
	found := strings.HasPrefix(r.text[r.at:], sign)
	if found {
		r.at += len(sign)
	}
	return found
}

// keyword reads one of the words after blanks, "" if none stands there by itself.
func (r *filterReader) keyword(words ...string) string {
	r.space()
	before := r.at
	if word := r.run(unicode.IsLetter); slices.Contains(words, word) && (r.at == len(r.text) || strings.ContainsAny(r.text[r.at:r.at+1], " \t\r\n(")) {
		return word
	}
	r.at = before
	return ""
}

// place counts the character that comes next, from 1.
func (r *filterReader) place() int { return utf8.RuneCountInString(r.text[:r.at]) + 1 }

func (r *filterReader) expected(what string) {
	r.space()
	found := "the end"
	if rest := r.text[r.at:]; rest != "" {
		found = fmt.Sprintf("%q", rest[:min(len(rest), 20)])
	}
	r.refuse("invalid", "_filter: at character %d: expected %s, not %s", r.place(), what, found)
}
