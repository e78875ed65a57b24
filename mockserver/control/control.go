// Package control has the levers of a double: everything by which a test controls
// or observes it.
//
// [Levers] is the one interface to a double, wherever it runs: a mockserver.Server
// has its methods, and [Dial] returns a client of a double elsewhere that has them
// over HTTP. The other types are what goes in and what comes out. All of them are
// plain values: changing one does not change the double.
package control
