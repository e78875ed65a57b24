package strict_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/sms77mock/internal/strict"
)

// TestMarshalJSONIsReadAgain writes a value, with everything that a world file
// is made of, and reads it back.
func TestMarshalJSONIsReadAgain(t *testing.T) {
	t.Parallel()
	type inner struct {
		Wait time.Duration `yaml:"wait,omitempty"`
		Name string        `yaml:"name"`
	}
	type outer struct {
		List  []inner           `yaml:"list,omitempty"`
		None  []string          `yaml:"none,omitempty"`
		Empty []string          `yaml:"empty,omitempty"`
		Words map[string]string `yaml:"words,omitempty"`
		Text  *string           `yaml:"text,omitempty"`
		Count int               `yaml:"count,omitempty"`
		Yes   bool              `yaml:"yes"`
	}
	text := "a \"quoted\" <b> \u2028 😀"
	value := outer{
		List: []inner{{Wait: 90 * time.Second, Name: "x"}, {}}, Empty: []string{},
		Words: map[string]string{"b": "2", "a\"": "1"}, Text: &text,
	}
	data, err := strict.MarshalJSON(value)
	if err != nil {
		t.Fatal(err)
	}
	var got outer
	if err := strict.JSON(data, &got).Err(); err != nil {
		t.Fatalf("%s: %v", data, err)
	}
	if diff := cmp.Diff(value, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", data, diff)
	}
}
