package main

import (
	"bytes"
	"io"
	"sync"
	"time"
)

// The bounds of a queue.
const (
	maxWaiting   = 1 << 20                // bytes that wait to be written
	flushTimeout = 100 * time.Millisecond // for what waits when the program ends
	pause        = 2 * time.Millisecond   // between writes, so that lines in quick succession are written together
)

// queue is a writer that never makes anybody wait: one goroutine writes to out,
// which may be a pipe that nobody reads. Lines that do not fit any more are dropped,
// and how many is told as soon as out takes something again.
type queue struct {
	out    io.Writer
	due    func()                 // called before each write, to write into the queue what is due; may be nil
	notice func(lines int) []byte // the line that tells how many were dropped; nil to keep quiet
	wake   chan struct{}
	done   chan struct{} // closed when everything has been written after close

	mu      sync.Mutex // guards the fields below
	waiting []byte
	dropped int // lines, since the notice
	lost    int // lines, in all
	closed  bool
}

func newQueue(out io.Writer, due func(), notice func(lines int) []byte) *queue {
	q := &queue{out: out, due: due, notice: notice, wake: make(chan struct{}, 1), done: make(chan struct{})}
	go q.run()
	return q
}

// Write takes whole lines. It never fails.
func (q *queue) Write(lines []byte) (int, error) {
	q.mu.Lock()
	if len(q.waiting)+len(lines) > maxWaiting {
		q.dropLocked(lines)
	} else {
		q.waiting = append(q.waiting, lines...)
	}
	q.mu.Unlock()
	q.wakeUp()
	return len(lines), nil
}

func (q *queue) dropLocked(lines []byte) {
	n := bytes.Count(lines, []byte("\n"))
	q.dropped += n
	q.lost += n
}

// total returns how many lines were dropped in all.
func (q *queue) total() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.lost
}

// close writes what waits, for as long as [flushTimeout] lasts.
func (q *queue) close() {
	q.mu.Lock()
	q.closed = true
	q.mu.Unlock()
	q.wakeUp()
	select {
	case <-q.done:
	case <-time.After(flushTimeout):
	}
}

func (q *queue) wakeUp() {
	select {
	case q.wake <- struct{}{}:
	default: // it will look anyway
	}
}

func (q *queue) run() {
	defer close(q.done)
	var room []byte // the memory of the last lines, for those to come
	for range q.wake {
		if q.due != nil {
			q.due()
		}
		lines, last := q.take(room)
		q.write(lines)
		if last {
			return
		}
		if room = nil; cap(lines) <= maxWaiting/16 {
			room = lines[:0]
		}
		time.Sleep(pause)
	}
}

// write writes lines, if there are any.
func (q *queue) write(lines []byte) {
	if len(lines) == 0 {
		return
	}
	if _, err := q.out.Write(lines); err != nil {
		q.mu.Lock()
		defer q.mu.Unlock()
		q.dropLocked(lines)
	}
}

// take returns what is to be written next, and whether nothing will follow. What
// comes meanwhile goes into room.
func (q *queue) take(room []byte) (lines []byte, last bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	lines, q.waiting = q.waiting, room
	if q.dropped > 0 && q.notice != nil {
		lines = append(lines, q.notice(q.dropped)...)
		q.dropped = 0
	}
	return lines, q.closed
}
