package store

import (
	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// ConnectThrough is Connect with a dialer that watches the wire.
func ConnectThrough(address, schema string, d pq.Dialer) (*sqlx.DB, error) {
	return connect(address, schema, func(c *pq.Connector) { c.Dialer(d) })
}
