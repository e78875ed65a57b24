// Command load measures sms77mock beside a bare net/http handler that parses
// the same form and sends as many bytes, over loopback and in the same run.
//
//	go run ./load [-for 2s] [-rounds 5] PATH-TO-SMS77MOCK
//
// Both servers have the same time-outs and, where taskset exists, a core of
// their own, the load the other one; the double has its default log, which is
// read. For each endpoint it prints the requests per second and the CPU time per
// request of both and their ratios, the medians of several rounds in turn; where
// others use the machine too, the CPU time is what tells. It also prints the time from
// process start to the first answer, and the memory after the start and after
// many tokens. It never fails on what it measured: a shared machine is noisy.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"slices"
	"time"
)

func main() {
	log.SetFlags(0)
	duration := flag.Duration("for", 2*time.Second, "length of one measurement")
	rounds := flag.Int("rounds", 5, "measurements of each")
	tokens := flag.Int("tokens", 0, "issue this many tokens and print the memory afterwards")
	bare := flag.Bool("bare", false, "be the bare server")
	flag.Parse()
	if *bare {
		log.Fatal(runBare())
	}
	if flag.NArg() != 1 {
		log.Fatal("usage: load [flags] PATH-TO-SMS77MOCK")
	}
	if err := measure(flag.Arg(0), *duration, *rounds, *tokens); err != nil {
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
	self, err := os.Executable()
	if err != nil {
		return err
	}
	bare, err := start(self, "-bare")
	if err != nil {
		return err
	}
	defer bare.stop()
	if err := pinLoad(); err != nil {
		return err
	}

	fmt.Printf("%-26s %10s %10s %7s %12s %12s %7s\n", "", "double/s", "bare/s", "ratio", "double CPU", "bare CPU", "ratio")
	for _, load := range loads {
		ours, theirs, err := compare(double, bare, load, duration, rounds)
		if err != nil {
			return fmt.Errorf("%s: %w", load.name, err)
		}
		fmt.Printf("%-26s %10.0f %10.0f %7.2f %12s %12s %7.2f\n", load.name,
			ours.perSecond, theirs.perSecond, ours.perSecond/theirs.perSecond,
			ours.cpu, theirs.cpu, float64(theirs.cpu)/float64(max(ours.cpu, 1)))
	}
	if tokens > 0 {
		if err := issue(double.addr, tokens); err != nil {
			return err
		}
		fmt.Printf("resident after %d tokens  %.1f MB\n", tokens, double.resident())
	}
	return nil
}

// compare measures both servers in turn and returns the medians.
func compare(double, bare *process, load load, duration time.Duration, rounds int) (ours, theirs result, err error) {
	var all [2][]result
	for range rounds {
		for i, server := range []*process{double, bare} {
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
