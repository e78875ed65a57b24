package main

import (
	"fmt"
	"net"

	"example.com/sms77mock/internal/hosts"
)

// hostPattern is an entry of a list of hosts, as [hosts.Pattern] writes it.
type hostPattern string

// UnmarshalText takes what a flag or its variable says; kong calls it.
func (p *hostPattern) UnmarshalText(text []byte) error {
	pattern, err := hosts.Pattern(string(text))
	*p = hostPattern(pattern)
	return err
}

// texts returns patterns as the double takes them.
func texts(patterns []hostPattern) []string {
	list := make([]string, len(patterns))
	for i, p := range patterns {
		list[i] = string(p)
	}
	return list
}

// checkAddr refuses what a flag says if nothing could listen there, on any machine;
// "" is no address.
func checkAddr(flag, addr string) error {
	_, port, err := net.SplitHostPort(addr)
	if err == nil {
		_, err = net.LookupPort("tcp", port)
	}
	if addr != "" && (err != nil || port == "") {
		return fmt.Errorf("%s: %q: want HOST:PORT such as 127.0.0.1:8077, or :8077 for every address of this machine", flag, addr)
	}
	return nil
}
