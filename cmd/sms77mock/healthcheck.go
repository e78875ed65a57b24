package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/sms77mock/internal/route"
)

type healthcheckCmd struct {
	Addr    string        `help:"Address of the server; unless given, the one that the container's first process was given, else $$SMS77MOCK_ADDR, else 127.0.0.1:8077." env:"-" placeholder:"HOST:PORT"`
	Wait    bool          `help:"Keep asking until the server is ready."`
	Timeout time.Duration `help:"When to give up." default:"5s"`
	Linger  time.Duration `help:"Wait that long before a positive answer once the container's first process has run for 10s, so that a check every second costs no more than a rarer one."`
}

// Run asks the server whether it is well. It needs no shell and no curl, so an
// image without either can check its own health.
func (c healthcheckCmd) Run(s streams) error {
	ctx, cancel := context.WithTimeout(context.Background(), c.Timeout)
	defer cancel()
	url := "http://" + reachable(cmp.Or(c.Addr, firstAddr(), os.Getenv(prefix+"ADDR"), defaultAddr)) + route.Ready.Path
	for {
		err := ask(ctx, url)
		if err == nil {
			if firstRuns() > settled {
				time.Sleep(c.Linger)
			}
			_, err = fmt.Fprintln(s.stdout, "ok")
			return err
		}
		if !c.Wait {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("not well after %s: %w", c.Timeout, err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// settled is how long after the start of the first process nobody waits any more for
// the server to be well.
const settled = 10 * time.Second

// firstRuns returns for how long the first process of the container has run; 0
// if that cannot be told.
func firstRuns() time.Duration {
	stat, _ := os.ReadFile("/proc/1/stat") // both exist only on Linux
	up, _ := os.ReadFile("/proc/uptime")
	_, rest, _ := strings.Cut(string(stat), ") ") // pid (name) state ...
	fields, uptime := strings.Fields(rest), strings.Fields(string(up))
	const startTime = 22 - 3 // field 22 of proc_pid_stat(5), in hundredths of a second since the machine started
	if len(fields) <= startTime || len(uptime) == 0 {
		return 0
	}
	began, err := strconv.ParseFloat(fields[startTime], 64)
	now, otherErr := strconv.ParseFloat(uptime[0], 64)
	if err != nil || otherErr != nil {
		return 0
	}
	return time.Duration((now - began/100) * float64(time.Second))
}

// firstAddr returns the address that the server was given on its command line,
// if it is the first process, as in a container, or the first one starts it; ""
// otherwise.
func firstAddr() string {
	line, _ := os.ReadFile("/proc/1/cmdline") // exists only on Linux
	return addrIn(strings.Split(string(line), "\x00"))
}

// addrIn returns the --addr of this program in a command line.
func addrIn(args []string) string {
	own := slices.IndexFunc(args, func(arg string) bool { return filepath.Base(arg) == "sms77mock" })
	for i := own + 1; own >= 0 && i < len(args); i++ {
		if addr, ok := strings.CutPrefix(args[i], "--addr="); ok {
			return addr
		}
		if args[i] == "--addr" && i+1 < len(args) {
			return args[i+1]
		}
	}
	return ""
}

// direct asks without a proxy, whatever the environment says: the server is on
// this machine.
var direct = http.Client{Transport: &http.Transport{DisableKeepAlives: true}}

func ask(ctx context.Context, url string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	response, err := direct.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		body, _ := io.ReadAll(io.LimitReader(response.Body, 200))
		return fmt.Errorf("%s answers %s: %s", url, response.Status, strings.TrimSpace(string(body)))
	}
	return nil
}

// reachable turns an address to listen on into one to connect to.
func reachable(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return addr
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port)
}
