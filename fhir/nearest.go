package fhir

import (
	"iter"
	"strings"
)

// nearest finds the word that somebody most likely meant by a name: the one that
// differs least, in a third of its letters at most, and whose case does not
// count; of several the first by the alphabet. It is "" when none is near.
func nearest(name string, words iter.Seq[string]) string {
	best, least := "", 1+len(name)/3
	for word := range words {
		n := EditDistance(strings.ToLower(word), strings.ToLower(name))
		if n < least || n == least && best != "" && word < best {
			best, least = word, n
		}
	}
	return best
}

// EditDistance counts the bytes to insert, remove, replace or swap with the
// next one to get from a to b (optimal string alignment). It looks at the first
// 40 bytes, longer than any member name of R4.
func EditDistance(a, b string) int {
	const most = 40
	a, b = a[:min(len(a), most)], b[:min(len(b), most)]
	var row [3][most + 1]int
	older, prev, cur := &row[0], &row[1], &row[2]
	for j := range len(b) + 1 {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], older[j-2]+1)
			}
		}
		older, prev, cur = prev, cur, older
	}
	return prev[len(b)]
}
