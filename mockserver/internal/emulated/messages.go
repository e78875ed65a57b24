package emulated

import "example.com/sms77mock/mockserver/internal/openapi"

func messageRoutes() []openapi.Route {
	sms := endpoint{path: "sms", answers: types(of[smsAnswer]())}
	cancel := endpoint{path: "sms", answers: types(of[cancelAnswer]())}
	status := endpoint{path: "status", answers: types(of[[]statusAnswer]())}
	voice := endpoint{path: "voice", answers: types(of[voiceAnswer]())}
	hangup := endpoint{path: "voice/{id}/hangup", answers: types(of[hangupAnswer]())}
	var list []openapi.Route
	list = append(list, sms.both("sms", "Send an SMS to one or several recipients.", of[smsOrder]())...)
	list = append(list, cancel.method("DELETE", "cancelSMS", "Cancel SMS that wait for their delay.", of[cancellation]()))
	list = append(list, status.both("status", "What became of SMS that were sent.", of[statusQuery]())...)
	list = append(list, voice.both("voice", "Call somebody and read a text out.", of[voiceOrder]())...)
	return append(list, hangup.both("hangup", "End a call that is in progress.", nil)...)
}

type smsOrder struct {
	To          string `yaml:"to" required:"true" doc:"Numbers or names of contacts, between commas."`
	Text        string `yaml:"text" required:"true" doc:"At most 1520 characters."`
	From        string `yaml:"from" doc:"At most 11 characters or 16 digits."`
	Delay       string `yaml:"delay" doc:"When to send it: seconds since 1970, or such as 2026-01-31 12:00."`
	Label       string `yaml:"label" doc:"For analytics."`
	ForeignID   string `yaml:"foreign_id" doc:"For delivery reports and the journal."`
	Flash       flag   `yaml:"flash" doc:"Show it at once."`
	Unicode     flag   `yaml:"unicode" doc:"Encode it in UCS-2 even if GSM would do."`
	UDH         string `yaml:"udh" doc:"User data header in hexadecimal; the text is hexadecimal then."`
	Binary      flag   `yaml:"is_binary" doc:"The text is hexadecimal."`
	Debug       flag   `yaml:"debug" doc:"Check, but neither send nor charge."`
	NoReload    flag   `yaml:"no_reload" doc:"Send it even if the same was sent a moment ago."`
	ReturnMsgID flag   `yaml:"return_msg_id" doc:"In text: answer with the id."`
	Details     flag   `yaml:"details" doc:"In text: answer with price, encoding and so on."`
	answerForm  `yaml:",inline"`
}

type smsAnswer struct {
	Success    string       `json:"success"` // a code
	TotalPrice float64      `json:"total_price"`
	Balance    float64      `json:"balance"`
	Debug      string       `json:"debug"` // true or false
	Type       string       `json:"sms_type"`
	Messages   []smsMessage `json:"messages"`
}

type smsMessage struct {
	ID        *string `json:"id"` // null in debug mode
	Sender    string  `json:"sender"`
	Recipient string  `json:"recipient"`
	Text      string  `json:"text"`
	Encoding  string  `json:"encoding"`
	Label     *string `json:"label"`
	Parts     int     `json:"parts"`
	UDH       *string `json:"udh"`
	IsBinary  bool    `json:"is_binary"`
	Price     float64 `json:"price"`
	Success   bool    `json:"success"`
	Error     *int    `json:"error"`
	ErrorText *string `json:"error_text"`
}

type cancellation struct {
	IDs string `yaml:"ids" required:"true" doc:"Ids of the SMS between commas; ids[] may be repeated instead."`
}

type cancelAnswer struct {
	Success bool      `json:"success"`
	Deleted *[]string `json:"deleted"` // null if there are none
}

type statusQuery struct {
	MsgID      string `yaml:"msg_id" required:"true" doc:"Ids of the SMS, between commas."`
	answerForm `yaml:",inline"`
}

type statusAnswer struct {
	ID     string  `json:"id"`
	Status *string `json:"status"` // null if there is none yet, and for an unknown id
	Time   *string `json:"status_time"`
}

type voiceOrder struct {
	To         string `yaml:"to" required:"true" doc:"A number, or the name of a contact."`
	Text       string `yaml:"text" required:"true" doc:"At most 10000 characters."`
	From       string `yaml:"from" doc:"At most 16 digits."`
	Ringtime   int    `yaml:"ringtime" doc:"How many seconds it may ring, from 5 to 60."`
	ForeignID  string `yaml:"foreign_id" doc:"For webhooks."`
	Label      string `yaml:"label" doc:"For analytics."`
	XML        flag   `yaml:"xml" doc:"The text is XML."`
	Debug      flag   `yaml:"debug" doc:"Check, but neither call nor charge."`
	answerForm `yaml:",inline"`
}

type voiceAnswer struct {
	Success    string         `json:"success"` // a code
	TotalPrice float64        `json:"total_price"`
	Balance    float64        `json:"balance"`
	Debug      bool           `json:"debug"`
	Messages   []voiceMessage `json:"messages"`
}

type voiceMessage struct {
	ID        any     `json:"id"` // a number; in debug mode a string
	Sender    string  `json:"sender"`
	Recipient string  `json:"recipient"`
	Text      string  `json:"text"`
	Price     float64 `json:"price"`
	Success   bool    `json:"success"`
	Error     *int    `json:"error"`
	ErrorText *string `json:"error_text"`
}

type hangupAnswer struct {
	Success bool    `json:"success"`
	Error   *string `json:"error"`
}
