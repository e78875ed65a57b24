package control

import (
	"context"
	"io"
	"net/http"
	"time"
)

// AuditOrder says which application is to be audited, and how. A request is a
// line such as POST /send to={number}, POST /send {"to":"{number}"}, which sends JSON,
// or /account#send to={number} for a form on a page; docs/audit.md says more of each.
type AuditOrder struct {
	Login            string            `yaml:"login" doc:"A request that starts a login and ends, by redirects, at the double's /authorize; its URL is whole."`
	Inside           string            `yaml:"inside" doc:"A page whose own answer is 2xx only to somebody who is logged in."`
	Act              string            `yaml:"act" doc:"A request that makes the application call the gateway in the user's name."`
	ActDone          string            `yaml:"act_done" doc:"A text that the answer to act has only if that worked."`
	Prepare          []string          `yaml:"prepare" doc:"Requests that every new browser makes first."`
	Kind             string            `yaml:"kind" oneof:"login,connect" doc:"login or connect; login unless given."`
	Needs            []string          `yaml:"needs" doc:"Scopes that the application needs besides those that act uses."`
	Logout           string            `yaml:"logout" doc:"A request that ends the session."`
	Client           string            `yaml:"client" doc:"The application's client_id; learnt from the first login unless given."`
	Accounts         []string          `yaml:"accounts" doc:"Two accounts to log in as; made for the audit unless given."`
	Patience         time.Duration     `yaml:"patience" doc:"How long an answer may take; 10s unless given."`
	Headers          map[string]string `yaml:"headers" doc:"Headers that the application's scripts add to their requests; {cookie:NAME} repeats a cookie, such as {\"X-XSRF-TOKEN\":\"{cookie:XSRF-TOKEN}\"}."`
	ExpectedFailures map[string]string `yaml:"expected_failures" doc:"Scenarios that are known to fail, each with a reason."`
	Only             []string          `yaml:"only" doc:"Play only these scenarios."`
	Skip             []string          `yaml:"skip" doc:"Leave these scenarios out."`
	Attended         bool              `yaml:"attended" doc:"Whether a person plays the user, in a browser of their own, and says what it shows; login, act and logout are then what the person is asked to do."`
}

// Audit is an audit that was started, as far as it has come.
type Audit struct {
	ID          int            `json:"id" doc:"From 1."`
	State       AuditState     `json:"state"`
	Application string         `json:"application" doc:"Where its login is."`
	Client      string         `json:"client,omitempty" doc:"The application's client_id, once it is known."`
	Attended    bool           `json:"attended" doc:"Whether a person plays the user."`
	Began       time.Time      `json:"began" doc:"In real time."`
	Seconds     float64        `json:"seconds" doc:"How long it has taken until now, in real time."`
	Total       int            `json:"total" doc:"How many scenarios there are to play."`
	Done        int            `json:"done" doc:"How many have been played."`
	Playing     string         `json:"playing,omitempty"`
	Question    *AuditQuestion `json:"question,omitempty" doc:"What a person is asked at the moment."`
	Problem     string         `json:"problem,omitempty" doc:"Why it could not be made, or has ended early."`
	Verdicts    map[string]int `json:"verdicts" doc:"How many scenarios have ended how."`
	Scenarios   []AuditResult  `json:"scenarios,omitempty" doc:"What became of those that were played, in that order; not in lists."`
}

// AuditState is how far an audit has come.
type AuditState string

// The states of an audit.
const (
	AuditRunning  AuditState = "running"
	AuditAsking   AuditState = "asking"   // waits for a person
	AuditFinished AuditState = "finished" // whatever it has found
	AuditFailed   AuditState = "failed"   // could not be made; Problem says why
	AuditStopped  AuditState = "stopped"  // by a tester, a reset or the end of the double
)

// Values lists the states.
func (AuditState) Values() []string {
	return []string{string(AuditRunning), string(AuditAsking), string(AuditFinished), string(AuditFailed), string(AuditStopped)}
}

