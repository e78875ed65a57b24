package main

import (
	"os"
	"testing"
)

// FuzzCgroupLimit reads any files of cgroups: a limit is never negative, and no
// larger than what the files say.
func FuzzCgroupLimit(f *testing.F) {
	f.Add("0::/a/b\n", "67108864\n")
	f.Add("4:memory:/docker/../x\n0::/", "max")
	f.Add(":::\n::", "-1")
	f.Add("0::/a//b/./c", "9223372036854771712")
	f.Fuzz(func(t *testing.T, groups, limit string) {
		read := func(string) ([]byte, error) { return []byte(limit), nil }
		if got := cgroupLimit([]byte(groups), read); got < 0 || got >= 1<<60 {
			t.Errorf("got %d", got)
		}
		if got := cgroupLimit([]byte(groups), func(string) ([]byte, error) { return nil, os.ErrNotExist }); got != 0 {
			t.Errorf("without files: got %d, want none", got)
		}
	})
}

// FuzzAddrIn reads any command line.
func FuzzAddrIn(f *testing.F) {
	f.Add("/sms77mock", "--addr", "0.0.0.0:1")
	f.Add("sh", "sms77mock", "--addr=")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		if got := reachable(addrIn([]string{a, b, c})); len(got) > len(a)+len(b)+len(c)+20 {
			t.Errorf("got %q", got)
		}
	})
}
