package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// The answers of the documentation, which are as long as the double's.
const (
	profile  = `{"success":true,"user_id":12345,"email":"john.doe@acme.inc","company":"Acme Inc.","alias":"acme_inc","balance":"627.3615"}`
	tokens   = `{"access_token":"b1a9391d0469cafe30258893ab6025d4ad94ecec","expires_in":3600,"token_type":"Bearer","scope":"sms","refresh_token":"ffd8e622aa5dccc2905f2ac6a0999c785a803157"}`
	sent     = `{"success":"100","total_price":0.075,"balance":9999.925,"debug":"false","sms_type":"direct","messages":[{"id":"77214945865","sender":"SMS","recipient":"491716992343","text":"Your code is 1234","encoding":"gsm","label":null,"parts":1,"udh":null,"is_binary":false,"price":0.075,"success":true,"error":null,"error_text":null}]}`
	location = `https://acme.inc/oauth_redirect?code=9ccb478a7cbe043c1df211f1d52a6437f8756cf8&state=xyz`
)

// serveBare is what the double is compared with: a handler that parses the form
// and sends the same bytes, and does nothing else.
func serveBare(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Mock-Request", "12345")
	if err := r.ParseForm(); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	switch r.URL.Path {
	case "/authorize":
		h.Set("Location", location)
		w.WriteHeader(http.StatusFound)
	case "/token":
		h.Set("Cache-Control", "no-store")
		h.Set("Pragma", "no-cache")
		io.WriteString(w, tokens)
	case "/api/sms":
		io.Copy(io.Discard, r.Body)
		io.WriteString(w, sent)
	default:
		io.WriteString(w, profile)
	}
}

// serve is the process of a server, with the double's time-outs.
func serve(h http.Handler) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("ready: http://%s\n", listener.Addr())
	server := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute,
	}
	return server.Serve(listener)
}
