package control_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// elsewhere is a double that listens, as one in a container does.
func elsewhere() (address string, stop func()) {
	double, err := mockserver.New(fixtures.Default())
	if err != nil {
		panic(err)
	}
	listener := httptest.NewServer(double)
	return listener.URL, func() { double.Close(); listener.Close() }
}

func ExampleDial() {
	address, stop := elsewhere()
	defer stop()

	double, err := control.Dial(address)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer double.Close()
	if _, err := double.Inject(control.Fault{Endpoint: fixtures.EndpointToken, Preset: "rate-limitted"}); err != nil {
		fmt.Println(err.Error()[len(err.Error())-len(`did you mean "rate-limited"?`):])
	}
	fault, err := double.Inject(control.Fault{Endpoint: fixtures.EndpointToken, Preset: "rate-limited"})
	fmt.Println(fault.ID, fault.Fault, err)
	// Output:
	// did you mean "rate-limited"?
	// 1 rate-limited, at token <nil>
}

func ExampleClient_WaitForMessage() {
	address, stop := elsewhere()
	defer stop()
	double, err := control.Dial(address)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer double.Close()

	// The application under test sends a code.
	token, _ := double.IssueToken(control.TokenRequest{Scope: "sms"})
	form := url.Values{"to": {"+49 171 6992343"}, "text": {"Your code is 1234."}, "access_token": {token.AccessToken}}
	if _, err := http.PostForm(address+"/api/sms", form); err != nil {
		fmt.Println(err)
	}

	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	message, err := double.WaitForMessage(ctx, control.MessageFilter{To: "0171 6992343"})
	fmt.Println(message.Text, message.Codes, err)
	// Output: Your code is 1234. [1234] <nil>
}

func ExampleOwner() {
	fmt.Println(control.OfClient("").Check())
	fmt.Println(control.OfClient("shop").Has("shop", "john"))
	// Output:
	// owner: names no client and no account, and an empty name is not everything: want control.Everything()
	// true
}
