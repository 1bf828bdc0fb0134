package pg

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/lib/pq"
)

// TestKilled kills whatever can be killed, in every order that leaves something
// behind, as root and as an ordinary user.
func TestKilled(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name string
		test func(*testing.T, persona)
	}{
		{"nothing/first and second start", firstAndSecondStart},
		{"adapter/asked to stop", askedToStop},
		{"adapter/killed", adapterKilled},
		{"adapter/killed without a signal to the server", adapterKilledUntied},
		{"server/killed", serverKilled},
		{"both/killed while committing", bothKilled},
		{"both/killed while a query runs", orphanQuery},
		{"both/killed and their numbers taken by zombies", zombies},
		{"initdb/killed three times", initdbKilled},
		{"nothing/two adapters on one folder", twoAdapters},
	}
	for _, p := range personas() {
		for _, c := range cases {
			t.Run(p.name+"/"+c.name, func(t *testing.T) {
				t.Parallel()
				c.test(t, p)
			})
		}
	}
}

const makeKept = `create table kept (n integer primary key generated always as identity)`

const recovered = "database system was not properly shut down"

func firstAndSecondStart(t *testing.T, p persona) {
	folder := p.folder(t)
	begin := time.Now()
	a := p.start(t, folder, syncEnv+"=1")
	first := time.Since(begin)
	a.exec(t, makeKept)
	for setting, want := range map[string]string{
		"listen_addresses": "", "data_checksums": "on", "server_encoding": "UTF8", "TimeZone": "UTC", "fsync": "on", "password_encryption": "scram-sha-256",
	} {
		if got := a.ask(t, "select current_setting('"+setting+"')"); got != want {
			t.Errorf("%s is %q, not %q", setting, got, want)
		}
	}
	for file, want := range map[string]os.FileMode{"data": 0o700, "socket": 0o700, "password": 0o600, "owner.lock": 0o600} {
		info, err := os.Stat(filepath.Join(folder, file))
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: mode %v, %v", file, info.Mode(), err)
		}
	}
	if uid, _, err := ownerOf(fmt.Sprintf("/proc/%d", a.server)); err != nil || uid == 0 {
		t.Errorf("the server runs as user %d, %v", uid, err)
	}
	if nests, _ := filepath.Glob(filepath.Join(folder, "init-*")); len(nests) > 0 {
		t.Errorf("left over: %v", nests)
	}
	a.signal(syscall.SIGTERM)
	a.wait()

	begin = time.Now()
	p.start(t, folder, syncEnv+"=1").exec(t, `insert into kept default values`)
	t.Logf("first start %v, second start %v", first.Round(time.Millisecond), time.Since(begin).Round(time.Millisecond))
}

func askedToStop(t *testing.T, p persona) {
	folder := p.folder(t)
	a := p.start(t, folder)
	a.exec(t, `select 1`)
	begin := time.Now()
	a.signal(syscall.SIGTERM)
	if code := a.wait(); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	if pids := living(t, folder); len(pids) > 0 {
		t.Fatalf("processes left: %v", pids)
	}
	t.Logf("stopped in %v", time.Since(begin).Round(time.Millisecond))
}

func adapterKilled(t *testing.T, p persona) {
	folder := p.folder(t)
	a := p.start(t, folder)
	a.exec(t, makeKept)
	a.kill()
	eventually(t, "the server to shut itself down", func() bool { return len(living(t, folder)) == 0 })
	b := p.start(t, folder)
	b.exec(t, `insert into kept default values`)
	if strings.Contains(b.log.String(), recovered) {
		t.Errorf("the shutdown was not a clean one:\n%s", b.log)
	}
}

func adapterKilledUntied(t *testing.T, p persona) {
	folder := p.folder(t)
	a := p.start(t, folder, untiedEnv+"=1")
	a.exec(t, makeKept)
	a.kill()
	time.Sleep(100 * time.Millisecond)
	if pids := living(t, folder); len(pids) == 0 {
		t.Fatal("the server ended; this test is about one that does not")
	}
	b := p.start(t, folder)
	b.exec(t, `insert into kept default values`)
	if log := b.log.String(); !strings.Contains(log, "earlier run") || strings.Contains(log, recovered) {
		t.Errorf("the orphan was not shut down cleanly:\n%s", log)
	}
}

func serverKilled(t *testing.T, p persona) {
	folder := p.folder(t)
	a := p.start(t, folder, syncEnv+"=1")
	a.exec(t, makeKept)
	begin := time.Now()
	kill(t, a.server)
	if line := a.next(t); !strings.HasPrefix(line, "died") {
		t.Fatalf("the adapter said %q", line)
	}
	t.Logf("noticed after %v", time.Since(begin).Round(time.Millisecond))
	if code := a.wait(); code != diedCode {
		t.Errorf("exit code %d", code)
	}
	b := p.start(t, folder)
	b.exec(t, `insert into kept default values`)
	if !strings.Contains(b.log.String(), recovered) {
		t.Errorf("no crash recovery:\n%s", b.log)
	}
}

