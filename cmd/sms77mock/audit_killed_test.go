package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
)

// An audit that is killed leaves nothing in the double of what it has ordered.
func TestAuditKilled(t *testing.T) {
	t.Parallel()
	double, err := mockserver.New(fixtures.World{Clients: []fixtures.Client{{ID: "testclient", Secrets: []string{"testsecret"}}}})
	if err != nil {
		t.Fatal(err)
	}
	defer double.Close()
	orders := func() string {
		clients, _ := double.Clients()
		accounts, _ := double.Accounts()
		faults, _ := double.Faults()
		decisions, _ := double.Decisions() // none of them fails in process
		return fmt.Sprintf("%+v\n%+v\n%+v\n%+v", clients, accounts, faults, decisions)
	}
	var c *exec.Cmd
	started := make(chan struct{})
	vendor := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if faults, _ := double.Faults(); r.URL.Path == "/token" && len(faults) > 0 {
			<-started
			_ = c.Process.Kill() // it may be gone by the first time
		}
		double.ServeHTTP(w, r)
	}))
	before := orders()
	c = program(t, nil, "audit", "--mock", vendor.URL, shop(t, vendor.URL)+"/login", "--only", "token-unavailable")
	var said bytes.Buffer
	c.Stdout, c.Stderr = &said, &said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	close(started)
	if err := c.Wait(); err == nil || c.ProcessState.ExitCode() != -1 {
		t.Fatalf("got %v, want it to be killed: %s", err, said.String())
	}
	vendor.Close() // waits for the end of the lease
	if after := orders(); after != before {
		t.Errorf("the double was left as\n%s\nand was\n%s", after, before)
	}
}
