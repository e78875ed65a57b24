// Command load measures sms77mock beside a bare net/http handler that parses
// the same form and sends the same bytes, over loopback and in the same run.
//
//	go run ./load [-for 2s] [-rounds 5] PATH-TO-SMS77MOCK
//
// For /me, both grants and the whole flow it prints the requests per second of
// both and their ratio, the median of several rounds in turn. It also prints
// the time from process start to the first answer, and the memory after the
// start and after many tokens.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"slices"
	"time"
)

func main() {
	log.SetFlags(0)
	duration := flag.Duration("for", 2*time.Second, "length of one measurement")
	rounds := flag.Int("rounds", 5, "measurements of each")
	tokens := flag.Int("tokens", 0, "issue this many tokens and print the memory afterwards")
	flag.Parse()
	if flag.NArg() != 1 {
		log.Fatal("usage: load [flags] PATH-TO-SMS77MOCK")
	}
	if err := measure(flag.Arg(0), *duration, *rounds, *tokens); err != nil {
		log.Fatal(err)
	}
}

func measure(binary string, duration time.Duration, rounds, tokens int) error {
	double, err := start(binary)
	if err != nil {
		return err
	}
	defer double.stop()
	fmt.Printf("start to first answer  %s\n", double.took.Round(100*time.Microsecond))
	fmt.Printf("resident after start   %.1f MB\n", double.resident())

	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	bare := &http.Server{Handler: http.HandlerFunc(serveBare)}
	go bare.Serve(listener)
	defer bare.Close()

	fmt.Printf("%-22s %12s %12s %7s\n", "", "double req/s", "bare req/s", "ratio")
	for _, load := range loads {
		var ours, theirs, ratios []float64
		for range rounds {
			a, err := run(double.addr, load, duration)
			if err != nil {
				return fmt.Errorf("%s: %w", load.name, err)
			}
			b, err := run(listener.Addr().String(), load, duration)
			if err != nil {
				return fmt.Errorf("%s, bare: %w", load.name, err)
			}
			ours, theirs, ratios = append(ours, a), append(theirs, b), append(ratios, a/b)
		}
		fmt.Printf("%-22s %12.0f %12.0f %7.2f\n", load.name, median(ours), median(theirs), median(ratios))
	}
	if tokens > 0 {
		if err := issue(double.addr, tokens); err != nil {
			return err
		}
		fmt.Printf("resident after %d tokens  %.1f MB\n", tokens, double.resident())
	}
	return nil
}

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}
