package main

import (
	"bufio"
	"bytes"
	"fmt"
	"strings"
	"syscall"
	"testing"
)

const inspected = "../internal/inspection/testdata/"

// The exit status tells scripts what became of it, and issues and counts go their
// own ways.
func TestValidateStatus(t *testing.T) {
	t.Parallel()
	const profile = "https://a.example/StructureDefinition/named-patient"
	for _, c := range []struct {
		args   string
		in     string
		status int
		out    string // which the output contains; "" for no output
		log    string
	}{
		{"FOLDER/f-sound.json", "", 0, "", "1 resources, 0 errors, 0 warnings"},
		{"FOLDER", "", 1, "folder/a-patient.json:8:3: error structure Patient.active: ", "11 resources"},
		{"FOLDER --quiet", "", 1, "", "11 resources"},
		{"FOLDER/f-sound.json nowhere.json", "", 2, "", "nowhere.json: no such file"},
		{"FOLDER nowhere.json", "", 2, "a-patient.json", "11 resources"},
		{"", "", 2, "Usage: kapbridge validate", "expected"},
		{"FOLDER --level all", "", 2, "Usage: kapbridge validate", "--level"},
		{"FOLDER --definitions nowhere", "", 2, "", "nowhere"},
		{"FOLDER --profile " + profile, "", 2, "", "bring it along"},
		{"- --profile " + profile + " --definitions " + inspected + "definitions", `{"resourceType":"Patient"}`, 1, "-:1:1: error required Patient.name", "1 resources, 1 errors"},
		{"-", "<Patient xmlns='http://hl7.org/fhir'>\n<active value='x'/></Patient>", 1, "-:2:9: error value Patient.active", "1 resources, 1 errors"},
		{"- --format json", `{"resourceType":"Patient","id":"a"}`, 0, `{"file":"-","line":1,"type":"Patient","id":"a","issues":[{"severity":"warning"`, "1 warnings"},
	} {
		cmd, log := command(t, append([]string{"validate"}, strings.Fields(strings.ReplaceAll(c.args, "FOLDER", inspected+"folder"))...)...)
		var out bytes.Buffer
		cmd.Stdout, cmd.Stdin = &out, strings.NewReader(c.in)
		cmd.Run() // the status is looked at
		if got := cmd.ProcessState.ExitCode(); got != c.status || !strings.Contains(out.String(), c.out) || c.out == "" && out.Len() > 0 || !strings.Contains(log.String(), c.log) {
			t.Errorf("validate %s: status %d, not %d\n%s\n%s", c.args, got, c.status, out.String(), log)
		}
	}
}

// A long stream takes no more memory than a short one.
func TestValidateStream(t *testing.T) {
	t.Parallel()
	peak := func(records int) (megabytes int64) {
		cmd, log := command(t, "validate", "-", "--quiet", "--level", "information")
		in, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		text := strings.Repeat("a", 8<<10)
		b := bufio.NewWriter(in)
		for i := range records {
			fmt.Fprintf(b, "{\"resourceType\":\"Basic\",\"id\":\"%d\",\"code\":{\"text\":\"%s\"}}\n", i, text)
		}
		if err := b.Flush(); err != nil {
			t.Fatal(err)
		}
		in.Close()
		if err := cmd.Wait(); err != nil || !strings.Contains(log.String(), fmt.Sprintf("%d resources, 0 errors", records)) {
			t.Fatalf("%v: %s", err, log)
		}
		return cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss >> 10
	}
	short, long := peak(1000), peak(16000) // 8 and 128 MB
	if long > short+48 {
		t.Errorf("a stream of 128 MB takes %d MB, one of 8 MB %d", long, short)
	}
	t.Logf("%d MB at most for 128 MB, %d MB for 8 MB", long, short)
}
