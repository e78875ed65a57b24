package authority

import (
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// The files in which an authority is kept.
const (
	caFile   = "ca.pem"
	keyFile  = "ca-key.pem"
	lockFile = "ca.lock"
)

// Kept returns the authority that is kept in a directory, and makes one for
// hosts, as [New] does, if there is none or the one there has expired. Several
// processes that start at once get the same. What it does to files of others is
// told to the logger.
//
// An authority that was made by somebody else, may not speak for all the hosts
// or cannot be read is an error that says what to do: nobody but its owner
// knows who trusts it.
func Kept(dir string, now time.Time, logger *slog.Logger, hosts ...string) (*Authority, error) {
	k := kept{dir, now, logger, hosts}
	a, err := k.load()
	if err == nil && a != nil {
		return a, nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	unlock, lockErr := lock(filepath.Join(dir, lockFile))
	if lockErr != nil { // as where the directory can only be read
		return nil, errors.Join(err, lockErr)
	}
	defer unlock()
	a, err = k.load() // another process may have made one, or was in the middle of it
	var expired *expiredError
	switch {
	case errors.As(err, &expired) && ours(expired.certificate):
		logger.Warn("the CA has expired, and another one is made: clients have to trust it anew", "dir", dir)
	case err != nil:
		return nil, fmt.Errorf("%s: %w; delete %s and %s to have another one made, which clients have to trust anew", dir, err, caFile, keyFile)
	case a != nil:
		return a, nil
	}
	return k.make()
}

// ours reports whether a certificate is that of an authority of this program.
func ours(certificate *x509.Certificate) bool {
	return slices.Contains(certificate.Subject.Organization, organization)
}

// kept is an authority in a directory.
type kept struct {
	dir    string
	now    time.Time
	logger *slog.Logger
	hosts  []string
}

// load returns the authority that is there, or nil if there is none. A file
// with nothing in it is none: a disk was full.
func (k kept) load() (*Authority, error) {
	certificate, err := k.read(caFile)
	if err != nil {
		return nil, err
	}
	key, err := k.read(keyFile)
	if err != nil || certificate == nil {
		return nil, err
	}
	if key == nil {
		return nil, fmt.Errorf("%s is missing", keyFile)
	}
	if err := k.protectKey(); err != nil {
		return nil, err
	}
	a, err := Load(certificate, key, k.now)
	if err != nil {
		return nil, err
	}
	return a, k.check(a)
}

// check returns an error unless the authority is one of this program's, and
// good for the hosts.
func (k kept) check(a *Authority) error {
	if !ours(a.certificate) {
		return errors.New("the CA was not made by sms77mock, which does not use another one's")
	}
	if !a.certificate.PermittedDNSDomainsCritical {
		return errors.New("the CA is that of an earlier version, and may speak for every host there is")
	}
	for _, host := range k.hosts {
		if !a.permits(host) {
			return fmt.Errorf("the CA may not speak for %q, but only for %s", host, strings.Join(a.certificate.PermittedDNSDomains, ", "))
		}
	}
	if last := a.certificate.NotAfter; last.Before(k.now.Add(leafRenewal)) {
		k.logger.Warn("the CA expires soon; a start after that makes another one", "on", last.Format(time.DateOnly))
	}
	return nil
}

// read returns what a file has; nil if it is not there or has nothing. A pipe or a
// device is none: it could be read for ever.
func (k kept) read(name string) ([]byte, error) {
	path := filepath.Join(k.dir, name)
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no file", name)
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(data) == 0 {
		return nil, nil
	}
	return data, err
}

// protectKey takes the rights of others to the key away, which a backup or a
// umask may have given.
func (k kept) protectKey() error {
	const others = 0o027 // the group may read: that is how some platforms mount secrets
	path := filepath.Join(k.dir, keyFile)
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS == "windows" || info.Mode().Perm()&others == 0 {
		return err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return fmt.Errorf("%s has the mode %04o, so that others may use it: %w", keyFile, info.Mode().Perm(), err)
	}
	k.logger.Warn("the key of the CA could be used by others, which has been mended; delete it if they may have done so",
		"file", path, "mode", fmt.Sprintf("%04o", info.Mode().Perm()))
	return nil
}

// make makes an authority and keeps it. The certificate comes last: without it,
// nothing is there.
func (k kept) make() (*Authority, error) {
	a, err := New(k.now, k.hosts...)
	if err != nil {
		return nil, err
	}
	key, err := a.KeyPEM()
	if err != nil {
		return nil, err
	}
	if err := os.Remove(filepath.Join(k.dir, caFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err := k.write(keyFile, key, 0o600); err != nil {
		return nil, err
	}
	return a, k.write(caFile, a.PEM(), 0o644)
}

// write writes a file whole or not at all.
func (k kept) write(name string, data []byte, mode os.FileMode) (err error) {
	file, err := os.CreateTemp(k.dir, "."+name+"-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(file.Name())
		}
	}()
	_, err = file.Write(data)
	err = errors.Join(err, file.Chmod(mode), file.Sync(), file.Close())
	if err != nil {
		return err
	}
	return os.Rename(file.Name(), filepath.Join(k.dir, name))
}
