package main

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"gopkg.in/yaml.v3"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/testkit/audit"
)

func document(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestDocumentedLevers runs the curl lines of docs/ci.md that are for use
// between tests, one after the other.
func TestDocumentedLevers(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("there is no curl")
	}
	_, section, _ := strings.Cut(document(t, "ci.md"), "\n## Between tests\n")
	section, _, _ = strings.Cut(section, "\n## ")
	lines := regexp.MustCompile(`(?m)^curl .+$`).FindAllString(section, -1)
	if len(lines) < 10 {
		t.Fatalf("got %d lines, want at least 10", len(lines))
	}
	r := serve(t, nil)
	application := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(application.Close)
	for _, line := range lines {
		line = strings.Replace(line, "http://127.0.0.1:3000/hook", application.URL, 1)
		line = strings.Replace(strings.Replace(line, "curl ", "curl -sS --fail-with-body ", 1), "http://127.0.0.1:8077", r.url, 1)
		if out, err := exec.CommandContext(t.Context(), "sh", "-c", line).CombinedOutput(); err != nil {
			t.Errorf("%s: %v, %s", line, err, out)
		}
	}
}

// TestDocumentedVariables looks up the variables that the documents name.
func TestDocumentedVariables(t *testing.T) {
	t.Parallel()
	parser, err := kong.New(&cli{}, kong.DefaultEnvars("SMS77MOCK"), kong.Vars{"addr": "", "worlds": ""})
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{
		"SMS77MOCK_WRLD": true, // the example of one that is none
		"SMS77MOCK_ADDR": true, "SMS77MOCK_PORT": true, "SMS77MOCK_IMAGE": true,
	}
	kong.Visit(parser.Model, func(node kong.Visitable, next kong.Next) error {
		if flag, ok := node.(*kong.Flag); ok {
			for _, name := range flag.Envs {
				known[name] = true
			}
		}
		return next(nil)
	})
	for _, name := range []string{"ci.md", "kubernetes.md", "security.md", "../README.md", "../compose.yaml", "../Dockerfile"} {
		for _, variable := range regexp.MustCompile(`SMS77MOCK_[A-Z_]+`).FindAllString(document(t, name), -1) {
			if !known[variable] {
				t.Errorf("%s: %s is no variable of the program", name, variable)
			}
		}
	}
}

// TestDocumentedPorts holds every line for Docker to publish to this machine only,
// as docs/security.md says.
func TestDocumentedPorts(t *testing.T) {
	t.Parallel()
	published := regexp.MustCompile(`(?:docker .*-p |ports: \[")([^"\s]+)`)
	found := 0
	for _, name := range []string{"audit.md", "ci.md", "kubernetes.md", "state.md", "performance.md", "../README.md", "../compose.yaml"} {
		for _, port := range published.FindAllStringSubmatch(document(t, name), -1) {
			found++
			if !strings.HasPrefix(port[1], "127.0.0.1:") {
				t.Errorf("%s: %s is published to every machine", name, port[1])
			}
		}
	}
	if found < 8 {
		t.Errorf("got %d ports, want those of all documents", found)
	}
}

// TestDocumentedCounts counts what the README says that there is so much of.
func TestDocumentedCounts(t *testing.T) {
	t.Parallel()
	for what, there := range map[string]int{"presets": len(fixtures.Presets()), "scenarios": len(audit.Scenarios())} {
		counts := regexp.MustCompile(`(\d+) `+what).FindAllStringSubmatch(document(t, "../README.md"), -1)
		if len(counts) == 0 {
			t.Errorf("the README does not count the %s", what)
		}
		for _, count := range counts {
			if count[1] != strconv.Itoa(there) {
				t.Errorf("the README has %s, want %d", count[0], there)
			}
		}
	}
}

// TestManifest holds the manifest of docs/kubernetes.md to 40 lines of YAML, and
// its world to have no mistakes.
func TestManifest(t *testing.T) {
	t.Parallel()
	_, manifest, _ := strings.Cut(document(t, "kubernetes.md"), "\n```yaml\n")
	manifest, _, _ = strings.Cut(manifest, "```")
	if got := strings.Count(manifest, "\n"); got == 0 || got > 40 {
		t.Errorf("got %d lines, want at most 40", got)
	}
	kinds := ""
	decoder := yaml.NewDecoder(bytes.NewReader([]byte(manifest)))
	for {
		var object struct {
			Kind string
			Data map[string]string
		}
		err := decoder.Decode(&object)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		kinds += object.Kind + " "
		if world, ok := object.Data["world.yaml"]; ok {
			if _, err := fixtures.Parse("world.yaml", []byte(world)); err != nil {
				t.Error(err)
			}
		}
	}
	if want := "ConfigMap PersistentVolumeClaim Deployment Service Ingress "; kinds != want {
		t.Errorf("got %s, want %s", kinds, want)
	}
}
