package store

import (
	"fmt"
	"strings"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// mostWords bounds the words that one parameter may ask for.
const mostWords = 100

// worded compiles _text and _content: all words of a value must be in the
// column, and of several values one is enough
// (http://hl7.org/fhir/R4/search.html#content).
func (t *typeSQL) worded(b *builder, term mapping.Term, column string) (string, error) {
	from := fmt.Sprintf("from fhir_words w where w.type = '%s' and w.%s", t.Type, column)
	if term.Modifier == "missing" && term.Values[0] == "true" {
		return lacks("w", from+" is not null"), nil
	} else if term.Modifier == "missing" {
		return "m.id in (select w.id " + from + " is not null)", nil
	}
	var alternatives []string
	count := 0
	for _, value := range term.Values {
		words, err := wordsAsked(term.Code, mapping.Unescape(value))
		if err != nil {
			return "", err
		}
		count += len(words)
		alternatives = append(alternatives, "("+strings.Join(words, " & ")+")")
	}
	if count > mostWords {
		return "", fhir.Refuse(400, "too-costly", "%s asks for %d words; ask for %d at most", term.Code, count, mostWords)
	}
	return fmt.Sprintf("m.id in (select w.id %s @@ cast(folded(%s) as tsquery))", from, b.arg(strings.Join(alternatives, " | "), "text")), nil
}

// wordsAsked quotes the words of a value as PostgreSQL reads a tsquery. Words
// have letters, digits and marks only: none of them ends a quotation.
func wordsAsked(code, value string) (words []string, err error) {
	fhir.EachWord(value, func(word, rest string) {
		if len(word) > fhir.MostOfWord {
			err = fhir.Refuse(400, "value", "%s=%s has a word of more than %d bytes; longer ones are not searched", code, value, fhir.MostOfWord)
		}
		asked := "'" + word + "'"
		if strings.HasPrefix(rest, "*") {
			asked += ":*"
		}
		words = append(words, asked)
	})
	if len(words) == 0 {
		err = fhir.Refuse(400, "value", "%s=%s has no word to look for: a word begins with a letter or a digit", code, value)
	}
	return words, err
}
