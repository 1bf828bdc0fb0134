package ig

import "testing"

// Every value set of the guide can be listed, so that it can be searched by, and
// has what it lists.
func TestValueSetsCanBeListed(t *testing.T) {
	t.Parallel()
	seen := 0
	for _, r := range Resources() {
		if r.Get("resourceType").Text != "ValueSet" {
			continue
		}
		url := r.Get("url").Text
		v, held := Terms().Set(url)
		if !held {
			t.Errorf("%s is not held", url)
			continue
		}
		list, err := Terms().Expand(v)
		if err != nil || len(list) == 0 {
			t.Errorf("%s: %d codes, %v", url, len(list), err)
		}
		seen++
		for _, c := range list {
			if got := Terms().Has(url, c.System, c.Code).String(); got != "yes" {
				t.Errorf("%s has %s of %s: %s", url, c.Code, c.System, got)
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d value sets", seen)
	}
}
