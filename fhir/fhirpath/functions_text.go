package fhirpath

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// texts has the functions of Strings (http://hl7.org/fhirpath/N1/#string-manipulation).
// Places in a text are counted in characters, from 0.
var texts = map[string]*function{
	"indexOf":   onText(1, 1, indexOf),
	"substring": {1, 2, false, substring},
	"startsWith": onText(1, 1, func(_ *call, s string, a []string) (Collection, error) {
		return boolean(strings.HasPrefix(s, a[0])), nil
	}),
	"endsWith": onText(1, 1, func(_ *call, s string, a []string) (Collection, error) {
		return boolean(strings.HasSuffix(s, a[0])), nil
	}),
	"contains": onText(1, 1, func(_ *call, s string, a []string) (Collection, error) {
		return boolean(strings.Contains(s, a[0])), nil
	}),
	"upper": onText(0, 0, func(_ *call, s string, _ []string) (Collection, error) { return made(strings.ToUpper(s)) }),
	"lower": onText(0, 0, func(_ *call, s string, _ []string) (Collection, error) { return made(strings.ToLower(s)) }),
	"trim":  onText(0, 0, func(_ *call, s string, _ []string) (Collection, error) { return str(strings.TrimSpace(s)), nil }),
	"length": onText(0, 0, func(_ *call, s string, _ []string) (Collection, error) {
		return Collection{Integer(utf8.RuneCountInString(s))}, nil
	}),
	"toChars":        onText(0, 0, func(_ *call, s string, _ []string) (Collection, error) { return split(s, ""), nil }),
	"split":          onText(1, 1, func(_ *call, s string, a []string) (Collection, error) { return split(s, a[0]), nil }),
	"replace":        onText(2, 2, replace),
	"matches":        onText(1, 1, matches),
	"matchesFull":    onText(1, 1, matchesFull),
	"replaceMatches": onText(2, 2, replaceMatches),
	"join":           {0, 1, false, joinAll},
}

// onText makes a function of a String with arguments that are Strings: empty
// where any of them is.
func onText(least, most int, does func(n *call, s string, args []string) (Collection, error)) *function {
	return &function{least, most, false, func(n *call, s scope, input Collection) (Collection, error) {
		text, ok, err := n.textInput(input)
		if err != nil {
			return nil, err
		}
		args := make([]string, len(n.args))
		for i := range args {
			arg, given, err := n.textArg(s, i)
			if err != nil {
				return nil, err
			}
			args[i], ok = arg, ok && given
		}
		if !ok {
			return nil, nil
		}
		return does(n, text, args)
	}}
}

// textInput takes the only value of an input, a String.
func (n *call) textInput(input Collection) (text string, ok bool, err error) {
	v, ok, err := n.single(input)
	if err != nil || !ok {
		return "", false, err
	}
	if text, ok = v.plain().(string); ok {
		return text, true, nil
	}
	if v.isPrimitive() && v.Tree == nil {
		return "", false, nil
	}
	return "", false, wrong("%s() is called on a String, not on %s", n.name, v.TypeName())
}

func indexOf(_ *call, s string, args []string) (Collection, error) {
	at := strings.Index(s, args[0])
	if at < 0 {
		return Collection{Integer(-1)}, nil
	}
	return Collection{Integer(utf8.RuneCountInString(s[:at]))}, nil
}

func substring(n *call, s scope, input Collection) (Collection, error) {
	text, ok, err := n.textInput(input)
	if err != nil || !ok {
		return nil, err
	}
	from, ok, err := n.numberArg(s, 0)
	if err != nil || !ok {
		return nil, err
	}
	length, limited, err := n.numberArg(s, 1)
	if err != nil {
		return nil, err
	}
	runes := []rune(text)
	if from < 0 || from >= len(runes) {
		return nil, nil
	}
	runes = runes[from:]
	if limited {
		runes = runes[:max(0, min(length, len(runes)))]
	}
	return str(string(runes)), nil
}

func split(s, separator string) Collection {
	var out Collection
	for piece := range strings.SplitSeq(s, separator) {
		out = append(out, String(piece))
	}
	return out
}

func joinAll(n *call, s scope, input Collection) (Collection, error) {
	separator, _, err := n.textArg(s, 0)
	if err != nil || len(input) == 0 {
		return nil, err
	}
	var b strings.Builder
	for i, v := range input {
		text, ok := v.plain().(string)
		if !ok {
			return nil, wrong("join() is called on Strings; one of the values is %s", v.TypeName())
		}
		if i > 0 {
			b.WriteString(separator)
		}
		b.WriteString(text)
	}
	return made(b.String())
}

func replace(_ *call, s string, args []string) (Collection, error) {
	if places := strings.Count(s, args[0]); places*len(args[1]) > mostText {
		return nil, &failure{"too-costly", "it would make a text that is too long"}
	}
	return made(strings.ReplaceAll(s, args[0], args[1]))
}

// pattern compiles a regular expression, of which a call mostly has the same.
func (n *call) pattern(text, before, after string) (*regexp.Regexp, error) {
	if p := n.last.Load(); p != nil && p.text == text {
		return p.compiled, nil
	}
	compiled, err := regexp.Compile(before + text + after)
	if err != nil {
		return nil, wrong("%s() cannot read the regular expression: %v", n.name, err)
	}
	n.last.Store(&pattern{text, compiled})
	return compiled, nil
}

// pattern is a regular expression that a call used last.
type pattern struct {
	text     string
	compiled *regexp.Regexp
}

// matches looks for the pattern anywhere in the text; a point matches line breaks
// too (http://hl7.org/fhirpath/N1/#matchesregex-string-boolean).
func matches(n *call, s string, args []string) (Collection, error) {
	p, err := n.pattern(args[0], "(?s)", "")
	if err != nil {
		return nil, err
	}
	return boolean(p.MatchString(s)), nil
}

func matchesFull(n *call, s string, args []string) (Collection, error) {
	p, err := n.pattern(args[0], "(?s)^(?:", ")$")
	if err != nil {
		return nil, err
	}
	return boolean(p.MatchString(s)), nil
}

var groupReference = regexp.MustCompile(`\$(\d+)`)

// replaceMatches puts a text in place of each match; $1 in it is the first group.
// The empty pattern replaces nothing.
func replaceMatches(n *call, s string, args []string) (Collection, error) {
	if args[0] == "" {
		return str(s), nil
	}
	p, err := n.pattern(args[0], "(?s)", "")
	if err != nil {
		return nil, err
	}
	if len(s) > 0 && len(s)*len(args[1]) > 64*mostText {
		return nil, &failure{"too-costly", "it would make a text that is too long"}
	}
	return made(p.ReplaceAllString(s, groupReference.ReplaceAllString(args[1], "$${$1}")))
}
