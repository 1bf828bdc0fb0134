// Package pgtest lends a test a migrated PostgreSQL database of its own.
//
//	func TestMain(m *testing.M) { pgtest.Main(m) }
//
//	func TestSomething(t *testing.T) {
//		t.Parallel()
//		db := pgtest.New(t) // *sqlx.DB; gone when the test ends
//	}
//
// The first test of a process that asks starts a private server (package pg)
// in a temporary folder, without waiting for the disk, and migrates one template
// database. Every test then gets a copy of the template: tests share nothing and
// may run in parallel, and the cost of a copy does not grow with the migrations.
//
// Main stops the server and removes the folder. Without Main, after a panic or a
// kill, the kernel stops the server (see package pg), and the next process that
// uses this package removes the folder.
//
// KAPBRIDGE_TEST_DATABASE_URL names an existing server to use instead, as a URL
// of a user who may create databases. KAPBRIDGE_TEST_LOG=1 shows the private
// server's log.
package pgtest
