package pg

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"strconv"

	"github.com/lib/pq"
)

// Attach gives the connection string of the private server that runs in the
// folder, for commands beside the kapbridge that started it. It changes nothing.
func Attach(folder string) (string, error) {
	none := fmt.Errorf("no private PostgreSQL runs in %s: start one there (kapbridge serve), or give a database URL", folder)
	l, err := existingLayout(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return "", none
	}
	if err != nil {
		return "", err
	}
	status, err := l.readStatus()
	if errors.Is(err, fs.ErrNotExist) || (err == nil && status.socket == "") {
		return "", none
	}
	if err != nil {
		return "", foreign(l, err)
	}
	conn, err := net.Dial("unix", socketFile(status.socket))
	if errors.Is(err, fs.ErrPermission) {
		return "", foreign(l, err)
	}
	if err != nil {
		return "", none // a killed server's file; nobody listens
	}
	conn.Close() // asked only whether somebody listens
	password, err := os.ReadFile(l.password)
	if err != nil {
		return "", foreign(l, err)
	}
	return connection(status.socket, string(password), Database), nil
}

func foreign(l layout, err error) error {
	return fmt.Errorf("the private PostgreSQL in %s cannot be reached by this user (%w): run as the user who started it", l.folder, bare(err))
}

// Environment turns a connection string into the variables that psql, pg_dump and
// their like read: a password on a command line is there for every user to see.
func Environment(url string) ([]string, error) {
	c, err := pq.NewConfig(url)
	if err != nil {
		return nil, fmt.Errorf("connection string: %w", err)
	}
	return []string{
		"PGHOST=" + c.Host, "PGPORT=" + strconv.Itoa(int(c.Port)), "PGDATABASE=" + c.Database,
		"PGUSER=" + c.User, "PGPASSWORD=" + c.Password, "PGSSLMODE=" + string(c.SSLMode),
	}, nil
}
