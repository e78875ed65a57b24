package main

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a running sms77mock.
type process struct {
	command *exec.Cmd
	addr    string
	took    time.Duration // from its start to its first answer
}

func start(binary string) (*process, error) {
	p := &process{command: exec.Command(binary, "--addr", "127.0.0.1:0", "--log-level", "error")}
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
	p.addr, _, _ = strings.Cut(after, " ")
	response, err := http.Get("http://" + p.addr + "/me")
	if err != nil {
		p.stop()
		return nil, err
	}
	p.took = time.Since(begin)
	return p, response.Body.Close()
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
