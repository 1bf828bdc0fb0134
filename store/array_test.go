package store

import (
	"database/sql"
	"database/sql/driver"
	"testing"

	"github.com/lib/pq"
	"pgregory.net/rapid"
)

// TestArraysAreThoseOfTheDriver compares with lib/pq's own writing, and what it
// reads back.
func TestArraysAreThoseOfTheDriver(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.Custom(func(t *rapid.T) sql.NullString {
			return sql.NullString{String: rapid.StringOf(rapid.SampledFrom([]rune("ab\"\\{},ü \n"))).Draw(t, "text"), Valid: rapid.Bool().Draw(t, "valid")}
		})
		for i := range 2 {
			var list any = rapid.SliceOf(text).Draw(t, "texts")
			if i == 1 {
				list = rapid.SliceOf(rapid.Custom(func(t *rapid.T) sql.NullInt64 {
					return sql.NullInt64{Int64: rapid.Int64().Draw(t, "number"), Valid: rapid.Bool().Draw(t, "valid")}
				})).Draw(t, "numbers")
			}
			want, err := pq.GenericArray{A: list}.Value()
			got, gotErr := array(list).(driver.Valuer).Value()
			if err != nil || gotErr != nil || want != got {
				t.Fatalf("%v: %v, not %v (%v, %v)", list, got, want, gotErr, err)
			}
		}
	})
}
