package store

import (
	"database/sql"
	"fmt"
	"net/url"
	"runtime"
	"strings"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// Connect opens a pool on a clinic's database. The schema comes first on the
// search_path unless the connection string says otherwise; the session's zone
// is UTC, as the rows are read in it. Nothing is sent yet.
func Connect(address, schema string) (*sqlx.DB, error) {
	return connect(address, schema, func(*pq.Connector) {})
}

func connect(address, schema string, adjust func(*pq.Connector)) (*sqlx.DB, error) {
	full, err := completed(address, schema)
	if err != nil {
		return nil, err
	}
	connector, err := pq.NewConnector(full)
	if err != nil {
		return nil, fmt.Errorf("the database address cannot be read: %w", err)
	}
	adjust(connector)
	return pool(connector), nil
}

// pool sizes: four connections a core measured best, and idle ones are kept,
// since each carries prepared statements.
func pool(connector *pq.Connector) *sqlx.DB {
	db := sqlx.NewDb(sql.OpenDB(connector), "postgres")
	size := max(8, 4*runtime.NumCPU())
	db.SetMaxOpenConns(size)
	db.SetMaxIdleConns(size)
	return db
}

// completed adds what every session needs to a connection string, which is a
// URL or key=value pairs.
func completed(address, schema string) (string, error) {
	needs := map[string]string{"timezone": "UTC", "statement_timeout": "30000", "application_name": "kapbridge",
		"jit":              "off", // compiling costs more than any of the statements
		"random_page_cost": "1.1"} // pages come from memory or from a disk without a head
	if !strings.Contains(address, "search_path") {
		needs["search_path"] = schema
	}
	if !strings.HasPrefix(address, "postgres://") && !strings.HasPrefix(address, "postgresql://") {
		for name, value := range needs {
			address += fmt.Sprintf(" %s='%s'", name, value)
		}
		return address, nil
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", fmt.Errorf("the database address is not a URL: %w", err)
	}
	q := u.Query()
	for name, value := range needs {
		q.Set(name, value)
	}
	u.RawQuery = strings.ReplaceAll(q.Encode(), "+", "%20")
	return u.String(), nil
}
