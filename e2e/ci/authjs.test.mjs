// Auth.js itself logs a user in at the double, with the client and the provider
// that docs/ci.md prints: sign-in, consent, callback and session, in the order
// in which a browser asks for them.
import assert from 'node:assert/strict'
import {before, test} from 'node:test'
import {Auth} from '@auth/core'
import {blocks} from './blocks.mjs'

const double = process.env.OAUTH_URL
const [command] = blocks('ci.md', 'Auth.js', 'sh')
const [provider] = blocks('ci.md', 'Auth.js', 'js')
const application = 'http://localhost:3000'

/** A browser of its own before an application that has the provider. */
function browser() {
    const cookies = new Map()
    return async function visit(url, init = {}) {
        const headers = {Cookie: [...cookies].map(cookie => cookie.join('=')).join('; ')}
        const answer = await Auth(new Request(new URL(url, application), {...init, headers}), {
            basePath: '/api/auth',
            logger: {error() {}}, // a denial is one to Auth.js
            providers: [(0, eval)(`(${provider})`)],
            secret: 'a secret of the application, of thirty-two bytes',
            trustHost: true,
        })
        for (const cookie of answer.headers.getSetCookie()) {
            const [, name, value] = cookie.match(/^([^=]+)=([^;]*)/)
            cookies.set(name, value)
        }
        return answer
    }
}

/** Clicks on sign-in, has the double ask the user, and comes back to the application. */
async function logIn(visit) {
    const {csrfToken} = await (await visit('/api/auth/csrf')).json()
    const start = await visit('/api/auth/signin/sms77', {body: new URLSearchParams({csrfToken}), method: 'POST'})
    const asked = await fetch(start.headers.get('Location'), {redirect: 'manual'})
    assert.equal(asked.status, 302, asked.headers.get('Mock-Reason'))
    return visit(asked.headers.get('Location'))
}

/** Pulls a lever of the double. */
async function lever(name, body) {
    const answer = await fetch(`${double}/_mock/${name}`, {body, method: 'POST'})
    assert.ok(answer.ok, await answer.text())
}

before(() => lever('clients', command.match(/-d '(.*)'/)[1]))

test('a user logs in and has a session', async () => {
    const visit = browser()
    await logIn(visit)
    const session = await (await visit('/api/auth/session')).json()
    assert.deepEqual(session?.user, {email: 'john.doe@acme.inc', name: 'Acme Inc.'})
})

test('a user who denies it has none', async () => {
    await lever('decisions', '{"decision":"deny"}')
    const visit = browser()
    const answer = await logIn(visit)
    assert.match(answer.headers.get('Location'), /[?&]error=/)
    assert.equal(await (await visit('/api/auth/session')).json(), null)
})
