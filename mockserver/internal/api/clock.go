package api

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"example.com/sms77mock/internal/route"
	"example.com/sms77mock/mockserver/control"
)

func moveClock(d Double, _ *http.Request, o route.ClockOrder) (control.Clock, error) {
	switch {
	case o.Advance != nil && o.Set == nil && o.Freeze == nil:
		return d.AdvanceClock(*o.Advance)
	case o.Advance == nil && o.Set != nil && o.Freeze == nil:
		t, err := time.Parse(time.RFC3339, *o.Set)
		if err != nil {
			return control.Clock{}, fmt.Errorf("set: %q: want a moment such as 2026-01-31T12:00:00Z", *o.Set)
		}
		return d.SetClock(t)
	case o.Advance != nil || o.Set != nil || o.Freeze == nil:
		return control.Clock{}, errors.New("want exactly one of advance, set, freeze")
	case *o.Freeze:
		return d.FreezeClock()
	}
	return d.RunClock()
}
