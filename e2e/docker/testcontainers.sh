# The block of docs/ci.md for testcontainers in Node starts the image. Ryuk, which
# would clear up, is another image to fetch; a label lets us do so.

(cd testcontainers && npm_installs "testcontainers" --ignore-scripts) || return 0

# started_by_node: the block, between the import and a request to the URL that it
# ends with, is a program.
started_by_node() {
  {
    echo "import {GenericContainer, Wait} from 'testcontainers'"
    awk '/^## / { here = ($0 == "## Testcontainers") } /^```$/ { on = 0 } on { print } here && /^```js$/ { on = 1 }' "$root/docs/ci.md" |
      sed "s|('sms77mock')|('$image').withLabels({'$label': ''})|"
    echo 'console.log(await (await fetch(`${url}/_mock/health`)).text())'
    echo 'await mock.stop()'
  } >"$scratch/testcontainers.js"
  (cd testcontainers && TESTCONTAINERS_RYUK_DISABLED=true timeout 60 node --input-type=module - <"$scratch/testcontainers.js") |
    grep '"status":"ok"'
}
check "docs/ci.md: testcontainers in Node" started_by_node
skip "docs/ci.md: testcontainers in Go and Java" "NOT RUN: GO'S TAKES HALF A MINUTE TO COMPILE, JAVA'S NEEDS MAVEN"
