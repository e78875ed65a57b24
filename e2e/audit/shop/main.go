// Command shop runs the application that the audit is proved with, beside a double
// whose client it is:
//
//	shop --addr 127.0.0.1:3000 --mock http://127.0.0.1:8077 --flaw prefix-state
package main

import (
	"flag"
	"log"
	"net/http"
	"time"

	"example.com/sms77mock/e2e/audit/app"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:3000", "where to listen")
	mock := flag.String("mock", "http://127.0.0.1:8077", "where the double is")
	client := flag.String("client", "testclient", "the client_id")
	secret := flag.String("secret", "testsecret", "the client_secret")
	flaw := flag.String("flaw", "", "what to get wrong")
	flag.Parse()
	handler := app.New(app.Config{Base: "http://" + *addr, Double: *mock, Client: *client, Secret: *secret, TimeOut: 3 * time.Second, Flaw: *flaw})
	server := http.Server{Addr: *addr, Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	log.Fatal(server.ListenAndServe())
}
