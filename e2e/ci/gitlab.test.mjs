// GitLab's schema of .gitlab-ci.yml, as gitlab-ci-local carries it, accepts what
// docs/ci.md prints for it.
import assert from 'node:assert/strict'
import {test} from 'node:test'
import Ajv from 'ajv'
import {schema} from 'gitlab-ci-local/src/schema/schema.js'
import {parsed} from './blocks.mjs'

// GitLab's own words beside those of JSON Schema, and its formats, are for editors.
const validate = new Ajv({allErrors: true, strict: false, validateFormats: false}).compile(schema)

/** Asserts that a pipeline is one. */
function valid(pipeline) {
    assert.ok(validate(pipeline), JSON.stringify(validate.errors, null, 2))
}

test('GitLab', () => {
    const [pipeline] = parsed('ci.md', 'GitLab')
    valid(pipeline)
})

test('With variables only', () => {
    const [, pipeline] = parsed('ci.md', 'With variables only')
    valid(pipeline)
})

test('By name', () => {
    const [, job] = parsed('ci.md', 'By name')
    valid({test: {script: './run-tests', ...job}})
})

test('a key that GitLab does not know is refused', () => {
    assert.throws(() => valid({test: {script: './run-tests', services: [{name: 'sms77mock', alais: 'x'}]}}), /alais/)
})
