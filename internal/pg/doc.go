// Package pg runs a private PostgreSQL server for one kapbridge process.
//
// A clinic that has no database server of its own starts kapbridge and nothing
// else: this package finds PostgreSQL's programs, makes a cluster in a data
// folder, starts the server on a unix socket that only this user can reach, and
// stops it again. What a folder holds:
//
//	owner.lock   held (flock) by the one kapbridge that may use the folder
//	password     of the database user, 24 random bytes, readable by the owner only
//	data/        the PostgreSQL cluster
//	socket/      the server's socket; there is no TCP port
//	init-*/      a cluster being made; renamed to data/ once it is whole
//
// Three promises hold whatever is killed, in whatever order:
//
//   - No committed row is lost, and no file below data/ is ever deleted but a
//     dead server's postmaster.pid.
//   - No process is left behind: the kernel tells the server to shut down when
//     its kapbridge dies (Linux), and the next start ends what is left all the same.
//   - The next start works, or says in one line what the person has to do.
//
// Read in this order:
//
//   - server.go: Start, Stop and the life of a Server
//   - layout.go, lock.go: the folder and its one owner
//   - identity.go, binaries.go: as whom, and with which programs
//   - cluster.go: initdb; past.go: what a killed predecessor left
//   - settings.go, child.go, log.go, ready.go: the process, what it is told and says,
//     and when it serves
//   - attach.go: how other commands reach a server that runs
//
// The server listens to one superuser, kapbridge. Its log passes on what the
// server says of itself and never a statement or a value of one: those may be
// clinical content, and the client that sent the statement gets the error anyway.
//
// Linux is the platform this is tested on. Other unix systems compile, but lack
// the signal on a parent's death and the search for orphans; there PostgreSQL's
// own lock file refuses a second server.
package pg
