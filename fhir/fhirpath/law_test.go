package fhirpath

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirtest"
)

// terms are expressions over ada that give all sorts of collections.
var terms = []string{
	"{}", "1", "2", "1.0", "'a'", "'A'", "true", "name", "name.given", "name.family", "descendants()", "children()", "birthDate",
	"@2020", "@2020-01", "@2020-01-01", "@2020-01-01T10:00:00Z", "@2020-01-01T12:00:00+02:00", "@T10:00", "@T10:00:00",
	"1 'kg'", "1000 'g'", "1 year", "12 months", "1 'a'", "7 days", "1 'wk'", "3 'x'", "contained.value", "contact.telecom.rank",
	"name.given.extension", "birthDate.extension.value", "active", "multipleBirth", "(1 | 2 | 'a')", "1.combine(1)", "type()",
}

func drawTerm(t *rapid.T, label string) string {
	term := rapid.SampledFrom(terms).Draw(t, label)
	if rapid.Bool().Draw(t, "combined") {
		return "(" + term + ").combine(" + rapid.SampledFrom(terms).Draw(t, label+" too") + ")"
	}
	return "(" + term + ")"
}

func evaluated(t rapid.TB, expression string) Collection {
	e, err := Compile(expression)
	if err != nil {
		t.Fatal(err)
	}
	got, err := e.Eval(&Context{Resource: ada, Now: noon})
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return got
}

// same compares two collections value by value.
func same(a, b Collection) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Tree != b[i].Tree || a[i].Sibling != b[i].Sibling || a[i].TypeName() != b[i].TypeName() {
			return false
		}
		s, _ := a[i].Text()
		if o, _ := b[i].Text(); s != o {
			return false
		}
	}
	return true
}

// Laws of collections; A and B stand for any.
var collectionLaws = [][2]string{
	{"A.where(true)", "A"},
	{"A.where(false)", "{}"},
	{"A.select($this)", "A"},
	{"A.distinct().distinct()", "A.distinct()"},
	{"A | {}", "A.distinct()"},
	{"A.union(B)", "A | B"},
	{"A.combine(B).count()", "A.count() + B.count()"},
	{"(A | B).subsetOf(B | A)", "true"},
	{"(B | A).count()", "(A | B).count()"},
	{"A.intersect(B).subsetOf(B)", "true"},
	{"A.intersect(A)", "A.distinct()"},
	{"A.first().combine(A.tail())", "A"},
	{"A.take(2).combine(A.skip(2))", "A"},
	{"A.isDistinct()", "A.count() = A.distinct().count()"},
	{"A.exists()", "A.empty().not()"},
	{"A.all(true)", "true"},
	{"A.aggregate($total.combine($this), {})", "A"},
	{"A ~ A.tail().combine(A.first())", "true"},
	{"A ~ B", "B ~ A"},
	{"A !~ B", "(A ~ B).not()"},
	{"A = B", "B = A"},
	{"A != B", "(A = B).not()"},
	{"A.ofType(String)", "A.where($this is System.String)"},
	{"iif(A.exists(), A, {})", "A"},
	{"A.trace('a')", "A"},
}

func TestLawsOfCollections(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawTerm(t, "A"), drawTerm(t, "B")
		for _, law := range collectionLaws {
			fill := strings.NewReplacer("A", a, "B", b)
			left, right := fill.Replace(law[0]), fill.Replace(law[1])
			if got, want := evaluated(t, left), evaluated(t, right); !same(got, want) {
				t.Fatalf("%s gives %s, %s gives %s", left, describe(got), right, describe(want))
			}
		}
	})
}

// An order is one: turned around it says the opposite, and = agrees with it.
func TestLawsOfOrder(t *testing.T) {
	t.Parallel()
	simple := []string{
		"1", "2", "1.0", "1.50", "'a'", "'b'", "@2020", "@2020-01", "@2020-01-01", "@2020-01-01T10:00:00Z", "@2020-01-01T12:00:00+02:00", "@2020-01-01T10:00:00",
		"@2021", "@T10:00", "@T10:00:00", "@T11", "1 'kg'", "1000 'g'", "999 'g'", "1 year", "12 months", "1 'a'", "7 days", "1 'wk'", "3 'x'",
	}
	for _, a := range simple {
		for _, b := range simple {
			if _, err := mustCompile(t, a+" < "+b).Eval(&Context{}); err != nil {
				continue // of different kinds
			}
			less, more := evaluated(t, a+" < "+b), evaluated(t, b+" > "+a)
			atMost, equal := evaluated(t, a+" <= "+b), evaluated(t, a+" = "+b)
			if !same(less, more) || !same(atMost, evaluated(t, "("+b+" < "+a+").not()")) {
				t.Errorf("%s < %s is %s, turned around %s", a, b, describe(less), describe(more))
			}
			if len(less) > 0 && !same(atMost, evaluated(t, "("+a+" < "+b+") or ("+a+" = "+b+")")) {
				t.Errorf("%s <= %s is %s, < %s, = %s", a, b, describe(atMost), describe(less), describe(equal))
			}
		}
	}
}

