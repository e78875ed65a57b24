package journal

import "example.com/sms77mock/mockserver/control"

// weight is about how many bytes a request takes: its query and its body, each
// as it was sent and as it was read.
func weight(e *control.Entry) int { return 2 * (len(e.RawQuery) + len(e.Body)) }
