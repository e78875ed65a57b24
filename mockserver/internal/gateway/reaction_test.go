package gateway_test

import (
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// TestInboundRCS holds what hooks are told of an RCS message that comes in: the
// members and the order of the vendor's sample and client types.
func TestInboundRCS(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, data string
		in         control.Inbound
	}{
		{"text", `"content_type":"text","text":"Hallo"`, control.Inbound{Text: "Hallo"}},
		{"suggestion", `"content_type":"suggestion_response","suggestion_response":{"postbackData":"y","text":"Yes","type":"REPLY"}`, control.Inbound{Text: "Yes", Postback: "y"}},
		{"place", `"content_type":"location","location":{"latitude":54.32,"longitude":-10}`, control.Inbound{Location: "54.32, -10"}},
		{"file", `"content_type":"user_file","user_file":{"payload":{"fileName":"a.pdf","fileSizeBytes":1024,"fileUri":"https:\/\/shop.test\/a.pdf?b=c.d","mimeType":"application\/pdf"}}`, control.Inbound{File: "https://shop.test/a.pdf?b=c.d"}},
		{"picture", `"content_type":"user_file","user_file":{"payload":{"fileName":"a.png","fileSizeBytes":1024,"fileUri":"https:\/\/shop.test\/a.png","mimeType":"image\/png"},"thumbnail":{"fileSizeBytes":1024,"fileUri":"https:\/\/shop.test\/a.png","mimeType":"image\/png"}}`, control.Inbound{File: "https://shop.test/a.png"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, fixtures.World{})
			hook := newReceiver(t, 200)
			subscribe(t, w, hook.URL, "rcs", "JSON")
			subscribe(t, w, hook.URL, "sms_mo", "JSON")
			test.in.Channel, test.in.From = control.ChannelRCS, "4917000000001"
			m, err := w.Receive(test.in)
			if err != nil {
				t.Fatal(err)
			}
			if m.Channel != control.ChannelRCS || m.To != "myagent" {
				t.Errorf("got %+v, want an RCS message to myagent", m)
			}
			want := `{"data":{"id":` + m.ID + `,"sender":"4917000000001","time":1692799988,"message_type":"RCS",` + test.data +
				`,"agent_id":"myagent"},"webhook_event":"rcs","webhook_timestamp":"2023-08-23T16:13:08+02:00"}`
			if got := hook.got(); len(got) != 1 || got[0].body != want {
				t.Errorf("got %+v\nwant %s", got, want)
			}
			if got := w.get("/api/journal/inbound").body; !strings.Contains(got, `"to":"myagent"`) {
				t.Errorf("journal: got %s", got)
			}
		})
	}
}

// An RCS message that comes in has the foreign_id of the one that it answers.
func TestForeignIDOfInboundRCS(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	hook := newReceiver(t, 200)
	subscribe(t, w, hook.URL, "rcs", "JSON")
	for _, test := range []struct{ form, want string }{
		{"to=491716992343&text=1&foreign_id=order/7", `"agent_id":"myagent","foreign_id":"order\/7"},"webhook_event"`},
		{"to=491716992343&text=2", `"agent_id":"myagent"},"webhook_event"`},
		{"to=491716992344&text=3&foreign_id=other", `"agent_id":"myagent"},"webhook_event"`},
	} {
		w.post("/api/rcs/messages", test.form)
		if _, err := w.Receive(control.Inbound{Channel: control.ChannelRCS, From: "491716992343", Text: "Hi"}); err != nil {
			t.Fatal(err)
		}
		if got := hook.got(); len(got) != 1 || !strings.Contains(got[0].body, test.want) {
			t.Errorf("after %s: got %+v, want %s", test.form, got, test.want)
		}
	}
}

