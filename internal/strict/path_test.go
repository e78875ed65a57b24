package strict_test

import (
	"testing"

	"example.com/sms77mock/internal/strict"
)

func TestPath(t *testing.T) {
	t.Parallel()
	var root strict.Path
	clients := root.Field("clients")
	second := clients.Entry(1)
	account := second.Field("authorize.account")
	odd, empty := second.Field(".a"), second.Field("")
	list := root.Entry(0)
	inList := list.Entry(12)
	for want, path := range map[string]strict.Path{
		"": root, "clients": clients, "clients[1]": second, "clients[1].authorize.account": account,
		"clients[1]..a": odd, "clients[1].": empty, "[0]": list, "[0][12]": inList,
	} {
		if got := path.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
