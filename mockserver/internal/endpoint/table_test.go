package endpoint_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/gorilla/mux"

	"example.com/sms77mock/mockserver/internal/endpoint"
)

// served is an endpoint that is served by its name.
func served(methods, path, name string) endpoint.Served[string] {
	return endpoint.Served[string]{Endpoint: endpoint.Endpoint{Methods: methods, Path: path, Name: name}, Serve: name}
}

func table() *endpoint.Table[string] {
	anyMethod := served("POST", "/any", "any")
	anyMethod.Any = true
	return endpoint.NewTable([]endpoint.Served[string]{
		served("GET POST", "/things", "things"),
		served("DELETE", "/things", "remove"),
		served("GET", "/things/wait", "wait"),
		served("GET", "/things/{id:[0-9]+}", "thing"),
		served("PATCH", "/things/{id:[0-9]+}", "change"),
		served("GET", "/things/{id}/parts/{part}", "part"),
		served("DELETE", "/files/{name:.+}", "file"),
		anyMethod,
	})
}

func TestTable(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		method, path, want string
		variable, value    string
	}{
		{"GET", "/things", "things", "", ""},
		{"POST", "/things", "things", "", ""},
		{"HEAD", "/things", "things", "", ""},
		{"DELETE", "/things", "remove", "", ""},
		{"GET", "/things/wait", "wait", "", ""},
		{"GET", "/things/17", "thing", "id", "17"},
		{"PATCH", "/things/17", "change", "id", "17"},
		{"GET", "/things/a/parts/b%20c", "part", "part", "b%20c"},
		{"DELETE", "/files/a/b", "file", "name", "a/b"},
		{"POST", "/any", "any", "", ""},
		{"BREW", "/any", "any", "", ""},
		{"PATCH", "/things", "", "", ""},
		{"HEAD", "/files/a", "", "", ""},
	} {
		path, variables := table().Find(test.path)
		if path == nil {
			t.Errorf("%s: found nothing", test.path)
			continue
		}
		e, ok := path.For(test.method)
		if e.Serve != test.want || ok != (test.want != "") || variables[test.variable] != test.value {
			t.Errorf("%s %s: got %q (%t) and %v, want %q", test.method, test.path, e.Serve, ok, variables, test.want)
		}
	}
	for _, path := range []string{"", "/", "/things/", "//things", "/things/a", "/things/1/parts/", "/files/", "/anything"} {
		if p, _ := table().Find(path); p != nil {
			t.Errorf("%q: got %s, want nothing", path, p.First().Name)
		}
	}
	path, _ := table().Find("/things")
	if got, want := path.Allow(), []string{"GET", "POST", "DELETE"}; !slices.Equal(got, want) {
		t.Errorf("got methods %v, want %v", got, want)
	}
}

func TestOperations(t *testing.T) {
	t.Parallel()
	var got []string
	for _, o := range (endpoint.Endpoint{Methods: "GET POST", Name: "balance"}).Operations() {
		got = append(got, o.Method+" "+o.ID)
	}
	if want := []string{"GET balance", "POST balanceByPost"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// BenchmarkFind compares the table with the router alone, for a path without a
// variable behind thirty others, as the gateway has them.
func BenchmarkFind(b *testing.B) {
	var list []endpoint.Served[string]
	router := mux.NewRouter().SkipClean(true)
	for _, letter := range "abcdefghijklmnopqrstuvwxyz0123" {
		path := "/api/" + string(letter)
		list = append(list, served("GET POST", path, path), served("GET", path+"/{id}", path+"One"))
		router.Path(path).Methods("GET", "POST").Handler(http.NotFoundHandler())
		router.Path(path + "/{id}").Methods("GET").Handler(http.NotFoundHandler())
	}
	r, _ := http.NewRequest("GET", "http://localhost/api/3", nil)
	b.Run("table", func(b *testing.B) {
		b.ReportAllocs()
		table := endpoint.NewTable(list)
		for b.Loop() {
			if p, _ := table.Find(r.URL.Path); p == nil {
				b.Fatal("found nothing")
			}
		}
	})
	b.Run("mux", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var match mux.RouteMatch
			if !router.Match(r, &match) {
				b.Fatal("found nothing")
			}
		}
	})
}
