package login

import (
	"fmt"
	"html"
	"net/http"
	"sync"
)

// inbox has the SMS that came in. The zero value is empty.
type inbox struct {
	mu    sync.Mutex // guards texts
	texts []string
}

// receive takes an SMS, as the vendor sends it to a URL that is subscribed to
// sms_mo.
func (i *inbox) receive(_ http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.texts = append(i.texts, r.FormValue("data[text]"))
}

// show lists them.
func (i *inbox) show(w http.ResponseWriter, _ *http.Request) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, text := range i.texts {
		fmt.Fprintf(w, "<p>%s", html.EscapeString(text))
	}
}
