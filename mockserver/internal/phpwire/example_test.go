package phpwire_test

import (
	"fmt"

	"example.com/sms77mock/mockserver/internal/phpwire"
)

func ExampleEncodeQuery() {
	fmt.Println(phpwire.EncodeQuery(
		phpwire.Pair{Name: "error_description", Value: "The user denied access"},
		phpwire.Pair{Name: "state", Value: "~/"},
	))
	// Output: error_description=The+user+denied+access&state=%7E%2F
}

func ExampleMarshal() {
	body, _ := phpwire.Marshal(map[string]string{"error_uri": "http://tools.ietf.org/", "text": "Grüße <3"})
	fmt.Println(string(body))
	// Output: {"error_uri":"http:\/\/tools.ietf.org\/","text":"Gr\u00fc\u00dfe <3"}
}

func ExampleParseURL() {
	u, _ := phpwire.ParseURL("com.example.app:/x")
	fmt.Println(*u.Scheme, *u.Path, u.Host == nil)
	// Output: com.example.app /x true
}
