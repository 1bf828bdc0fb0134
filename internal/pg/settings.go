package pg

import (
	"net/url"

	"github.com/lib/pq"
)

// settings of the server. What it logs is limited to what it says of itself:
// statements, their values and their errors may hold clinical content.
func settings(data, socket string, noSync bool) []string {
	args := []string{"-D", data}
	set := func(name, value string) { args = append(args, "-c", name+"="+value) }
	set("listen_addresses", "")
	set("port", port)
	set("unix_socket_directories", pq.QuoteIdentifier(socket)) // a list, split at commas
	set("unix_socket_permissions", "0700")
	set("timezone", "UTC") // the same answers wherever the cluster was made
	set("logging_collector", "off")
	set("log_destination", "stderr")
	set("log_line_prefix", "")
	set("log_statement", "none")
	set("log_min_messages", "log") // above ERROR and WARNING in this setting's order
	set("log_min_error_statement", "panic")
	set("log_min_duration_statement", "-1")
	set("max_wal_size", "4GB") // fewer checkpoints, after each of which whole pages are logged
	if noSync {
		set("fsync", "off")
		set("full_page_writes", "off")
		set("synchronous_commit", "off")
	}
	return args
}

// connection writes a URL that both lib/pq and libpq understand.
func connection(socket, password, database string) string {
	u := url.URL{Scheme: "postgres", User: url.UserPassword(User, password), Path: "/" + database,
		RawQuery: url.Values{"host": {socket}, "port": {port}, "sslmode": {"disable"}}.Encode()}
	return u.String()
}
