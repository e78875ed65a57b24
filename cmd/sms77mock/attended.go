package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"

	"example.com/sms77mock/mockserver/control"
)

// saw has the answers of an attended audit in words.
var saw = map[control.AuditAnswer]string{
	control.SawInside:  "I am logged in",
	control.SawOutside: "I am not logged in, and a page says so or asks me to",
	control.SawDone:    "the page says that it worked",
	control.SawRefused: "the page says that it did not work",
	control.SawError:   "the page shows an error such as 500, or is empty",
	control.SawNothing: "no answer came",
}

// asking returns a function that puts a question to the person at the terminal and
// reads the number of the answer. Nothing is read before the first question.
func asking(in io.Reader, out io.Writer) func(context.Context, control.AuditQuestion) (control.AuditAnswer, error) {
	lines := sync.OnceValue(func() <-chan string { return linesOf(in) })
	return func(ctx context.Context, q control.AuditQuestion) (control.AuditAnswer, error) {
		fmt.Fprintf(out, "\n%s: %s\n", q.Scenario, q.Text)
		if q.Request != "" {
			fmt.Fprintf(out, "  %s\n", q.Request)
		}
		for i, answer := range q.Answers {
			fmt.Fprintf(out, "  %d  %s\n", i+1, saw[answer])
		}
		for {
			fmt.Fprint(out, "> ")
			select {
			case <-ctx.Done():
				return "", context.Cause(ctx)
			case line, ok := <-lines():
				if !ok {
					return "", errors.New("nobody answers: the input has ended")
				}
				if n, err := strconv.Atoi(strings.TrimSpace(line)); err == nil && n >= 1 && n <= len(q.Answers) {
					return q.Answers[n-1], nil
				}
			}
		}
	}
}

// linesOf reads lines until the input ends, which closes the channel.
func linesOf(in io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for scanner := bufio.NewScanner(in); scanner.Scan(); {
			lines <- scanner.Text()
		}
	}()
	return lines
}
