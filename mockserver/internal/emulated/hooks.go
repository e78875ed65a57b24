package emulated

import "example.com/sms77mock/mockserver/internal/openapi"

func hookRoutes() []openapi.Route {
	hooks := endpoint{path: "hooks", answers: types(of[hooksAnswer](), of[subscribeAnswer](), of[hookFailure]())}
	unsubscribe := endpoint{path: "hooks", answers: types(of[subscribeAnswer](), of[hookFailure]())}
	validate := endpoint{path: "validate_for_voice", answers: types(of[validationStarted](), of[validationAnswer]())}
	return append([]openapi.Route{
		hooks.method("GET", "hooks", "The account's webhooks; with an action, add one or take one away.", of[hookFields]()),
		hooks.method("POST", "subscribe", "Add a webhook; with an action, list them or take one away.", of[hookFields]()),
		unsubscribe.method("DELETE", "unsubscribe", "Take a webhook away.", of[hookFields]()),
	}, validate.both("validateForVoice", "Have a number confirmed, so that calls may come from it.", of[validation]())...)
}

type hookFields struct {
	Action  string `yaml:"action" doc:"read, subscribe or unsubscribe; what the method suggests unless given."`
	ID      string `yaml:"id" doc:"To unsubscribe: the webhook; or else its target_url, event_type and request_method."`
	URL     string `yaml:"target_url" doc:"Where it goes."`
	Event   string `yaml:"event_type" doc:"sms_mo, dlr, voice_status, voice_call, voice_dtmf, tracking, rcs or all."`
	Filter  string `yaml:"event_filter" doc:"Only events with this number."`
	Method  string `yaml:"request_method" doc:"POST, GET or JSON; POST unless given."`
	Headers string `yaml:"headers" doc:"Further headers as Name: value, between line feeds."`
}

type hooksAnswer struct {
	Success bool   `json:"success"`
	Code    *int   `json:"code"`
	Hooks   []hook `json:"hooks"`
}

type hook struct {
	ID      string  `json:"id"`
	URL     string  `json:"target_url"`
	Event   string  `json:"event_type"`
	Filter  *string `json:"event_filter"`
	Method  string  `json:"request_method"`
	Enabled bool    `json:"enabled"`
	Created string  `json:"created"`
	Headers string  `json:"headers,omitempty"`
}

type subscribeAnswer struct {
	Success bool `json:"success"`
	Code    *int `json:"code"`
	ID      int  `json:"id,omitempty"` // of a webhook that is new
}

type hookFailure struct {
	Success bool   `json:"success"`
	Code    *int   `json:"code"`
	Message string `json:"error_message"`
}

type validation struct {
	Number   string `yaml:"number" required:"true" doc:"The number."`
	Callback string `yaml:"callback" doc:"URL that is told of the outcome."`
}

type validationStarted struct {
	Success bool    `json:"success"`
	Code    string  `json:"code,omitempty"` // what the person called has to enter; not with a sandbox key
	Error   *string `json:"error,omitempty"`
}

type validationAnswer struct {
	ID        *int    `json:"id"`
	Sender    string  `json:"sender"`
	Formatted *string `json:"formatted_output"`
	Success   bool    `json:"success"`
	Error     string  `json:"error"`
	Voice     bool    `json:"voice"`
}
