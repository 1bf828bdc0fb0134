package fhirpath

import (
	"encoding/base64"
	"encoding/hex"
	"html"
	"strings"

	"kapbridge/fhir"
)

// codings has the functions that write a text in another alphabet, and back
// (http://hl7.org/fhirpath/STU3/#additional-string-functions).
var codings = map[string]*function{
	"encode":   onText(1, 1, encode),
	"decode":   onText(1, 1, decode),
	"escape":   onText(1, 1, escape),
	"unescape": onText(1, 1, unescape),
}

func encode(n *call, s string, args []string) (Collection, error) {
	switch args[0] {
	case "base64":
		return made(base64.StdEncoding.EncodeToString([]byte(s)))
	case "urlbase64":
		return made(base64.URLEncoding.EncodeToString([]byte(s)))
	case "hex":
		return made(hex.EncodeToString([]byte(s)))
	}
	return nil, n.noFormat(args[0], "base64, urlbase64 and hex")
}

func decode(n *call, s string, args []string) (Collection, error) {
	var data []byte
	var err error
	switch args[0] {
	case "base64":
		data, err = base64.StdEncoding.DecodeString(s)
	case "urlbase64":
		data, err = base64.URLEncoding.DecodeString(s)
	case "hex":
		data, err = hex.DecodeString(s)
	default:
		return nil, n.noFormat(args[0], "base64, urlbase64 and hex")
	}
	if err != nil {
		return nil, wrong("the text is not in %s", args[0])
	}
	return str(strings.ToValidUTF8(string(data), "\uFFFD")), nil
}

var forHTML = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;")

func escape(n *call, s string, args []string) (Collection, error) {
	switch args[0] {
	case "html":
		return made(forHTML.Replace(s))
	case "json":
		written := string(fhir.AppendString(nil, s))
		return made(written[1 : len(written)-1])
	}
	return nil, n.noFormat(args[0], "html and json")
}

func unescape(n *call, s string, args []string) (Collection, error) {
	switch args[0] {
	case "html":
		return str(html.UnescapeString(s)), nil
	case "json":
		t, err := fhir.Decode(quotedJSON(s))
		if err != nil || !t.Is(fhir.String) {
			return nil, wrong("the text is not the inside of a JSON string")
		}
		return str(t.Text), nil
	}
	return nil, n.noFormat(args[0], "html and json")
}

func (n *call) noFormat(name, known string) error {
	return wrong("%s() knows %s, not %s", n.name, known, quoted(name))
}

// quotedJSON makes a JSON string of its inside, in which quotes may stand as they are.
func quotedJSON(s string) []byte {
	b := []byte{'"'}
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			b = append(b, '\\', '"')
		case s[i] == '\\' && i+1 < len(s):
			b = append(b, s[i], s[i+1])
			i++
		default:
			b = append(b, s[i])
		}
	}
	return append(b, '"')
}
