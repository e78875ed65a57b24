// What every Go test begins with that the dashboard writes: how it sends, learns
// and compares.

export const player = `	client := srv.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	var learnt []string // codes and tokens as they were, each followed by what it is now
	type answer struct {
		status         int
		location, body string
	}
	verdict := func(a answer) string { // what of an answer is the same each time
		if len(a.body) <= 5 {
			return strings.TrimSpace(a.body) // a code of the gateway's
		}
		var object struct {
			Error   any \`json:"error"\`
			Success any \`json:"success"\`
		}
		if json.Unmarshal([]byte(a.body), &object) != nil {
			return ""
		}
		text, _ := json.Marshal(object)
		return string(text)
	}
	now := func(s string) string { return strings.NewReplacer(learnt...).Replace(s) }
	learn := func(was, is answer) {
		for _, member := range []string{"access_token", "refresh_token"} {
			var old, fresh map[string]any
			if json.Unmarshal([]byte(was.body), &old) == nil && json.Unmarshal([]byte(is.body), &fresh) == nil {
				if from, ok := old[member].(string); ok && from != "" {
					to, _ := fresh[member].(string)
					learnt = append(learnt, from, to)
				}
			}
		}
		old, err := url.Parse(was.location)
		fresh, freshErr := url.Parse(is.location)
		if err == nil && freshErr == nil && old.Query().Get("code") != "" {
			learnt = append(learnt, old.Query().Get("code"), fresh.Query().Get("code"))
		}
	}
	send := func(method, target, body string, header http.Header, wanted bool, want answer) {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		if want.status == 0 {
			ctx, cancel = context.WithTimeout(t.Context(), time.Second)
		}
		defer cancel()
		req, err := http.NewRequestWithContext(ctx, method, srv.URL+now(target), strings.NewReader(now(body)))
		if err != nil {
			t.Fatal(err)
		}
		for name, values := range header {
			for _, value := range values {
				req.Header.Add(name, now(value))
			}
		}
		var got answer
		resp, err := client.Do(req)
		if err == nil {
			var read []byte
			read, err = io.ReadAll(resp.Body)
			resp.Body.Close()
			got = answer{resp.StatusCode, resp.Header.Get("Location"), string(read)}
		}
		if want.status == 0 {
			if err == nil {
				t.Errorf("%s %s: got a whole answer, want a broken connection", method, target)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		learn(want, got)
		want.location = now(want.location)
		if !wanted {
			return
		}
		if got.status != want.status || got.location != want.location || verdict(got) != verdict(want) {
			t.Errorf("%s %s:\\ngot  %d %s %s\\nwant %d %s %s", method, target, got.status, got.location, got.body, want.status, want.location, want.body)
		}
	}
`;
