package kap

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"math/rand/v2"
	"strconv"
)

// chance is a stream of random numbers that a seed and a path name. The
// distributions are computed here from raw bits, so that they stay the same when
// the standard library changes its own.
type chance struct{ source *rand.PCG }

// chanceOf names a stream: the same seed and path always give the same numbers.
func chanceOf(seed uint64, path string) *chance {
	h := sha256.Sum256([]byte(strconv.FormatUint(seed, 10) + "/" + path))
	return &chance{rand.NewPCG(binary.BigEndian.Uint64(h[:8]), binary.BigEndian.Uint64(h[8:16]))}
}

// float is uniform in [0, 1).
func (c *chance) float() float64 { return float64(c.source.Uint64()>>11) / (1 << 53) }

// hit is true with probability p.
func (c *chance) hit(p float64) bool { return c.float() < p }

// between is uniform over the whole numbers from low to high, both included.
func (c *chance) between(low, high int) int { return low + int(c.float()*float64(high-low+1)) }

// normal has that mean and standard deviation (Box and Muller).
func (c *chance) normal(mean, sd float64) float64 {
	r := math.Sqrt(-2 * math.Log(1-c.float()))
	return mean + sd*r*math.Cos(2*math.Pi*c.float())
}

// clipped is normal, moved to the nearer end when it falls outside.
func (c *chance) clipped(mean, sd, low, high float64) float64 {
	return min(max(c.normal(mean, sd), low), high)
}

// poisson has that mean (Knuth; means here are small).
func (c *chance) poisson(mean float64) int {
	n, p := 0, c.float()
	for limit := math.Exp(-mean); p > limit; n++ {
		p *= c.float()
	}
	return n
}

// gamma2 is a gamma distribution of shape 2: the sum of two exponentials.
func (c *chance) gamma2(mean float64) float64 {
	return -mean / 2 * (math.Log(1-c.float()) + math.Log(1-c.float()))
}

// pick chooses one of the values, each as likely.
func pick[T any](c *chance, values []T) T { return values[c.between(0, len(values)-1)] }

// share is a value with its weight; weights need not add up to 1.
type share[T any] struct {
	value  T
	weight float64
}

// among chooses a value by weight.
func among[T any](c *chance, shares []share[T]) T {
	sum := 0.0
	for _, s := range shares {
		sum += s.weight
	}
	x := c.float() * sum
	for _, s := range shares {
		if x -= s.weight; x < 0 {
			return s.value
		}
	}
	return shares[len(shares)-1].value
}

// uuidSpace is the name space of our ids: the version 5 UUID of Base in the URL
// name space of RFC 9562.
var uuidSpace = uuid5([16]byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}, Base)

// uuid5 is a name-based UUID (RFC 9562 section 5.5).
func uuid5(space [16]byte, name string) (u [16]byte) {
	h := sha1.New()
	h.Write(space[:])
	h.Write([]byte(name))
	copy(u[:], h.Sum(nil))
	u[6] = u[6]&0x0f | 0x50
	u[8] = u[8]&0x3f | 0x80
	return u
}

// id is the logical id of the row that a path names, such as "patient/7/episode/1".
func (w *world) id(path string) string {
	u := uuid5(uuidSpace, strconv.FormatUint(w.seed, 10)+"/"+path)
	var b [36]byte
	hex.Encode(b[:8], u[:4])
	hex.Encode(b[9:13], u[4:6])
	hex.Encode(b[14:18], u[6:8])
	hex.Encode(b[19:23], u[8:10])
	hex.Encode(b[24:], u[10:])
	b[8], b[13], b[18], b[23] = '-', '-', '-', '-'
	return string(b[:])
}
