# The blocks of docs/ci.md for testcontainers in Go and Node start the image. Ryuk,
# which would clear up, is another image to fetch; a label lets us do so.
export TESTCONTAINERS_RYUK_DISABLED=true
# Where a machine is itself a container, they would ask the engine for its bridge's
# gateway, which one that has just been installed does not know.
export TESTCONTAINERS_HOST_OVERRIDE=localhost

# block LANGUAGE: what is printed under the heading.
block() {
  awk -v fence='```'"$1" '/^## / { here = ($0 == "## Testcontainers") } /^```$/ { on = 0 } on { print } here && $0 == fence { on = 1 }' "$root/docs/ci.md"
}

# started_by_go: the block, in a test that asks the URL that it ends with.
started_by_go() {
  mkdir "$scratch/go" && cp testcontainers/go.mod testcontainers/go.sum "$scratch/go" || return
  {
    cat <<'GO'
package documented

import (
	"net/http"
	"testing"

	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/wait"
)

func TestDocumented(t *testing.T) {
ctx := t.Context()
GO
    block go | sed "s|\"sms77mock\",|\"$image\", testcontainers.WithLabels(map[string]string{\"$label\": \"\"}),|"
    cat <<'GO'
if err != nil {
	t.Fatal(err)
}
health, err := http.Get(url + "/_mock/health")
if err != nil {
	t.Fatal(err)
}
if health.Body.Close(); health.StatusCode != http.StatusOK {
	t.Error(health.Status)
}
}
GO
  } >"$scratch/go/documented_test.go"
  (cd "$scratch/go" && timeout 300 go test -vet=off -count=1 .)
}
check "docs/ci.md: testcontainers in Go" started_by_go

# started_by_node: the block, between the import and a request to the URL that it
# ends with, is a program.
started_by_node() {
  {
    echo "import {GenericContainer, Wait} from 'testcontainers'"
    block js | sed "s|('sms77mock')|('$image').withLabels({'$label': ''})|"
    echo 'console.log(await (await fetch(`${url}/_mock/health`)).text())'
    echo 'await mock.stop()'
  } >"$scratch/testcontainers.js"
  (cd testcontainers && timeout 60 node --input-type=module - <"$scratch/testcontainers.js") | grep '"status":"ok"'
}
(cd testcontainers && npm_installs "docs/ci.md: testcontainers in Node" --ignore-scripts) &&
  check "docs/ci.md: testcontainers in Node" started_by_node