// TestReactions holds what hooks are told of what recipients do.
func TestReactions(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	w.post("/api/sms", "to=491716992343&text=Look:+https://a.example+https://b.example&performance_tracking=1&label=spring") // ..865
	w.post("/api/rcs/messages", "to=491716992343&text=Hi&foreign_id=f")                                                      // ..866
	w.post("/api/voice", "to=491716992343&text=Press+1&foreign_id=v")                                                        // 1038703
	w.post("/api/sms", "to=491716992343&text=https://c.example&performance_tracking=1")                                      // ..867
	w.clock.Advance(2 * time.Second)
	hook := newReceiver(t, 200)
	for event, method := range map[string]string{"tracking": "JSON", "rcs": "POST", "voice_dtmf": "JSON"} {
		subscribe(t, w, hook.URL, event, method)
	}
	for _, test := range []struct {
		id       string
		reaction control.Reaction
		want     string
	}{
		{
			"77214945865", control.Reaction{Kind: "open"},
			`{"data":{"final_url":"https:\/\/a.example","sms_id":"77214945865","sms_label":"spring","total_clicks":1,"total_views":1,"tracking_url":"https:\/\/svn.me\/77214945865","type":"click"},"webhook_event":"tracking","webhook_timestamp":"2023-08-23T16:13:10+02:00"}`,
		},
		{
			"77214945865", control.Reaction{Kind: "open", URL: "https://b.example"},
			`{"data":{"final_url":"https:\/\/b.example","sms_id":"77214945865","sms_label":"spring","total_clicks":2,"total_views":2,"tracking_url":"https:\/\/svn.me\/77214945865","type":"click"},"webhook_event":"tracking","webhook_timestamp":"2023-08-23T16:13:10+02:00"}`,
		},
		{
			"77214945867", control.Reaction{Kind: "open"},
			`{"data":{"final_url":"https:\/\/c.example","sms_id":"77214945867","sms_label":null,"total_clicks":1,"total_views":1,"tracking_url":"https:\/\/svn.me\/77214945867","type":"click"},"webhook_event":"tracking","webhook_timestamp":"2023-08-23T16:13:10+02:00"}`,
		},
		{
			"77214945866", control.Reaction{Kind: "read"},
			`data%5Bagent_id%5D=myagent&data%5Bsender%5D=491716992343&data%5Bstatus%5D=READ&data%5Bforeign_id%5D=f&data%5Bmsg_id%5D=77214945866&data%5Btimestamp%5D=2023-08-23T16%3A13%3A10%2B02%3A00&webhook_event=rcs&webhook_timestamp=2023-08-23T16%3A13%3A10%2B02%3A00`,
		},
		{
			"77214945866", control.Reaction{Kind: "type"},
			`data%5Bagent_id%5D=myagent&data%5Bsender%5D=491716992343&data%5Bstatus%5D=IS_TYPING&data%5Bforeign_id%5D=f&data%5Bmsg_id%5D=77214945866&data%5Btimestamp%5D=2023-08-23T16%3A13%3A10%2B02%3A00&webhook_event=rcs&webhook_timestamp=2023-08-23T16%3A13%3A10%2B02%3A00`,
		},
		{
			"1038703", control.Reaction{Kind: "press", Digit: "1"},
			`{"data":{"callerId":"491771783130","dtmf_digit":1,"duration":1,"id":1038703,"pricePerMinute":0.1,"recipient":"491716992343","status":"in-progress","system":"491771783130","timestamp":1692799990,"total_price":0.1,"foreign_id":"v"},"webhook_event":"voice_dtmf","webhook_timestamp":"2023-08-23 16:13:10"}`,
		},
		{
			"1038703", control.Reaction{Kind: "press", Digit: "#"},
			`{"data":{"callerId":"491771783130","dtmf_digit":"#","duration":1,"id":1038703,"pricePerMinute":0.1,"recipient":"491716992343","status":"in-progress","system":"491771783130","timestamp":1692799990,"total_price":0.1,"foreign_id":"v"},"webhook_event":"voice_dtmf","webhook_timestamp":"2023-08-23 16:13:10"}`,
		},
	} {
		if _, err := w.React(test.id, test.reaction); err != nil {
			t.Errorf("%+v: %v", test.reaction, err)
		}
		if got := hook.got(); len(got) != 1 || got[0].body != test.want {
			t.Errorf("%+v: got %+v\nwant %s", test.reaction, got, test.want)
		}
	}
}

