package main

import (
	"testing"

	"kapbridge/api"
	"kapbridge/store"
)

// TestIfMatchIsDemanded tries every write of what is here with and without the
// version that it changes, where the clinic demands that.
func TestIfMatchIsDemanded(t *testing.T) {
	c := newClinicServing(t, store.Options{RequireIfMatch: true}, api.Options{RequireIfMatch: true, DeleteSeveral: 3})
	body := func(name string) []byte {
		return []byte(`{"resourceType":"Organization","id":"o1","name":"` + name + `"}`)
	}
	const patch = `[{"op":"add","path":"/active","value":true}]`
	const transaction = `{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{"resourceType":"Organization","id":"o1","name":"E"},"request":{"method":"PUT","url":"Organization/o1"}}]}`
	c.want(204, c.ask("DELETE", "Organization/o1", nil))
	c.want(201, c.ask("PUT", "Organization/o1", body("A")))
	for _, refused := range []answer{
		c.ask("PUT", "Organization/o1", body("B")),
		c.ask("PUT", "Organization/o1", body("A")),
		c.ask("PUT", "Organization?name=A", body("B")),
		c.ask("PATCH", "Organization/o1", []byte(patch), "Content-Type: application/json-patch+json"),
		c.ask("DELETE", "Organization/o1", nil),
		c.ask("POST", "", []byte(transaction)),
	} {
		c.want(400, refused)
		if code := refused.tree(t).Get("issue").Items[0].Get("code").Text; code != "required" {
			t.Errorf("%s %s: %s", refused.Request.Method, refused.Request.URL, code)
		}
	}
	c.want(412, c.ask("PUT", "Organization/o1", body("B"), `If-None-Match: *`))
	c.want(412, c.ask("PUT", "Organization/o1", body("B"), `If-Match: W/"2"`))
	c.want(200, c.ask("PUT", "Organization/o1", body("B"), `If-Match: W/"1"`))
	c.want(200, c.ask("PUT", "Organization?name=B", body("C"), `If-Match: W/"2"`))
	c.want(200, c.ask("PATCH", "Organization/o1", []byte(patch), "Content-Type: application/json-patch+json", `If-Match: *`))
	c.want(200, c.ask("POST", "Organization", body("D"), "If-None-Exist: name=C"))
	c.want(204, c.ask("DELETE", "Organization/o1", nil, `If-Match: W/"4"`))
	c.want(201, c.ask("PUT", "Organization/o1", body("A")))
	c.want(204, c.ask("DELETE", "Organization?name=A", nil))
}