func mustCompile(t rapid.TB, text string) *Expression {
	e, err := Compile(text)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// Decimals are exact: what is added can be taken away again, and text is kept.
func TestDecimalsAreExact(t *testing.T) {
	t.Parallel()
	number := rapid.StringMatching(`-?[0-9]{1,30}(\.[0-9]{1,30})?`)
	rapid.Check(t, func(t *rapid.T) {
		a, okA := parseDecimal(number.Draw(t, "a"))
		b, okB := parseDecimal(number.Draw(t, "b"))
		if !okA || !okB {
			t.Fatal("a number is not read")
		}
		if again, ok := parseDecimal(a.String()); !ok || again.cmp(a) != 0 || again.scale != a.scale {
			t.Fatalf("%s is read again as %s", a, again)
		}
		if back := a.add(b).add(b.neg()); back.cmp(a) != 0 {
			t.Fatalf("%s + %s - %s = %s", a, b, b, back)
		}
		if a.mul(b).cmp(b.mul(a)) != 0 || a.floor(3).cmp(a) > 0 || a.ceiling(3).cmp(a) < 0 {
			t.Fatalf("%s and %s", a, b)
		}
		if root, ok := squareRoot(a.mul(a)).(Decimal); !ok || root.mul(root).cmp(a.mul(a)) != 0 {
			t.Fatalf("the root of %s squared is %s", a, root)
		}
	})
}

// Adding months and taking them away again comes back to the day, or near the end
// of a month to an earlier one; days come back exactly.
func TestDatesMoveThereAndBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		y, m, d := rapid.IntRange(1900, 2100).Draw(t, "y"), rapid.IntRange(1, 12).Draw(t, "m"), rapid.IntRange(1, 28).Draw(t, "d")
		day, ok := parseTemporal(pad(y, 4)+"-"+pad(m, 2)+"-"+pad(d, 2), isDate)
		if !ok {
			t.Fatal("no date")
		}
		n := decimalOf(int64(rapid.IntRange(-1000, 1000).Draw(t, "n")))
		for _, unit := range []string{"days", "weeks", "months", "years"} {
			there, ok, err := day.plus(Quantity{Amount: n, Unit: unit, Calendar: true})
			if !ok && err == nil {
				continue // beyond the calendar
			}
			back, ok, err2 := there.plus(Quantity{Amount: n.neg(), Unit: unit, Calendar: true})
			if err != nil || err2 != nil || !ok || back.String() != day.String() {
				t.Fatalf("%s + %s %s is %s, and back %s", day, n, unit, there, back)
			}
		}
	})
}

func pad(n, width int) string {
	s := itoa(n)
	return strings.Repeat("0", width-len(s)) + s
}

// Expressions that run away are stopped, and told so.
func TestRunawaysAreStopped(t *testing.T) {
	t.Parallel()
	digits := "(0|1|2|3|4|5|6|7|8|9)"
	for _, text := range []string{
		"1.repeat($this + 1)",
		"'a'.repeat($this & $this)",
		digits + ".aggregate($total & $total & $total & $total & $total & $total, 'abcdefghijklmnopqrstuvwxyz')",
		digits + ".select(" + digits + ".select(" + digits + ".select(" + digits + ".select(" + digits + ".select(" + digits + ".select(" + digits + "))))))",
		"'" + strings.Repeat("a", 60000) + "'.replace('', '" + strings.Repeat("b", 100) + "')",
	} {
		_, err := mustCompile(t, text).Eval(&Context{Resource: ada})
		if p, ok := err.(*fhir.Problem); !ok || p.Issues[0].Code != "too-costly" {
			t.Errorf("%.60s gives %v", text, err)
		}
	}
	for _, text := range []string{strings.Repeat("(", 10_000), strings.Repeat("-", 10_000) + "1", strings.Repeat("a", mostBytes+1)} {
		if _, err := Compile(text); err == nil {
			t.Errorf("%.20s... compiles", text)
		}
	}
	if got := evaluated(t, "2.0.power(100000).empty() and (1"+strings.Repeat(" + 1", 10_000)+" = 10001)"); !same(got, yes) {
		t.Errorf("%s", describe(got))
	}
}

// distinct() of elements is what comparing each with each gives, and does not
// give up on long lists.
func TestDistinctElements(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tree := fhirtest.Resource(t, rapid.SampledFrom([]string{"Patient", "Observation", "Questionnaire"}).Draw(t, "type"), fhirtest.Options{})
		ctx := &Context{Resource: tree}
		all, err := mustCompile(t, "descendants()").Eval(ctx)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, Of(tree)) // without any focus it would be the resource
		all = append(all, all...)
		got, err := mustCompile(t, "distinct()").Eval(ctx, all...)
		if err != nil {
			t.Fatal(err)
		}
		var want Collection
		for _, v := range all {
			if !slices.ContainsFunc(want, func(w Value) bool { return equal(v, w) == isTrue }) {
				want = append(want, v)
			}
		}
		if !same(got, want) {
			t.Fatalf("%d values, not %d: %s", len(got), len(want), tree.JSON())
		}
	})
	items := fhir.List()
	for i := range 20_000 {
		items.Items = append(items.Items, fhir.Obj(fhir.Member{Name: "linkId", Value: fhir.Str(itoa(i))}, fhir.Member{Name: "type", Value: fhir.Str("group")}))
	}
	long := fhir.Obj(fhir.Member{Name: "resourceType", Value: fhir.Str("Questionnaire")}, fhir.Member{Name: "item", Value: items})
	got, err := mustCompile(t, "repeat(item).distinct().count()").Eval(&Context{Resource: long})
	if err != nil || !same(got, Collection{Integer(20_000)}) {
		t.Errorf("%s, %v", describe(got), err)
	}
}