// AuditResult is what became of one scenario.
type AuditResult struct {
	Name     string      `json:"name"`
	Verdict  string      `json:"verdict" oneof:"pass,fail,warn,skip,expected" doc:"What became of it."`
	Severity string      `json:"severity" oneof:"must,should" doc:"How much it matters."`
	Why      string      `json:"why" doc:"The reason for the verdict; \"\" for a plain pass."`
	Requests []uint64    `json:"requests" doc:"Numbers of the journal entries that it stands on."`
	Expected string      `json:"expected,omitempty"`
	Surprise bool        `json:"surprise,omitempty" doc:"Whether it passes and was expected to fail."`
	Sentence string      `json:"sentence" doc:"What happens."`
	Sound    string      `json:"sound" doc:"What a sound application does."`
	Basis    string      `json:"basis" doc:"On what that stands."`
	Harm     string      `json:"harm" doc:"What goes wrong in production."`
	Mend     string      `json:"mend" doc:"How to mend it."`
	Journal  []string    `json:"journal" doc:"The journal entries, a line each."`
	Browser  []AuditStep `json:"browser" doc:"What the browser did last."`
	Seconds  float64     `json:"seconds" doc:"How long it took, in real time."`
}

// AuditStep is a request of an audit's browser and its answer.
type AuditStep struct {
	Request string `json:"request" doc:"Method and URL, or what a person was asked to do."`
	Status  int    `json:"status" doc:"0 if there was no answer."`
	Answer  string `json:"answer" doc:"Location, or the beginning of the body, or why there was none."`
}

// AuditQuestion is what a person is asked to do and to report in an attended audit.
type AuditQuestion struct {
	ID       int           `json:"id" doc:"From 1, within the audit."`
	Scenario string        `json:"scenario" doc:"For which it is asked."`
	Kind     AuditTask     `json:"kind"`
	Request  string        `json:"request,omitempty" doc:"What the application calls that, such as POST /send."`
	Text     string        `json:"text" doc:"What to do."`
	Answers  []AuditAnswer `json:"answers" doc:"What may be answered."`
	After    uint64        `json:"after" doc:"Number of the youngest journal entry when it was asked."`
}

// AuditTask is what a person is asked to do.
type AuditTask string

// The tasks.
const (
	TaskLogin  AuditTask = "login"
	TaskAct    AuditTask = "act"
	TaskInside AuditTask = "inside" // look whether one is logged in
	TaskLogout AuditTask = "logout"
)

// Values lists the tasks.
func (AuditTask) Values() []string {
	return []string{string(TaskLogin), string(TaskAct), string(TaskInside), string(TaskLogout)}
}

// AuditAnswer is what a person has seen.
type AuditAnswer string

// The answers.
const (
	SawInside  AuditAnswer = "inside"  // logged in
	SawOutside AuditAnswer = "outside" // not logged in, and a page says so or asks to log in
	SawDone    AuditAnswer = "done"    // the page says that it worked
	SawRefused AuditAnswer = "refused" // the page says that it did not work
	SawError   AuditAnswer = "error"   // a crash: an error 500, an empty page
	SawNothing AuditAnswer = "nothing" // no answer came
)

// Values lists the answers.
func (AuditAnswer) Values() []string {
	return []string{string(SawInside), string(SawOutside), string(SawDone), string(SawRefused), string(SawError), string(SawNothing)}
}

// AuditReply answers a question of an attended audit.
type AuditReply struct {
	Question int         `yaml:"question" doc:"The number of the question, so that a late answer is not taken for the next one."`
	Answer   AuditAnswer `yaml:"answer" doc:"What the browser shows."`
}

// Auditor plays audits of applications.
type Auditor interface {
	// Check returns every mistake in an order, joined, or nil.
	Check(o AuditOrder) error
	// Scenarios counts what an order plays.
	Scenarios(o AuditOrder) int
	// Audit plays an audit to its end, or until ctx ends, and takes back what it
	// has ordered. The report has what was played, also if there is an error.
	// Levers that end audits wait for it, so that it is refused those.
	Audit(ctx context.Context, levers Levers, o AuditOrder, stage AuditStage) (AuditReport, error)
}

// AuditStage is where an audit is played: what it may reach, and who watches.
type AuditStage interface {
	// Double is a URL that leads to the double by Transport.
	Double() string
	// Transport leads to the double, and to the applications that may be audited.
	Transport() http.RoundTripper
	// Knows is told which client the application is, and may refuse it.
	Knows(client string) error
	// Plays is told what is played next.
	Plays(scenario string)
	// Played is told what became of it.
	Played(r AuditResult)
	// Ask asks a person, whose answer is one of those that the question names.
	Ask(ctx context.Context, q AuditQuestion) (AuditAnswer, error)
}

// AuditReport is what an audit has found.
type AuditReport interface {
	// Write writes it in one of the formats json, junit, markdown and text.
	Write(w io.Writer, format string) error
}
