package testkit

import (
	"fmt"
	"slices"
	"sync"
)

// program stands in for a test where there is none.
type program struct {
	mu       sync.Mutex // guards cleanups and failed
	cleanups []func()
	failed   bool
}

func (p *program) Helper() {}

func (p *program) Cleanup(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cleanups = append(p.cleanups, f)
}

func (p *program) Logf(format string, args ...any) { onStderr(format, args...) }

func (p *program) Errorf(format string, args ...any) {
	p.mu.Lock()
	p.failed = true
	p.mu.Unlock()
	p.Logf(format, args...)
}

func (p *program) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }

func (p *program) Failed() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.failed
}

// end does what was put off to the end, the last first.
func (p *program) end() {
	p.mu.Lock()
	cleanups := p.cleanups
	p.cleanups = nil
	p.mu.Unlock()
	for _, clean := range slices.Backward(cleanups) {
		clean()
	}
}
