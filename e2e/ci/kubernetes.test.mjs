// The types of Kubernetes' own API take the manifest of docs/kubernetes.md:
// no field is unknown, of another type, or missing.
import assert from 'node:assert/strict'
import {test} from 'node:test'
import ts from 'typescript'
import {parsed} from './blocks.mjs'

const options = {module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, noEmit: true, skipLibCheck: true, strict: true, types: []}
const file = `${import.meta.dirname}/manifest.ts` // is nowhere but in the compiler

/** Asserts that objects are of the kinds of Kubernetes that they say they are. */
function valid(objects) {
    const source = objects.map((object, i) => {
        const group = object.apiVersion.replace(/^v1$/, 'core/v1').replace('.k8s.io', '')
        return `export const object${i}: import('kubernetes-types/${group}').${object.kind} = ${JSON.stringify(object)}`
    }).join('\n')
    const host = ts.createCompilerHost(options)
    const read = host.getSourceFile
    host.getSourceFile = (name, ...rest) => name === file ? ts.createSourceFile(name, source, ...rest) : read(name, ...rest)
    const mistakes = ts.getPreEmitDiagnostics(ts.createProgram([file], options, host))
    assert.deepEqual(mistakes.map(({messageText}) => ts.flattenDiagnosticMessageText(messageText, '\n')), [])
}

const manifest = parsed('kubernetes.md', 'sms77mock on a cluster')

test('the manifest', () => valid(manifest))

test('a field that Kubernetes does not know is refused', () => {
    const deployment = structuredClone(manifest.find(({kind}) => kind === 'Deployment'))
    deployment.spec.template.spec.containers[0].readynessProbe = {}
    assert.throws(() => valid([deployment]), /readynessProbe/)
})
