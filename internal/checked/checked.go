// Package checked has worlds that are known to have no mistakes: whoever is given one
// need not look for them again, which takes long where there are thousands of clients.
package checked

import "example.com/sms77mock/fixtures"

// World is a world that was checked, or that a test of fixtures has found to have no
// mistakes: that of the vendor's documentation, which is the zero World, too.
type World struct{ world fixtures.World }

// Of returns w, or every mistake in it.
func Of(w fixtures.World) (World, error) { return known(w, w.Check()) }

// Load is [fixtures.Load].
func Load(path string) (World, error) { return known(fixtures.Load(path)) }

// ParseWith is [fixtures.ParseWith].
func ParseWith(lookup func(name string) (value string, set bool), name string, data []byte) (World, error) {
	return known(fixtures.ParseWith(lookup, name, data))
}

// Shipped is [fixtures.Shipped].
func Shipped(name string) (World, error) { return known(fixtures.Shipped(name)) }

// Default is [fixtures.Default].
func Default() World { return World{fixtures.Default()} }

func known(w fixtures.World, err error) (World, error) {
	if err != nil {
		return World{}, err
	}
	return World{w}, nil
}

// Get returns the world. The entries of its lists must not be changed: for another
// world, change a copy and have it checked by [Of].
func (w World) Get() fixtures.World { return w.world }
