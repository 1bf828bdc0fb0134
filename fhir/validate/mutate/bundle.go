package mutate

import (
	"strings"

	"kapbridge/fhir"
)

const (
	urn   = `"urn:uuid:c757873d-ec9a-4326-a141-556f43239520"`
	other = `"urn:uuid:53fefa32-fcbb-4ff8-8a92-55ee120877b7"`
	basic = `{"resourceType":"Basic","code":{"text":"x"}}`
)

// bundles has the kinds about Bundles, of which each holds the resource.
var bundles = []Kind{
	{"Bundle", "bundle.html", bundled(`"type":"collection","entry":[{"fullUrl":` + urn + `,"resource":@}]`)},
	{"Bundle of a search", "bundle.html#searchset", bundled(`"type":"searchset","total":1,"link":[{"relation":"self","url":"http://example.org/fhir/@type"}],"entry":[{"fullUrl":` + urn + `,"resource":@,"search":{"mode":"match"}}]`)},
	{"Bundle that is a transaction", "bundle.html#transaction", bundled(`"type":"transaction","entry":[{"fullUrl":` + urn + `,"resource":@,"request":{"method":"POST","url":"@type"}}]`)},
	{"Bundle with a total that is no search", "bundle.html#bdl-1", bundled(`"type":"collection","total":1,"entry":[{"fullUrl":` + urn + `,"resource":@}]`)},
	{"Bundle with a search that is none", "bundle.html#bdl-2", bundled(`"type":"collection","entry":[{"fullUrl":` + urn + `,"resource":@,"search":{"mode":"match"}}]`)},
	{"transaction without a request", "bundle.html#bdl-3", bundled(`"type":"transaction","entry":[{"fullUrl":` + urn + `,"resource":@}]`)},
	{"request in a collection", "bundle.html#bdl-3", bundled(`"type":"collection","entry":[{"fullUrl":` + urn + `,"resource":@,"request":{"method":"POST","url":"@type"}}]`)},
	{"response in a collection", "bundle.html#bdl-4", bundled(`"type":"collection","entry":[{"fullUrl":` + urn + `,"resource":@,"response":{"status":"200"}}]`)},
	{"entry with nothing in it", "bundle.html#bdl-5", bundled(`"type":"collection","entry":[{"fullUrl":` + urn + `,"resource":@},{"fullUrl":` + other + `}]`)},
	{"two entries of one address", "bundle.html#bdl-7", bundled(`"type":"collection","entry":[{"fullUrl":` + urn + `,"resource":@},{"fullUrl":` + urn + `,"resource":` + basic + `}]`)},
	{"entry with the address of a version", "bundle.html#bdl-8", bundled(`"type":"collection","entry":[{"fullUrl":"http://example.org/fhir/@type/@id/_history/1","resource":@}]`)},
	{"document without identifier and time", "bundle.html#bdl-9", bundled(`"type":"document","entry":[{"fullUrl":` + urn + `,"resource":@}]`)},
	{"document that does not begin with a Composition", "bundle.html#bdl-11", bundled(`"type":"document","timestamp":"2024-05-01T10:00:00Z","identifier":{"system":"http://example.org/ids","value":"1"},"entry":[{"fullUrl":` + urn + `,"resource":@}]`)},
	{"message that does not begin with a header", "bundle.html#bdl-12", bundled(`"type":"message","entry":[{"fullUrl":` + urn + `,"resource":@}]`)},
	{"entry with the address of its resource", "bundle.html#bundle-unique", bundled(`"type":"collection","entry":[{"fullUrl":"http://example.org/fhir/@type/@id","resource":@}]`)},
	{"entry with the address of another resource", "bundle.html#bundle-unique", bundled(`"type":"collection","entry":[{"fullUrl":"http://example.org/fhir/@type/another","resource":@}]`)},
	{"entry with a relative address", "bundle.html#bundle-unique", bundled(`"type":"collection","entry":[{"fullUrl":"@type/@id","resource":@}]`)},
	{"entry without an address", "bundle.html#bundle-unique", bundled(`"type":"collection","entry":[{"resource":@}]`)},
	{"transaction without an address", "bundle.html#bundle-unique", bundled(`"type":"transaction","entry":[{"resource":@,"request":{"method":"POST","url":"@type"}}]`)},
	{"Bundle of an unknown type", "bundle.html", bundled(`"type":"heap","entry":[{"fullUrl":` + urn + `,"resource":@}]`)},
	{"Bundle without a type", "bundle.html", bundled(`"entry":[{"fullUrl":` + urn + `,"resource":@}]`)},
	{"Bundle in a Bundle", "bundle.html", bundled(`"type":"collection","entry":[{"fullUrl":` + urn + `,"resource":{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":` + urn + `,"resource":@}]}}]`)},
	{"fault in an entry", "bundle.html", bundled(`"type":"collection","entry":[{"fullUrl":` + urn + `,"resource":@},{"fullUrl":` + other + `,"resource":{"resourceType":"Basic","code":{"text":1}}}]`)},
	{"entry without a type", "bundle.html", bundled(`"type":"collection","entry":[{"fullUrl":` + urn + `,"resource":@},{"fullUrl":` + other + `,"resource":{"code":{"text":"x"}}}]`)},
	{"reference in a Bundle to another entry", "bundle.html#references", bundled(`"type":"collection","entry":[{"fullUrl":` + urn + `,"resource":@},{"fullUrl":` + other + `,"resource":{"resourceType":"Basic","code":{"text":"x"},"author":{"reference":` + urn + `}}}]`)},
	{"Bundle with an extension of its own", "resource.html", bundled(`"type":"collection","extension":[{"url":"http://example.org/x","valueString":"y"}],"entry":[{"fullUrl":` + urn + `,"resource":@}]`)},
}

// bundled puts the resource in the place of @ in a Bundle, with @type and @id.
func bundled(members string) edits {
	return func(resource *fhir.Tree) []func() bool {
		id := resource.Get("id").StringOr("")
		if id == "" {
			return nil
		}
		return []func() bool{func() bool {
			text := strings.NewReplacer("@type", resource.Get("resourceType").Text, "@id", id, "@", string(resource.JSON())).Replace(members)
			*resource = *value(`{"resourceType":"Bundle",` + text + `}`)
			return true
		}}
	}
}
