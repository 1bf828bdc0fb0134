package kap

import (
	"math"
	"regexp"
	"testing"

	"pgregory.net/rapid"
)

func TestDistributions(t *testing.T) {
	t.Parallel()
	const n = 200000
	for name, d := range map[string]struct {
		draw     func(*chance) float64
		mean, sd float64
	}{
		"normal":  {func(c *chance) float64 { return c.normal(10, 3) }, 10, 3},
		"poisson": {func(c *chance) float64 { return float64(c.poisson(2.6)) }, 2.6, math.Sqrt(2.6)},
		"gamma2":  {func(c *chance) float64 { return c.gamma2(7) }, 7, 7 / math.Sqrt2},
		"between": {func(c *chance) float64 { return float64(c.between(1, 6)) }, 3.5, math.Sqrt(35.0 / 12)},
		"among": {func(c *chance) float64 { return among(c, []share[float64]{{0, 3}, {1, 1}}) },
			0.25, math.Sqrt(3.0 / 16)},
	} {
		c, sum, squares := chanceOf(1, name), 0.0, 0.0
		for range n {
			x := d.draw(c)
			sum, squares = sum+x, squares+x*x
		}
		mean := sum / n
		sd := math.Sqrt(squares/n - mean*mean)
		if math.Abs(mean-d.mean) > 0.02*d.sd || math.Abs(sd-d.sd) > 0.02*d.sd {
			t.Errorf("%s: mean %.3f sd %.3f, want %.3f and %.3f", name, mean, sd, d.mean, d.sd)
		}
	}
}

func TestStreamsAreNamed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		seed, path := rapid.Uint64().Draw(t, "seed"), rapid.String().Draw(t, "path")
		if chanceOf(seed, path).float() != chanceOf(seed, path).float() {
			t.Fatal("the same name gives two streams")
		}
		if chanceOf(seed, path).source.Uint64() == chanceOf(seed+1, path).source.Uint64() {
			t.Fatal("two seeds give one stream")
		}
	})
}

func TestIDsAreNameBasedUUIDs(t *testing.T) {
	t.Parallel()
	// The example of RFC 9562 appendix A.4: DNS name space, "www.example.com".
	dns := [16]byte{0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}
	if u := uuid5(dns, "www.example.com"); u[0] != 0x2e || u[15] != 0xa2 {
		t.Errorf("got %x", u)
	}
	form := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	if id := (&world{seed: 1}).id("patient/1"); !form.MatchString(id) {
		t.Errorf("%s is not a version 5 UUID", id)
	}
}

func TestProviderNumbersFailTheirCheckDigit(t *testing.T) {
	t.Parallel()
	if luhn("80840123456789") != 3 { // 1234567893 is the NPI standard's own example
		t.Fatal("Luhn's formula is wrong")
	}
	c := chanceOf(1, "npi")
	for range 1000 {
		n := c.failingNPI()
		if len(n) != 10 || int(n[9]-'0') == luhn("80840"+n[:9]) {
			t.Fatalf("%s could be somebody's", n)
		}
	}
}

func TestDecimal(t *testing.T) {
	t.Parallel()
	for want, got := range map[Decimal]Decimal{"0.50": decimal(50, 2), "0.05": decimal(5, 2), "12": whole(12), "-1.5": decimal(-15, 1), "0": whole(0)} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if Decimal("").Float() != 0 || Decimal("40.25").Float() != 40.25 {
		t.Error("Float reads wrongly")
	}
}

func TestSpreadAddsUpToItsTotal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := anyInstrument(t)
		total := rapid.IntRange(0, q.Rule.Most).Draw(t, "total")
		a := spread(chanceOf(rapid.Uint64().Draw(t, "seed"), ""), q, total)
		if s := q.Score(a, Missing{}); !s.Known || s.Total != total {
			t.Fatalf("%s: wanted %d, got %+v", q.ID, total, s)
		}
		for id, v := range a {
			if i, _ := q.Item(id); v < 0 || v >= len(i.Options) {
				t.Fatalf("%s is answered %d", id, v)
			}
		}
	})
}
