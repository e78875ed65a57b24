// Package phpwire reads parameters and writes JSON, query strings and URLs as PHP does.
//
// The doubled server is written in PHP, and PHP's habits show on the wire: the last of several equal parameters
// wins, a slash in JSON is escaped, "~" in a query string is not literal, and com.example.app:/x is a URL. Each
// function here stands for the PHP function named in its comment and answers as PHP 8.2 does with its default
// settings; testdata holds PHP's own answers. Nothing in this package fails on strange input from the network
// unless PHP does. All functions are safe for concurrent use.
package phpwire
