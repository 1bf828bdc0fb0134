package pg

import (
	"bytes"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

func living(t *testing.T, folder string) []int {
	t.Helper()
	pids, err := livingIn(filepath.Join(folder, "data"))
	if err != nil {
		t.Fatal(err)
	}
	return pids
}

// eventually fails the test when something does not come true within a minute:
// far more than it takes, for a disk that many tests wait for can be slow.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !is(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
