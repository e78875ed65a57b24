package main

import (
	"bytes"
	"os"
	"path"
	"runtime/debug"
	"strconv"
	"strings"

	"example.com/sms77mock/mockserver"
)

// limitMemory has the runtime collect garbage earlier than usual, rather than
// be killed, where a container or a service has less memory than the machine:
// its limit is three quarters of the cgroup's. GOMEMLIMIT, if given, counts
// instead. The rest is for stacks, buffers of the kernel and what the
// collector needs while it runs.
func limitMemory() {
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	own, _ := os.ReadFile("/proc/self/cgroup") // absent where there are no cgroups
	if limit := cgroupLimit(own, os.ReadFile); limit > 0 {
		debug.SetMemoryLimit(limit / 4 * 3)
	}
}

// memoryToKeep returns how many bytes the double may keep: half of what the
// runtime may take, since a request takes some, too, and garbage is not
// collected at once.
func memoryToKeep() int64 {
	const unchanged = -1
	return min(debug.SetMemoryLimit(unchanged)/2, mockserver.DefaultMemory)
}

// maxUncollected is the largest world, in bytes, that is read without collecting
// garbage meanwhile: reading it takes 25 times its size.
const maxUncollected = 4 << 20

// collectLater stops the collecting of garbage while a world of so many bytes is
// read, until resume is called: nearly all of it stays, and looking through it again
// and again takes a fifth of the time. A limit of memory still makes the runtime
// collect.
func collectLater(bytes int64) (resume func()) {
	if bytes == 0 || bytes > maxUncollected {
		return func() {}
	}
	percent := debug.SetGCPercent(-1)
	return func() { debug.SetGCPercent(percent) }
}

// cgroupLimit returns the least memory limit in bytes of a process and of the
// groups around it, 0 if there is none. Its argument is what stands in
// /proc/PID/cgroup: lines such as 0::/a/b (version 2) and 4:memory:/a/b
// (version 1).
func cgroupLimit(groups []byte, read func(name string) ([]byte, error)) int64 {
	least := int64(0)
	consider := func(file string) {
		text, err := read(file)
		if err != nil {
			return
		}
		limit, err := strconv.ParseInt(string(bytes.TrimSpace(text)), 10, 64) // "max" is no number
		if err == nil && limit > 0 && limit < 1<<60 && (least == 0 || limit < least) {
			least = limit
		}
	}
	for line := range strings.Lines(string(groups)) {
		fields := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(fields) < 3 {
			continue
		}
		root, file := "/sys/fs/cgroup", "memory.max"
		if fields[1] == "memory" {
			root, file = "/sys/fs/cgroup/memory", "memory.limit_in_bytes"
		} else if fields[1] != "" {
			continue
		}
		for group := path.Join("/", fields[2]); ; group = path.Dir(group) {
			consider(path.Join(root, group, file))
			if group == "/" {
				break
			}
		}
	}
	return least
}
