package main

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a running server: sms77mock, or one that it is compared with.
type process struct {
	command *exec.Cmd
	addr    string
	took    time.Duration // from its start to its first answer
}

// start starts a server and waits for its first answer. It gets a core of its
// own where there is taskset; its log is read and thrown away.
func start(command ...string) (*process, error) {
	if canPin() {
		command = append([]string{"taskset", "-c", serverCore}, command...)
	}
	p := &process{command: exec.Command(command[0], command[1:]...)}
	p.command.Stderr = nothing{}
	out, err := p.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	begin := time.Now()
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		p.stop()
		return nil, fmt.Errorf("no ready line: %w", err)
	}
	_, after, _ := strings.Cut(line, "http://")
	p.addr, _, _ = strings.Cut(strings.TrimSpace(after), " ")
	p.addr = strings.TrimSuffix(p.addr, ",")
	response, err := http.Get("http://" + p.addr + "/me")
	if err != nil {
		p.stop()
		return nil, err
	}
	p.took = time.Since(begin)
	return p, response.Body.Close()
}

// nothing reads a log, by a pipe, as whoever runs a server does.
type nothing struct{}

func (nothing) Write(b []byte) (int, error) { return len(b), nil }

// The cores of servers and of the load.
const serverCore, loadCore = "0", "1"

// canPin reports whether servers and load can have cores of their own.
func canPin() bool {
	_, err := exec.LookPath("taskset")
	return err == nil && runtime.NumCPU() > 1
}

// pinLoad puts this process onto the other core.
func pinLoad() error {
	if !canPin() {
		return nil
	}
	return exec.Command("taskset", "-a", "-p", "-c", loadCore, strconv.Itoa(os.Getpid())).Run()
}

func (p *process) stop() {
	p.command.Process.Signal(syscall.SIGTERM)
	p.command.Wait()
}

// resident returns the resident memory in MB, or 0 where /proc is missing.
func (p *process) resident() float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.command.Process.Pid))
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(status), "VmRSS:")
	kb, _ := strconv.ParseFloat(strings.Fields(after)[0], 64)
	return kb / 1024
}

// cpu returns the time that the process has had on a core, or 0 where /proc is
// missing.
func (p *process) cpu() time.Duration {
	var total time.Duration
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", p.command.Process.Pid))
	for _, thread := range threads {
		stat, _ := os.ReadFile(thread)
		ran, _, _ := strings.Cut(string(stat), " ")
		n, _ := strconv.ParseInt(ran, 10, 64)
		total += time.Duration(n)
	}
	return total
}
