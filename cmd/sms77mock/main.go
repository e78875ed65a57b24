// Command sms77mock runs the double of the sms77.io OAuth server and of the SMS
// gateway behind it.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"example.com/sms77mock/fixtures"
)

// cli is the command line. Every flag has an environment variable; a flag beats
// its variable, a variable beats the default.
type cli struct {
	Serve       serveCmd       `cmd:"" default:"withargs" help:"Run the double (the default command)."`
	Validate    validateCmd    `cmd:"" help:"Check world files and report every mistake in them."`
	Config      configCmd      `cmd:"" help:"Print the world that serve would start from, with every default filled in."`
	Openapi     openapiCmd     `cmd:"" help:"Print what the server answers as an OpenAPI 3.1 document."`
	Healthcheck healthcheckCmd `cmd:"" help:"Ask a running server whether it is ready; exit 1 if it is not."`
	Audit       auditCmd       `cmd:"" help:"Test an application: play its users, its attackers and its bad days, and report what it gets wrong."`
	Version     versionCmd     `cmd:"" help:"Print the version."`
}

const description = "A local double of the sms77.io (seven.io) OAuth 2.0 server and SMS gateway, for testing integrations. " +
	"It refuses what the real server refuses, and fails exactly when told to."

func main() {
	if os.Getenv("GOGC") == "" {
		// The live heap is a few megabytes: collecting it each time it has
		// doubled would take a tenth of the time.
		debug.SetGCPercent(200)
	}
	limitMemory()
	forgetEmptyVariables()
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run is the whole program, and returns its exit code: 1 for what failed, 2 for
// a command line that makes no sense or an audit that could not be made.
func run(args []string, stdout, stderr io.Writer) int {
	exit := -1
	newParser := func(grammar any, worlds string) (*kong.Kong, error) {
		return kong.New(grammar,
			kong.Name("sms77mock"),
			kong.Description(description),
			kong.DefaultEnvars("SMS77MOCK"),
			kong.Writers(stdout, stderr),
			kong.Exit(func(code int) { exit = code }),
			kong.Bind(streams{os.Stdin, stdout, stderr}),
			kong.Vars{"addr": defaultAddr, "worlds": worlds},
		)
	}
	if command := servePlainly(args, newParser); command != nil {
		return end(command.Run(strangers(nil)), stderr)
	}
	parser, err := newParser(&cli{}, strings.Join(fixtures.ShippedNames(), ", "))
	if err != nil {
		fmt.Fprintln(stderr, "sms77mock:", err)
		return 2
	}
	command, err := parser.Parse(args)
	if exit >= 0 { // --help has been answered
		return exit
	}
	if err != nil {
		err = misplaced(err, args, commands(parser.Model))
		if inJSON(args) {
			err = logFlags{LogFormat: "json"}.fatal(stderr, err)
		}
		tell(stderr, err)
		return 2
	}
	return end(command.Run(strangers(unknownVariables(parser.Model))), stderr)
}

// commands are the names of the commands.
func commands(model *kong.Application) []string {
	var names []string
	for _, node := range model.Children {
		names = append(names, node.Name)
	}
	return names
}

// servePlainly returns the command to serve, or nil if the line asks for anything
// else, has mistakes, or comes with unknown variables. It spares the program the flags
// of all other commands: reading them takes a tenth of its start.
func servePlainly(args []string, newParser func(grammar any, worlds string) (*kong.Kong, error)) *kong.Context {
	var only struct {
		Serve serveCmd `cmd:"" default:"withargs"`
	}
	asksForHelp := func(arg string) bool { return strings.HasPrefix(arg, "--help") || strings.HasPrefix(arg, "-h") }
	if len(args) > 0 && args[0] != "serve" && !strings.HasPrefix(args[0], "-") || slices.ContainsFunc(args, asksForHelp) {
		return nil
	}
	parser, err := newParser(&only, "") // only help names the worlds
	if err != nil {
		return nil
	}
	command, err := parser.Parse(args)
	if err != nil || len(unknownVariables(parser.Model)) > 0 {
		return nil
	}
	return command
}

// exitError is an error with an exit code of its own.
type exitError struct {
	code int
	err  error // nil if everything has been said
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

// end returns the exit code of a command, and tells what went wrong.
func end(err error, stderr io.Writer) int {
	if err == nil {
		return 0
	}
	exit := &exitError{1, err} // unless it says otherwise itself
	errors.As(err, &exit)
	if exit.err != nil {
		tell(stderr, asUser(err))
	}
	return exit.code
}

// inJSON reports whether a command line that could not be read, or the
// environment, asks for a log in JSON.
func inJSON(args []string) bool {
	line := strings.ReplaceAll(strings.Join(args, " "), "--log-format=", "--log-format ")
	return strings.Contains(line, "--log-format json") || os.Getenv(prefix+"LOG_FORMAT") == "json"
}

// tell writes what ends the program, unless the log has told it.
func tell(stderr io.Writer, err error) {
	if logged := (loggedError{}); !errors.As(err, &logged) {
		fmt.Fprintln(stderr, "sms77mock:", err)
	}
}

// strangers are variables that look like the program's and are none.
type strangers []string

// streams are where a command reads and writes.
type streams struct {
	stdin          io.Reader
	stdout, stderr io.Writer
}