// TestReactionsThatMakeNoSense holds that a reaction which nobody can have is
// refused, and nobody is told of it.
func TestReactionsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	w.post("/api/sms", "to=491716992343&text=https://a.example")                            // ..865
	w.post("/api/sms", "to=491716992343&text=Hi&performance_tracking=1")                    // ..866
	w.post("/api/rcs/messages", "to=491716992343&text=Later&delay=2023-08-24+12:00")        // ..867
	w.post("/api/sms", "to=491716992343&text=https://b.example/&performance_tracking=true") // ..868
	w.post("/api/voice", "to=491716992343&text=Press+1")                                    // 1038703
	hook := newReceiver(t, 200)
	subscribe(t, w, hook.URL, "all", "JSON")
	for _, test := range []struct {
		id       string
		reaction control.Reaction
		want     string
	}{
		{"1", control.Reaction{Kind: "open"}, "no account has sent a message 1"},
		{"77214945865", control.Reaction{Kind: "open"}, `id: "77214945865": the message was not sent with performance_tracking`},
		{"77214945866", control.Reaction{Kind: "open"}, `id: "77214945866": the message has no link`},
		{"77214945868", control.Reaction{Kind: "open", URL: "https://c.example/"}, `url: "https://c.example/": is not in the message, want one of https://b.example/`},
		{"77214945865", control.Reaction{}, `kind: "": want one of open, press, type, read`},
		{"77214945865", control.Reaction{Kind: "click"}, `kind: "click": want one of open, press, type, read`},
		{"77214945865", control.Reaction{Kind: "press", Digit: "1"}, `kind: "press": goes with a voice call, want another one for a message`},
		{"77214945865", control.Reaction{Kind: "read"}, `kind: "read": goes with an RCS message, want open for one of the channel sms`},
		{"77214945867", control.Reaction{Kind: "read"}, `id: "77214945867": the message waits for its delay`},
		{"1038703", control.Reaction{Kind: "press", Digit: "1"}, `id: "1038703": the call is ringing; want one that is in progress`},
		{"1038703", control.Reaction{Kind: "press", Digit: "12"}, `digit: "12": want one of 0 to 9, * and #`},
		{"1038703", control.Reaction{Kind: "read"}, `kind: "read": want press for a voice call`},
	} {
		if _, err := w.React(test.id, test.reaction); err == nil || err.Error() != test.want {
			t.Errorf("%s %+v: got %v, want %s", test.id, test.reaction, err, test.want)
		}
	}
	for _, in := range []control.Inbound{
		{From: "1", Channel: "fax", Text: "Hi"},
		{From: "1", Channel: "rcs", To: "other", Text: "Hi"},
		{From: "1", Channel: "rcs", Location: "Kiel"},
		{From: "1", Location: "54,10"},
		{From: "1", Channel: "rcs"},
	} {
		if m, err := w.Receive(in); err == nil {
			t.Errorf("%+v: got %+v, want an error", in, m)
		}
	}
	if got := hook.got(); got != nil {
		t.Errorf("hooks were told: %+v", got)
	}
}

// TestRCSDelivered holds that hooks for rcs are told of a delivery, as those for
// dlr are.
func TestRCSDelivered(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	hook := newReceiver(t, 200)
	subscribe(t, w, hook.URL, "rcs", "JSON")
	w.post("/api/rcs/messages", "to=491716992343&text=Hi")
	w.clock.Advance(time.Second)
	w.Close()
	want := `{"data":{"agent_id":"myagent","sender":"491716992343","status":"DELIVERED","foreign_id":null,"msg_id":"77214945865","timestamp":"2023-08-23T16:13:09+02:00"},"webhook_event":"rcs","webhook_timestamp":"2023-08-23T16:13:09+02:00"}`
	if got := hook.got(); len(got) != 1 || got[0].body != want {
		t.Errorf("got %+v\nwant %s", got, want)
	}
}
