package main

import (
	"cmp"
	"errors"
	"strings"

	"example.com/sms77mock/internal/strict"
)

// unlike are the flags that are not called like the keys that they set.
var unlike = map[string]string{"accounts": "account", "headers": "header", "expected_failures": "expect"}

// byFlag tells each mistake that stands in no file with the flag that it is in, rather
// than the key. A login is an argument unless a flag says it.
func (c auditCmd) byFlag(err error) error {
	all, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return err
	}
	var told []error
	for _, err := range all.Unwrap() {
		p, ok := err.(*strict.Problem)
		switch {
		case !ok:
			err = c.byFlag(err)
		case p.File == "" && (p.Path != "login" || c.Login != ""):
			of := *p
			key, entry, _ := strings.Cut(p.Path, ".")
			key, _, _ = strings.Cut(key, "[")
			of.Path = strings.TrimSpace("--" + cmp.Or(unlike[key], key) + " " + entry)
			err = &of
		}
		told = append(told, err)
	}
	return errors.Join(told...)
}
