package pg

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"syscall"
)

// Options of a private server.
type Options struct {
	Folder string       // data folder; made when missing. See DefaultFolder
	Bin    string       // folder of postgres and initdb; "" looks for it (BinEnv, PATH, packages)
	Log    *slog.Logger // nil is silent
	NoSync bool         // never waits for the disk: for tests, whose data may be lost
}

// Server is a running private PostgreSQL, owned by this process.
type Server struct {
	layout layout
	socket string // folder
	url    string
	child  *child
	lock   *os.File
	log    *slog.Logger

	stop    sync.Once
	stopErr error
	ended   chan struct{}
	err     error
}

// Start locks the folder, clears what an earlier run left, makes the cluster
// when there is none, and returns once the server answers and has the database.
// A crashed cluster recovers first, for as long as that takes; ctx bounds Start
// and has no say afterwards. The error is one line that says what to do.
func Start(ctx context.Context, o Options) (*Server, error) {
	l, err := openLayout(o.Folder)
	if err != nil {
		return nil, err
	}
	lock, err := l.acquire()
	if err != nil {
		return nil, err
	}
	s := &Server{layout: l, lock: lock, log: cmp.Or(o.Log, slog.New(slog.DiscardHandler)), ended: make(chan struct{})}
	if err := s.start(ctx, o); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	go s.watch()
	return s, nil
}

// URL is the server's connection string, for lib/pq and for psql. It holds the
// password: keep it out of logs and of command lines (see Environment).
func (s *Server) URL() string { return s.url }

// Done is closed when the server has ended, by Stop or by itself.
func (s *Server) Done() <-chan struct{} { return s.ended }

// Err tells, after Done, why the server ended; nil when Stop ended it.
func (s *Server) Err() error { return s.err }

// Stop shuts the server down and gives the folder back; call it also after Done.
// Close the connections first: Stop ends sessions, but lets none finish. When
// ctx ends, the shutdown turns immediate: the next start recovers, nothing
// committed is lost.
func (s *Server) Stop(ctx context.Context) error {
	s.stop.Do(func() {
		if s.stopErr = s.shutDown(ctx); s.stopErr == nil {
			<-s.ended
			s.stopErr = s.lock.Close()
		}
	})
	return s.stopErr
}

func (s *Server) start(ctx context.Context, o Options) error {
	l := s.layout
	id, err := chooseIdentity(l.data)
	if err != nil {
		return err
	}
	made, err := l.major()
	if err != nil {
		return err
	}
	bin, err := findBinaries(ctx, o.Bin, made, id, l)
	if err != nil {
		return err
	}
	if s.socket, err = l.socketFolder(); err != nil {
		return err
	}
	if err := l.clearPast(ctx, s.socket, s.log); err != nil {
		return err
	}
	password, err := l.ensurePassword(made == 0)
	if err != nil {
		return err
	}
	if made == 0 {
		s.log.Info("making a new PostgreSQL cluster", "folder", l.data, "version", bin.major)
		if err := l.initialise(ctx, bin, id, password, o.NoSync); err != nil {
			return err
		}
	}
	if err := makeSocketFolder(s.socket, id); err != nil {
		return err
	}
	return s.run(ctx, bin, id, password, o.NoSync)
}

// run starts the process and brings it to the point where it serves.
func (s *Server) run(ctx context.Context, bin binaries, id identity, password string, noSync bool) error {
	// Not tied to ctx: the server outlives Start.
	cmd := id.command(context.WithoutCancel(ctx), s.layout.data, bin.path("postgres"), settings(s.layout.data, s.socket, noSync)...)
	tie(cmd.SysProcAttr, syscall.SIGINT)
	var err error
	if s.child, err = launch(cmd, s.log); err != nil {
		return err
	}
	s.url = connection(s.socket, password, Database)
	if err = s.await(ctx, connection(s.socket, password, "postgres")); err != nil {
		return errors.Join(err, s.shutDown(ctx))
	}
	s.log.Info("PostgreSQL serves", "folder", s.layout.data, "version", bin.major, "pid", s.child.process.Pid)
	return nil
}

// watch reports an end that nobody asked for.
func (s *Server) watch() {
	<-s.child.done
	if s.child.err != nil {
		s.err = fmt.Errorf("PostgreSQL ended by itself (%w): start again, it recovers; what it said is in the log", s.child.err)
	}
	close(s.ended)
}

func (s *Server) shutDown(ctx context.Context) error {
	ended := s.child.signalAndWait(syscall.SIGINT, fastPatience, ctx.Done()) ||
		s.child.signalAndWait(syscall.SIGQUIT, immediatePatience, nil)
	if !ended {
		return fmt.Errorf("PostgreSQL (pid %d) does not end: end it by hand", s.child.process.Pid)
	}
	if filepath.Dir(s.socket) != s.layout.folder { // the short one, in a temporary folder
		if err := os.Remove(s.socket); err != nil {
			s.log.Debug("the socket's folder stays", "folder", s.socket, "because", err)
		}
	}
	return nil
}
