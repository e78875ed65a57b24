package control

// Reaction is what the recipient of a message is to do with it. Hooks of the
// account are told.
type Reaction struct {
	Kind  ReactionKind `yaml:"kind" required:"true" doc:"What they do."`
	URL   string       `yaml:"url" doc:"To open: the link; the message's first one unless given."`
	Digit string       `yaml:"digit" doc:"To press: 0 to 9, * or #."`
}

// ReactionKind is what somebody does with a message that they got.
type ReactionKind string

// The reactions.
const (
	ReactionOpen  ReactionKind = "open"  // open a link in a message that was sent with performance_tracking
	ReactionPress ReactionKind = "press" // press a key during a voice call
	ReactionType  ReactionKind = "type"  // type an answer to an RCS message
	ReactionRead  ReactionKind = "read"  // read an RCS message
)

// Values lists the reactions.
func (ReactionKind) Values() []string {
	return []string{string(ReactionOpen), string(ReactionPress), string(ReactionType), string(ReactionRead)}
}
