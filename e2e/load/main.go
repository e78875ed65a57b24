// Command load measures sms77mock beside a bare net/http handler that parses
// the same form and sends as many bytes, over loopback and in the same run.
//
//	go run ./load [-for 2s] [-rounds 5] [-only /me] [-state | -peers DIRECTORY] PATH-TO-SMS77MOCK
//	go run ./load -least [-for 2s] [-rounds 5] [-only /me]
//	go run ./load -at 127.0.0.1:8077 [-for 2s] [-requests N]
//
// With -peers DIRECTORY it compares the double with other servers instead, and prints
// a table; see peers.go.
//
// Both servers have the same time-outs and, where taskset exists, a core of
// their own, the load the other one; the double has its default log, which is
// read. For each endpoint it prints the requests per second and the CPU time per
// request of both and their ratios, the medians of several rounds in turn; where
// others use the machine too, the CPU time is what tells. It also prints the time from
// process start to the first answer, and the memory after the start and after
// many tokens. With -least a server takes the double's place that only calls the
// libraries which the double is made of; see least.go. With -state it measures the double with --state, full of tokens,
// beside the same without. With -at it measures how long answers take. It never fails on what it measured: a shared machine is noisy.
package main

import (
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"
)

func main() {
	log.SetFlags(0)
	duration := flag.Duration("for", 2*time.Second, "length of one measurement")
	rounds := flag.Int("rounds", 5, "measurements of each")
	tokens := flag.Int("tokens", 0, "issue this many tokens and print the memory afterwards")
	be := flag.String("be", "", "be the server that a double is compared with: bare or least")
	at := flag.String("at", "", "address of a double that runs already, to be asked as fast as it answers")
	requests := flag.Int("requests", 0, "with -at: end after so many requests, if the time suffices")
	only := flag.String("only", "", "measure only the loads whose names begin so")
	least := flag.Bool("least", false, "measure the least that a double by the same libraries does, instead of the double")
	state := flag.Bool("state", false, "measure what it costs to keep the state")
	sources := flag.String("peers", "", "compare with the peers whose files are in this directory instead")
	flag.Parse()
	loads = slices.DeleteFunc(loads, func(l load) bool { return !strings.HasPrefix(l.name, *only) })
	switch *be {
	case "bare":
		log.Fatal(serve(http.HandlerFunc(serveBare)))
	case "least":
		log.Fatal(serve(newLeast()))
	}
	if *at != "" {
		if err := measureAt(*at, *duration, *requests); err != nil {
			log.Fatal(err)
		}
		return
	}
	if *least {
		if err := measureLeast(*duration, *rounds); err != nil {
			log.Fatal(err)
		}
		return
	}
	if flag.NArg() != 1 {
		log.Fatal("usage: load [flags] PATH-TO-SMS77MOCK")
	}
	run := func() error { return measure(flag.Arg(0), *duration, *rounds, *tokens) }
	switch {
	case *state:
		run = func() error { return measureState(flag.Arg(0), *duration, *rounds) }
	case *sources != "":
		run = func() error { return comparePeers(flag.Arg(0), *sources, *duration, *rounds) }
	}
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func measure(binary string, duration time.Duration, rounds, tokens int) error {
	double, err := start(binary, "--addr", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer double.stop()
	fmt.Printf("start to first answer  %s\n", double.took.Round(100*time.Microsecond))
	fmt.Printf("resident after start   %.1f MB\n", double.resident())
	bare, err := startSelf("bare")
	if err != nil {
		return err
	}
	defer bare.stop()
	if err := compareAll("double", "bare", double, bare, loads, duration, rounds); err != nil {
		return err
	}
	if tokens > 0 {
		if err := issue(double.addr, tokens); err != nil {
			return err
		}
		fmt.Printf("resident after %d tokens  %.1f MB\n", tokens, double.resident())
	}
	return nil
}

// measureLeast measures the least that a double does beside the bare server.
func measureLeast(duration time.Duration, rounds int) error {
	least, err := startSelf("least")
	if err != nil {
		return err
	}
	defer least.stop()
	bare, err := startSelf("bare")
	if err != nil {
		return err
	}
	defer bare.stop()
	return compareAll("least", "bare", least, bare, loads, duration, rounds)
}

// startSelf starts this program as one of the servers that it can be.
func startSelf(be string) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return start(self, "-be", be)
}

// fullOfTokens is how many tokens a double remembers at most.
const fullOfTokens = 50_000

// measureState measures a double that keeps its state in a directory beside one
// that does not, both full of tokens.
func measureState(binary string, duration time.Duration, rounds int) error {
	dir, err := os.MkdirTemp("", "state")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var doubles []*process
	for _, args := range [][]string{{"--state", dir}, nil} {
		p, err := start(append([]string{binary, "--addr", "127.0.0.1:0", "--world-yaml", richWorld}, args...)...)
		if err != nil {
			return err
		}
		defer p.stop()
		if err := issue(p.addr, fullOfTokens); err != nil {
			return err
		}
		fmt.Printf("resident with %d tokens %v  %.1f MB\n", fullOfTokens, args, p.resident())
		doubles = append(doubles, p)
	}
	return compareAll("keeping", "not", doubles[0], doubles[1], append(loads, writing...), duration, rounds)
}

// compareAll prints how two servers compare under each load.
func compareAll(ours, theirs string, us, them *process, loads []load, duration time.Duration, rounds int) error {
	if err := pinLoad(); err != nil {
		return err
	}
	fmt.Printf("%-26s %10s %10s %7s %12s %12s %7s\n", "", ours+"/s", theirs+"/s", "ratio", ours+" CPU", theirs+" CPU", "ratio")
	for _, load := range loads {
		we, they, err := compare(us, them, load, duration, rounds)
		if err != nil {
			return fmt.Errorf("%s: %w", load.name, err)
		}
		fmt.Printf("%-26s %10.0f %10.0f %7.2f %12s %12s %7.2f\n", load.name,
			we.perSecond, they.perSecond, we.perSecond/they.perSecond,
			we.cpu, they.cpu, float64(they.cpu)/float64(max(we.cpu, 1)))
	}
	return nil
}

// compare measures both servers in turn and returns the medians.
func compare(us, them *process, load load, duration time.Duration, rounds int) (ours, theirs result, err error) {
	var all [2][]result
	for range rounds {
		for i, server := range []*process{us, them} {
			r, err := run(server, load, duration)
			if err != nil {
				return ours, theirs, err
			}
			all[i] = append(all[i], r)
		}
	}
	return median(all[0]), median(all[1]), nil
}

// median returns the median of each figure.
func median(results []result) result {
	perSecond, cpu := make([]float64, len(results)), make([]time.Duration, len(results))
	for i, r := range results {
		perSecond[i], cpu[i] = r.perSecond, r.cpu
	}
	slices.Sort(perSecond)
	slices.Sort(cpu)
	return result{perSecond[len(results)/2], cpu[len(results)/2]}
}
