// GitHub's rules for workflows accept what docs/ci.md prints for it, and the
// workflows of this repository.
import assert from 'node:assert/strict'
import {readdirSync, readFileSync} from 'node:fs'
import {test} from 'node:test'
import {validateWorkflow} from '@action-validator/core'
import {stringify} from 'yaml'
import {parsed, root} from './blocks.mjs'

/** Asserts that a workflow is one. */
function valid(workflow) {
    assert.deepEqual(validateWorkflow(workflow).errors, [])
}

/** A workflow of one job, which has what is printed. */
const around = job => stringify({jobs: {test: {'runs-on': 'ubuntu-latest', steps: [{run: './run-tests'}], ...job}}, on: 'push'})

test('GitHub Actions', () => {
    const [workflow] = parsed('ci.md', 'GitHub Actions')
    valid(stringify({on: 'push', ...workflow}))
})

test('With variables only', () => {
    const [job] = parsed('ci.md', 'With variables only')
    valid(around(job))
})

test('By name', () => {
    const [job] = parsed('ci.md', 'By name')
    valid(around(job))
})

const workflows = new URL('.github/workflows/', root)
for (const name of readdirSync(workflows)) {
    test(name, () => valid(readFileSync(new URL(name, workflows), 'utf8')))
}

test('a key that GitHub does not know is refused', () => {
    assert.throws(() => valid(around({services: {sms77mock: {image: 'sms77mock', prots: []}}})), /prots/)
})
