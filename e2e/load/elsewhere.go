package main

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// measureAt asks a double that runs elsewhere, under all loads in turn, for a
// while or until so many requests have been answered, and prints how long answers
// took. Unlike the other measurements it fails if a request does.
func measureAt(addr string, duration time.Duration, requests int) error {
	var wg sync.WaitGroup
	errs, times := make([]error, workers), make([][]time.Duration, workers)
	begin := time.Now()
	for i := range workers {
		wg.Go(func() { times[i], errs[i] = askInTurn(addr, begin.Add(duration), requests/workers) })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	all := slices.Concat(times...)
	slices.Sort(all)
	at := func(share float64) time.Duration {
		return all[int(share*float64(len(all)-1))].Round(10 * time.Microsecond)
	}
	fmt.Printf("%d requests in %s: %.0f a second, half of them within %s, 99%% within %s\n", len(all), time.Since(begin).Round(time.Second),
		float64(len(all))/time.Since(begin).Seconds(), at(0.5), at(0.99))
	return nil
}

// askInTurn asks on one connection until a moment, or until there are enough
// requests unless that is 0, and returns how long each took.
func askInTurn(addr string, until time.Time, enough int) (times []time.Duration, err error) {
	c, err := dial(addr)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	for i := 0; time.Now().Before(until) && (enough == 0 || len(times) < enough); i++ {
		begin := time.Now()
		n, err := loads[i%len(loads)].ask(c)
		if err != nil {
			return nil, err
		}
		took := time.Since(begin) / time.Duration(n)
		times = append(times, slices.Repeat([]time.Duration{took}, n)...)
	}
	return times, nil
}