// bothKilled counts: a row that the adapter was told is committed must be there.
func bothKilled(t *testing.T, p persona) {
	folder := p.folder(t)
	a := p.start(t, folder)
	a.exec(t, makeKept)
	a.signal(syscall.SIGTERM)
	a.wait()
	var told []int64 // of rows that are committed
	for round := range 4 {
		a := p.start(t, folder, commitEnv+"=1", syncEnv+"=1")
		for range 20 + 30*round {
			told = append(told, rowOf(t, a.next(t)))
		}
		a.signal(syscall.SIGKILL)
		kill(t, a.server)
		for line := range a.lines {
			if strings.HasPrefix(line, "row ") { // it may first have noticed the server's end
				told = append(told, rowOf(t, line))
			}
		}
		a.wait()
		b := p.start(t, folder)
		var kept int
		if err := b.open(t).QueryRow(`select count(*) from kept where n = any($1)`, pq.Array(told)).Scan(&kept); err != nil || kept != len(told) {
			t.Fatalf("round %d: of %d committed rows %d are there, %v", round, len(told), kept, err)
		}
		b.signal(syscall.SIGTERM)
		b.wait()
	}
	t.Logf("%d rows committed and kept", len(told))
}

func rowOf(t *testing.T, line string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(strings.TrimPrefix(line, "row "), 10, 64)
	if err != nil {
		t.Fatalf("the adapter said %q", line)
	}
	return n
}

// orphanQuery leaves a backend that is too busy to notice that all are dead.
func orphanQuery(t *testing.T, p persona) {
	folder := p.folder(t)
	a := p.start(t, folder, syncEnv+"=1")
	a.exec(t, makeKept)
	db := a.open(t)
	go db.Exec(`select sum(x::numeric) from generate_series(1, 10000000000) x`) // ends by being killed
	eventually(t, "the query to run", func() bool {
		return a.ask(t, `select count(*) from pg_stat_activity where query like 'select sum%' and state = 'active'`) == "1"
	})
	a.signal(syscall.SIGKILL)
	kill(t, a.server)
	a.wait()
	time.Sleep(100 * time.Millisecond)
	if len(living(t, folder)) == 0 {
		t.Fatal("the query ended; this test is about one that does not")
	}
	p.start(t, folder).exec(t, `insert into kept default values`)
}

// zombies plays a container without a reaping init: the number in the dead
// server's files belongs to a process that is dead and cannot go.
func zombies(t *testing.T, p persona) {
	folder := p.folder(t)
	a := p.start(t, folder)
	a.signal(syscall.SIGKILL)
	kill(t, a.server)
	a.wait()
	eventually(t, "all to end", func() bool { return len(living(t, folder)) == 0 })

	zombie := exec.Command("true")
	if err := zombie.Start(); err != nil {
		t.Fatal(err)
	}
	defer zombie.Wait()
	eventually(t, "a zombie", func() bool { dead, err := isZombie(zombie.Process.Pid); return err == nil && dead })
	for _, file := range []string{filepath.Join(folder, "data", "postmaster.pid"), socketFile(filepath.Join(folder, "socket")) + ".lock"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(text), "\n")
		if err := os.WriteFile(file, []byte(strconv.Itoa(zombie.Process.Pid)+"\n"+rest), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p.start(t, folder).exec(t, `select 1`)
}

func initdbKilled(t *testing.T, p persona) {
	folder := p.folder(t)
	for _, sign := range []string{"init-*", "init-*/data/PG_VERSION", "init-*/data/global/pg_control"} {
		a := p.launch(t, folder)
		eventually(t, sign, func() bool {
			select {
			case line := <-a.lines:
				t.Fatalf("before %s the adapter said %q; its log:\n%s", sign, line, a.log)
			default:
			}
			found, _ := filepath.Glob(filepath.Join(folder, sign))
			return len(found) > 0
		})
		a.kill()
		if _, err := os.Stat(filepath.Join(folder, "data")); !os.IsNotExist(err) {
			t.Fatalf("killed at %s, yet there is a cluster: %v", sign, err)
		}
	}
	p.start(t, folder).exec(t, makeKept)
	if nests, _ := filepath.Glob(filepath.Join(folder, "init-*")); len(nests) > 0 {
		t.Errorf("left over: %v", nests)
	}
}

func twoAdapters(t *testing.T, p persona) {
	folder := p.folder(t)
	a := p.start(t, folder)
	second := p.launch(t, folder)
	line := second.next(t)
	if want := fmt.Sprintf("in use by another process (pid %d)", a.cmd.Process.Pid); !strings.HasPrefix(line, "refused") || !strings.Contains(line, want) {
		t.Errorf("the second adapter said %q", line)
	}
	if code := second.wait(); code != 1 {
		t.Errorf("exit code %d", code)
	}
	a.exec(t, `select 1`)
}

func kill(t *testing.T, pid int) {
	t.Helper()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}
