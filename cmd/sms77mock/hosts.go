package main

import "example.com/sms77mock/internal/hosts"

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
