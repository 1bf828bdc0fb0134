package mutate

import (
	"strings"

	"kapbridge/fhir"
)

// narratives has the kinds about the narrative of a resource.
var narratives = []Kind{
	{"narrative with styles, links and pictures", "narrative.html#xhtml", div(`<p style="color:red" class="a" id="b">a<br/><a href="http://example.org">b</a><img src="http://example.org/c.png" alt="d"/></p>`)},
	{"narrative with a table and a list", "narrative.html#xhtml", div(`<table><thead><tr><th>a</th></tr></thead><tbody><tr><td colspan="2">b</td></tr></tbody></table><ul><li>c</li></ul>`)},
	{"narrative with entities", "narrative.html#xhtml", div(`a&nbsp;b &amp; &lt; &#169; &copy; &eacute;`)},
	{"narrative with a comment", "narrative.html#xhtml", div(`a<!-- b -->`)},
	{"narrative with a script", "narrative.html#txt-1", div(`a<script>b</script>`)},
	{"narrative with an event", "narrative.html#txt-1", div(`<p onclick="a">b</p>`, `<img src="#a" onerror="b"/>`)},
	{"narrative with a link to a script", "narrative.html#txt-1", div(`<a href="javascript:a()">b</a>`)},
	{"narrative with a forbidden element", "narrative.html#txt-1", div(`<iframe src="a">b</iframe>`, `<form>a</form>`, `<input type="text"/>`, `<object>a</object>`, `<video>a</video>`, `<style>a</style>`)},
	{"narrative with an unknown element", "narrative.html#txt-1", div(`<foo>a</foo>`, `<section>a</section>`)},
	{"narrative with an unknown attribute", "narrative.html#txt-1", div(`<p foo="a">b</p>`, `<p data-x="a">b</p>`)},
	{"narrative with an unknown entity", "narrative.html#xhtml", div(`a &foo; b`)},
	{"narrative with a bare ampersand", "narrative.html#xhtml", div(`a & b`)},
	{"narrative that is not closed", "narrative.html#xhtml", div(`<p>a`, `<b><i>a</b></i>`, `</p>a`)},
	{"narrative with an attribute without quotes", "narrative.html#xhtml", div(`<p class=a>b</p>`)},
	{"narrative with nothing in it", "narrative.html#txt-2", div(``, ` `, `<p></p>`)},
	{"narrative that is a picture", "narrative.html#txt-2", div(`<img src="http://example.org/a.png" alt="b"/>`)},
	{"narrative without a namespace", "narrative.html#xhtml", whole(`<div>a</div>`)},
	{"narrative in another namespace", "narrative.html#xhtml", whole(`<div xmlns="http://example.org">a</div>`)},
	{"narrative that is no div", "narrative.html#xhtml", whole(`<p xmlns="http://www.w3.org/1999/xhtml">a</p>`, `a`)},
	{"narrative with text around it", "narrative.html#xhtml", whole(`a<div xmlns="http://www.w3.org/1999/xhtml">a</div>`, `<div xmlns="http://www.w3.org/1999/xhtml">a</div>a`)},
	{"narrative with a document type", "narrative.html#xhtml", whole(`<!DOCTYPE html><div xmlns="http://www.w3.org/1999/xhtml">a</div>`)},
	{"narrative of an unknown status", "narrative.html#Narrative", domain(func(r *fhir.Tree) bool {
		return setText(r, "made", `<div xmlns="http://www.w3.org/1999/xhtml">a</div>`)
	})},
	{"narrative of each status", "narrative.html#Narrative", narrated(`<div xmlns="http://www.w3.org/1999/xhtml">a</div>`, "generated", "extensions", "additional", "empty")},
	{"narrative that is missing", "domainresource.html#dom-6", domain(func(r *fhir.Tree) bool { r.Set("text", nil); return true })},
	{"narrative without a div", "narrative.html#Narrative", domain(func(r *fhir.Tree) bool { r.Set("text", value(`{"status":"generated"}`)); return true })},
}

func div(contents ...string) edits {
	var list []string
	for _, c := range contents {
		list = append(list, `<div xmlns="http://www.w3.org/1999/xhtml">`+c+`</div>`)
	}
	return whole(list...)
}

func whole(divs ...string) edits {
	var all []edits
	for _, d := range divs {
		all = append(all, narrated(d, "generated"))
	}
	return either(all...)
}

func narrated(div string, statuses ...string) edits {
	var all []edits
	for _, s := range statuses {
		all = append(all, domain(func(r *fhir.Tree) bool { return setText(r, s, div) }))
	}
	return either(all...)
}

// setText gives a resource a narrative; what points into the old one would be
// another fault.
func setText(r *fhir.Tree, status, div string) bool {
	if strings.Contains(string(r.JSON()), "narrativeLink") {
		return false
	}
	r.Set("text", fhir.Obj(fhir.Member{Name: "status", Value: fhir.Str(status)}, fhir.Member{Name: "div", Value: fhir.Str(div)}))
	return true
}
