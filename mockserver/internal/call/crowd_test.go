package call_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/sms77mock/mockserver/internal/call"
)

// Large bodies are read one after the other where there is no room for all at
// once; small ones do not wait for these. Who waits for long is refused.
func TestCrowd(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		length  int64 // announced
		size    int
		waiting bool
	}{
		"small":                  {1000, 1000, false},
		"large":                  {200_000, 200_000, true},
		"small, not announced":   {-1, 1000, false},
		"large, not announced":   {-1, 200_000, true},
		"more than there can be": {50 << 20, 1 << 20, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				crowd := call.NewCrowd(300_000)
				read := func(length int64, size int) (done chan *call.Refusal, leave func()) {
					r := &http.Request{ContentLength: length, Body: io.NopCloser(strings.NewReader(strings.Repeat("x", size)))}
					leave, done = crowd.Admit(r), make(chan *call.Refusal, 1)
					go func() {
						_, broken := call.ReadBody(r, 100<<20)
						done <- broken
					}()
					synctest.Wait()
					return done, leave
				}
				first, leaveFirst := read(250_000, 250_000)
				if broken := <-first; broken != nil {
					t.Fatal(broken.Reason)
				}
				second, leaveSecond := read(test.length, test.size)
				if got := len(second) == 0; got != test.waiting {
					t.Fatalf("beside another one: waits %t, want %t", got, test.waiting)
				}
				leaveFirst()
				synctest.Wait()
				broken := <-second
				if short := int64(test.size) < test.length; (broken != nil) != short {
					t.Errorf("when there is room: got %+v", broken)
				}
				if !test.waiting {
					return
				}
				third, _ := read(200_000, 200_000)
				time.Sleep(time.Minute)
				if broken := <-third; broken == nil || broken.Status != http.StatusServiceUnavailable {
					t.Errorf("while there is none for long: got %+v, want 503", broken)
				}
				leaveSecond()
				if broken := <-first2(read(200_000, 200_000)); broken != nil {
					t.Errorf("when all have left: got %+v", broken)
				}
			})
		})
	}
}

// Small bodies wait for each other where there are many; the smallest never do, and
// what has been announced takes no room before it comes.
func TestCrowdOfSmall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		crowd := call.NewCrowd(300_000)
		done := make(chan *call.Refusal, 20)
		upload := func(announced int64, comes int) (finish func()) {
			read, write := io.Pipe()
			r := &http.Request{ContentLength: announced, Body: read}
			leave := crowd.Admit(r)
			go func() {
				_, broken := call.ReadBody(r, 100<<20)
				leave()
				done <- broken
			}()
			go write.Write([]byte(strings.Repeat("x", comes)))
			synctest.Wait()
			return func() { write.Close(); synctest.Wait() }
		}
		var finish []func()
		for range 10 {
			finish = append(finish, upload(200_000, 4000)) // which count for nothing
		}
		finish = append(finish, upload(60_000, 0), upload(-1, 10_000))
		finish = append(finish, upload(60_000, 60_000)) // waits
		if len(done) != 0 {
			t.Errorf("a third small body is read beside two, want it to wait")
		}
		finish = append(finish, upload(4000, 4000))
		if len(done) != 1 {
			t.Errorf("%d bodies are read, want the smallest", len(done))
		}
		finish[10]()
		if len(done) != 3 {
			t.Errorf("%d bodies are read when one has left, want the next one", len(done))
		}
		for _, finish := range finish {
			finish()
		}
	})
}

func first2[A, B any](a A, _ B) A { return a }
