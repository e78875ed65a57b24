// The lines of docs/ci.md that start the double without Docker, with a test of a
// suite's own in their middle: the double answers, and ends with the suite.
import assert from 'node:assert/strict'
import {spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {test} from 'node:test'
import {blocks} from './blocks.mjs'

const withinMain = lines => `class Suite {\n  public static void main(String[] args) throws Exception {\n${lines}\n  }\n}\n`

for (const {language, file, command, place, ask, around = lines => lines} of [
    {language: 'js', file: 'suite.mjs', command: 'node', place: '// the tests', ask: "console.log((await fetch(`${url}/_mock/health`)).status);"},
    {language: 'python', file: 'suite.py', command: 'python3', place: '...  # the tests', ask: "import urllib.request; print(urllib.request.urlopen(url + '/_mock/health').status)"},
    {language: 'java', file: 'Suite.java', command: 'java', place: '// the tests', ask: 'System.out.println(((java.net.HttpURLConnection) new java.net.URL(url + "/_mock/health").openConnection()).getResponseCode());', around: withinMain},
]) {
    const missing = spawnSync(command, ['--version']).error
    test(`a suite in ${language}`, {skip: missing && `THERE IS NO ${command} HERE`}, () => {
        const [block] = blocks('ci.md', 'Without Docker', language)
        const directory = mkdtempSync(join(tmpdir(), 'suite-'))
        try {
            writeFileSync(join(directory, file), around(block.replace(place, ask)))
            const {stdout, stderr} = spawnSync(command, [join(directory, file)], {encoding: 'utf8', timeout: 20000})
            assert.equal(stdout, '200\n', stderr)
            assert.match(stderr, /shutting down/)
        } finally {
            rmSync(directory, {recursive: true})
        }
    })
}
