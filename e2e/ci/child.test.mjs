// The lines of docs/ci.md that start the double without Docker, with a test of a
// suite's own in their middle: the double answers, and ends with the suite.
import assert from 'node:assert/strict'
import {spawnSync} from 'node:child_process'
import {test} from 'node:test'
import {blocks} from './blocks.mjs'

for (const {language, command, place, ask} of [
    {language: 'js', command: ['node', '--input-type=module', '--eval'], place: '// the tests', ask: "console.log((await fetch(`${url}/_mock/health`)).status);"},
    {language: 'python', command: ['python3', '-c'], place: '...  # the tests', ask: "import urllib.request; print(urllib.request.urlopen(url + '/_mock/health').status)"},
]) {
    test(`a suite in ${language}`, () => {
        const [block] = blocks('ci.md', 'Without Docker', language)
        const [program, ...flags] = command
        const {stdout, stderr} = spawnSync(program, [...flags, block.replace(place, ask)], {encoding: 'utf8', timeout: 20000})
        assert.equal(stdout, '200\n', stderr)
        assert.match(stderr, /shutting down/)
    })
}
