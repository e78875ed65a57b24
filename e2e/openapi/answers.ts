// Holds answers to the document: strictly to the schema of their status and
// media type.
import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {Ajv2020} from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

type Content = Record<string, unknown>
type Operation = {operationId: string, responses: Record<string, {content?: Content}>}
type Document = {paths: Record<string, Record<string, Operation>>}

const document = JSON.parse(readFileSync('built/openapi.json', 'utf8')) as Document
const ajv = new Ajv2020({allErrors: true, allowUnionTypes: true, strict: true})
formats.default(ajv)
ajv.addVocabulary(Object.keys(document))
ajv.addSchema(document, 'document')

/** The operations whose answers were looked at, with their statuses. */
export const seen = new Map<string, Set<number>>()

/** Asserts that an answer is one that the document has for an operation. */
export async function holds(method: string, path: string, answer: Response) {
    const operation = document.paths[path]?.[method.toLowerCase()]
    assert.ok(operation, `the document has no ${method} ${path}`)
    seen.set(operation.operationId, (seen.get(operation.operationId) ?? new Set()).add(answer.status))

    const status = [`${answer.status}`, `${Math.floor(answer.status / 100)}XX`].find(s => s in operation.responses)
    assert.ok(status, `${method} ${path} has no answer ${answer.status}`)
    const text = await answer.text()
    const type = answer.headers.get('Content-Type')?.split(';')[0] ?? ''
    if (text === '') return
    assert.ok(type in (operation.responses[status]?.content ?? {}), `${method} ${path}: ${status} has no ${type}: ${text}`)
    if (type === 'application/json') fits(pointer('paths', path, method.toLowerCase(), 'responses', status, 'content', type, 'schema'), JSON.parse(text))
}

/** Asserts that a value fits the schema that a JSON pointer leads to. */
export function fits(schema: string, value: unknown) {
    const validate = ajv.getSchema(`document#${schema}`) ?? ajv.compile({$ref: `document#${schema}`})
    assert.ok(validate(value), `${decodeURIComponent(schema)}: ${JSON.stringify(value)}\n${ajv.errorsText(validate.errors, {separator: '\n'})}`)
}

/** The JSON pointer, as part of a URL, to what lies below these names. */
export const pointer = (...names: string[]) =>
    names.map(name => `/${encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('')
