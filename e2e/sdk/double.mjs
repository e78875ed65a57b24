// What both clients' checks need of the double: its address, a token from its
// own OAuth flow, its levers, and a place that webhooks can go to.
import assert from 'node:assert/strict'
import {createServer} from 'node:http'
import {once} from 'node:events'

/** Address of the double, without a slash at the end. */
export const double = process.env.DOUBLE

/** The scopes of the vendor's documentation, and those that came later. */
const scope = 'analytics balance contacts hooks journal lookup pricing sms status subaccounts validate_for_voice voice' +
    ' groups numbers rcs waba'

/** Lets John Doe allow all scopes and returns the access token. */
export async function token() {
    const query = new URLSearchParams({client_id: 'testclient', response_type: 'code', scope, state: 'xyz'})
    const redirect = await fetch(`${double}/authorize?${query}`, {redirect: 'manual'})
    const code = new URL(redirect.headers.get('Location')).searchParams.get('code')
    const answer = await fetch(`${double}/token`, {
        body: new URLSearchParams({code, grant_type: 'authorization_code'}),
        headers: {Authorization: `Basic ${btoa('testclient:testsecret')}`},
        method: 'POST',
    })
    const {access_token} = await answer.json()
    assert.match(access_token, /^[0-9a-f]{40}$/)
    return access_token
}

/** Pulls a lever of the double. */
export async function lever(name, body) {
    const answer = await fetch(`${double}/_mock/${name}`, {
        body: JSON.stringify(body),
        headers: {'Content-Type': 'application/json'},
        method: 'POST',
    })
    assert.equal(answer.ok, true, `${name}: ${await answer.clone().text()}`)
    return answer.json()
}

/** Listens for webhooks. next() is the next request that comes; close() ends it. */
export async function receiver() {
    const waiting = [], arrived = []
    const server = createServer(async (request, response) => {
        let body = ''
        for await (const chunk of request) body += chunk
        response.end()
        const hook = {body, headers: request.headers, method: request.method, url: receiver.url + request.url}
        waiting.length ? waiting.shift()(hook) : arrived.push(hook)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const receiver = {
        close: () => server.close(),
        next: () => arrived.length ? Promise.resolve(arrived.shift()) : new Promise(resolve => waiting.push(resolve)),
        url: `http://127.0.0.1:${server.address().port}`,
    }
    return receiver
}

/**
 * Asserts that an answer has the shape that a client's types promise: an object
 * has at least these members, an array only elements of this shape. A function
 * is a type: String, Number, Boolean. An alternative is a Set of shapes.
 */
export function has(answer, shape, path = 'answer') {
    if (shape instanceof Set) {
        const fits = [...shape].some(one => {
            try {
                has(answer, one, path)
                return true
            } catch {
                return false
            }
        })
        assert.ok(fits, `${path} is ${JSON.stringify(answer)}`)
    } else if (Array.isArray(shape)) {
        assert.ok(Array.isArray(answer), `${path} is no array: ${JSON.stringify(answer)}`)
        answer.forEach((element, i) => has(element, shape[0], `${path}[${i}]`))
    } else if (typeof shape === 'function') {
        assert.equal(typeof answer, shape.name.toLowerCase(), `${path} is ${JSON.stringify(answer)}`)
    } else if (shape !== null && typeof shape === 'object') {
        assert.ok(answer !== null && typeof answer === 'object', `${path} is ${JSON.stringify(answer)}`)
        for (const [name, member] of Object.entries(shape)) has(answer[name], member, `${path}.${name}`)
    } else {
        assert.deepEqual(answer, shape, path)
    }
}

/** A shape that may be null instead. */
export const orNull = shape => new Set([shape, null])
