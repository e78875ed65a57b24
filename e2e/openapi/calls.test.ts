// Calls the operations of the double, well and badly, through the client that is
// generated from its document. Every answer is held to the document; what is
// asserted here besides is that the call came as far as it was meant to.
import assert from 'node:assert/strict'
import {test} from 'node:test'
import {fits, pointer, seen} from './answers.js'
import {api, narrowed, open, plain} from './client.js'

const number = '491716992343'
const hook = 'http://127.0.0.1:9/hook'

/** Has a body written as a form. */
const form = {
    bodySerializer: (body: Record<string, string | string[]>) =>
        new URLSearchParams(Object.entries(body).map(([name, value]): [string, string] => [name, `${value}`])),
    headers: {'Content-Type': 'application/x-www-form-urlencoded'},
}

/** The answer, which has to have a member. */
function having<T, K extends string>(data: T | undefined, member: K): Extract<T, {[k in K]?: unknown}> {
    assert.ok(typeof data === 'object' && data !== null && member in data, `${JSON.stringify(data)} has no ${member}`)
    return data as Extract<T, {[k in K]?: unknown}>
}

/** The first one of several, which there has to be. */
function first<T>(list: T[]): T {
    const [one] = list
    assert.ok(one !== undefined, 'there is none')
    return one
}

test('sms: sent, in several parts, as text, refused, cancelled', async () => {
    const {data} = await api.POST('/api/sms', {body: {from: 'Acme', label: 'a', text: 'x'.repeat(400), to: `${number},491761234567`}})
    const {messages} = having(data, 'messages')
    assert.deepEqual(messages.map(m => m.parts), [3, 3])
    await api.GET('/api/sms', {params: {query: {debug: '1', text: 'Grüße 😀', to: number}}})
    await api.POST('/api/sms', {body: {text: 'Refused', to: '447700900500'}})
    await api.POST('/api/sms', {body: {text: '', to: number}})
    await api.POST('/api/sms', {body: {text: 'Hi', to: ''}})
    const text = await plain.POST('/api/sms', {body: {details: '1', text: 'Hi', to: number}, parseAs: 'text'})
    assert.match(`${text.data}`, /^100\n/)
    assert.equal((await narrowed.POST('/api/sms', {body: {text: 'Hi', to: number}})).response.status, 403)

    const delayed = await api.POST('/api/sms', {body: {delay: '2099-01-01 00:00', text: 'Later', to: number}})
    const {id} = first(having(delayed.data, 'messages').messages)
    for (const success of [true, false]) {
        const {data} = await api.DELETE('/api/sms', {params: {query: {ids: `${id}`}}})
        assert.equal(having(data, 'deleted').success, success)
    }
    await api.GET('/api/status', {params: {query: {msg_id: `${id}`}}})
    await api.POST('/api/status', {body: {msg_id: `${id},1`}})
    await plain.GET('/api/status', {params: {query: {msg_id: 'none'}}, parseAs: 'text'})
})

test('lookup: of every type, of one and of several numbers, refused', async () => {
    for (const type of ['cnam', 'format', 'hlr', 'mnp', 'rcs'] as const) {
        for (const to of [number, `${number},4915112345678`, '447700900600', '0']) {
            await api.GET('/api/lookup/{type}', {params: {path: {type}, query: {number: to}}})
            await api.POST('/api/lookup', {body: {number: to, type}})
        }
        await plain.GET('/api/lookup', {params: {query: {number, type}}, parseAs: 'text'})
        await plain.POST('/api/lookup/{type}', {body: {number}, params: {path: {type}}, parseAs: 'text'})
    }
})

test('balance, pricing, analytics, voice, validation, journal', async () => {
    assert.equal(having((await api.GET('/api/balance')).data, 'currency').currency, 'EUR')
    await api.POST('/api/balance', {body: {}})
    await plain.GET('/api/balance', {parseAs: 'text'})
    await api.GET('/api/pricing', {params: {query: {country: 'de'}}})
    await api.POST('/api/pricing', {body: {country: 'XX'}})
    await plain.GET('/api/pricing', {params: {query: {format: 'csv'}}, parseAs: 'text'})

    const called = await api.POST('/api/voice', {body: {text: 'Hello', to: number}})
    const {id} = first(having(called.data, 'messages').messages)
    await api.GET('/api/voice', {params: {query: {debug: '1', text: 'Hello', to: number}}})
    await api.POST('/api/voice', {body: {text: '', to: number}})
    await plain.POST('/api/voice', {body: {text: 'Hello', to: number}, parseAs: 'text'})
    for (let i = 0; i < 2; i++) await api.POST('/api/voice/{id}/hangup', {params: {path: {id: `${id}`}}})
    await api.GET('/api/voice/{id}/hangup', {params: {path: {id: '1'}}})
    await api.POST('/api/validate_for_voice', {body: {number: '4917612345678'}})
    await api.GET('/api/validate_for_voice', {params: {query: {number: '0'}}})

    await open.POST('/_mock/messages', {body: {from: number, text: 'Hi yourself'}})
    await open.POST('/_mock/clock', {body: {advance: '1m'}})
    for (const type of ['outbound', 'inbound', 'voice', 'replies'] as const) {
        await api.GET('/api/journal/{type}', {params: {path: {type}}})
        await api.POST('/api/journal', {body: {limit: 1, type}})
    }
    await api.GET('/api/journal', {params: {query: {date_from: 'never'}}})
    await api.POST('/api/journal/{type}', {body: {}, params: {path: {type: 'voice'}}})
    for (const group of ['date', 'label', 'subaccount', 'country'] as const) {
        await api.GET('/api/analytics/{group}', {params: {path: {group}}})
        await api.GET('/api/analytics', {params: {query: {group_by: group, label: 'all', subaccounts: 'all'}}})
    }
    await api.GET('/api/analytics', {params: {query: {end: '', start: ''}}})
})

test('contacts and groups: made, read, changed, listed, removed, missing', async () => {
    const group = having((await api.POST('/api/groups', {body: {name: 'Friends'}})).data, 'members_count')
    await api.POST('/api/groups', {body: {name: ''}})
    const made = await api.POST('/api/contacts', {body: {firstname: 'Jane', groups: `${group.id}`, mobile_number: number}})
    const contact = {path: {id: `${having(made.data, 'initials').id}`}}
    await api.GET('/api/contacts/{id}', {params: contact})
    const changed = await api.PATCH('/api/contacts/{id}', {body: {city: 'Kiel'}, params: contact})
    assert.equal(having(changed.data, 'properties').properties.city, 'Kiel')
    await api.GET('/api/contacts', {params: {query: {limit: 1, search: 'jane'}}})
    await api.GET('/api/contacts', {params: {query: {action: 'read'}}})
    await plain.GET('/api/contacts', {params: {query: {action: 'read'}}, parseAs: 'text'})
    await api.POST('/api/contacts', {body: {action: 'write', empfaenger: number, nick: 'Jim'}})
    await api.GET('/api/contacts', {params: {query: {action: 'del', id: '1'}}})
    for (let i = 0; i < 2; i++) await api.DELETE('/api/contacts/{id}', {params: contact})
    assert.equal((await api.GET('/api/contacts/{id}', {params: contact})).response.status, 404)
    await api.PATCH('/api/contacts/{id}', {body: {city: 'Kiel'}, params: contact})

    const friends = {path: {id: `${group.id}`}}
    await api.GET('/api/groups/{id}', {params: friends})
    await api.PATCH('/api/groups/{id}', {body: {name: 'Best friends'}, params: friends})
    await api.PATCH('/api/groups/{id}', {body: {name: ''}, params: friends})
    await api.GET('/api/groups', {params: {query: {limit: 5, offset: 0}}})
    for (let i = 0; i < 2; i++) await api.DELETE('/api/groups/{id}', {params: {...friends, query: {delete_contacts: '1'}}})
    assert.equal((await api.GET('/api/groups/{id}', {params: friends})).response.status, 404)
    await api.PATCH('/api/groups/{id}', {body: {name: 'None'}, params: friends})
})

test('numbers: offered, ordered, read, changed, cancelled, missing', async () => {
    const {availableNumbers} = having((await api.GET('/api/numbers/available', {params: {query: {country: 'DE'}}})).data, 'availableNumbers')
    const offer = first(availableNumbers)
    for (let i = 0; i < 2; i++) await api.POST('/api/numbers/order', {body: {number: offer.number, payment_interval: 'monthly'}})
    const path = {number: offer.number}
    await api.GET('/api/numbers/active')
    const named = await api.PATCH('/api/numbers/active/{number}', {body: {friendly_name: 'Hotline', sms_forward: number}, params: {path}})
    assert.equal(having(named.data, 'friendly_name').friendly_name, 'Hotline')
    await api.DELETE('/api/numbers/active/{number}', {params: {path}})
    await api.GET('/api/numbers/active/{number}', {params: {path}})
    for (let i = 0; i < 2; i++) await api.DELETE('/api/numbers/active/{number}', {params: {path, query: {delete_immediately: '1'}}})
    assert.equal((await api.GET('/api/numbers/active/{number}', {params: {path}})).response.status, 404)
    await api.PATCH('/api/numbers/active/{number}', {body: {}, params: {path}})
})

test('rcs and waba: agents, sent, events, cancelled, refused', async () => {
    const {agents} = having((await api.GET('/api/rcs/agents')).data, 'agents')
    await api.POST('/api/rcs/messages', {body: {from: first(agents).id, text: 'Hi', to: number}})
    await api.POST('/api/rcs/messages', {body: {fallback: {text: 'Hi', type: 'sms'}, text: {text: 'Hi'}, to: number}})
    await api.POST('/api/rcs/messages', {body: {text: '', to: number}})
    const delayed = await api.POST('/api/rcs/messages', {body: {delay: '2099-01-01 00:00', text: 'Later', to: number}})
    const rcs = {path: {id: `${first(having(delayed.data, 'messages').messages).id}`}}
    for (let i = 0; i < 2; i++) await api.DELETE('/api/rcs/messages/{id}', {params: rcs})
    await api.POST('/api/rcs/events', {body: {event: 'IS_TYPING', to: number}})
    await api.POST('/api/rcs/events', {body: {event: 'READ', msg_id: '1'}})

    await api.POST('/api/waba/messages', {body: {from: '4915126716517', text: 'Hi', to: number, type: 'text'}})
    await api.POST('/api/waba/messages', {body: {from: '4915126716517', to: number, type: 'image', url: 'https://acme.inc/a.png'}})
    assert.equal((await api.POST('/api/waba/messages', {body: {from: '', to: number}})).response.status, 400)
    await api.DELETE('/api/waba/messages/{id}', {params: {path: {id: '1'}}})
    await api.POST('/api/waba/events', {body: {event: 'read', msg_id: '1'}})
    await api.POST('/api/waba/events', {body: {event: 'reaction'}})
})

test('hooks and subaccounts: made, read, removed, refused', async () => {
    const made = await api.POST('/api/hooks', {body: {event_type: 'dlr', request_method: 'JSON', target_url: hook}})
    const {id} = having(made.data, 'id')
    await api.POST('/api/hooks', {body: {event_type: 'dlr', target_url: 'nowhere'}})
    await api.GET('/api/hooks')
    await api.GET('/api/hooks', {params: {query: {action: 'read'}}})
    await api.POST('/api/sms', {body: {text: 'Reported', to: number}})
    await open.POST('/_mock/clock', {body: {advance: '1m'}})
    const {data: webhooks} = await open.GET('/_mock/webhooks')
    await open.POST('/_mock/webhooks/{id}/again', {params: {path: {id: webhooks?.deliveries[0]?.id ?? 0}}})
    await open.POST('/_mock/webhooks/run')
    for (let i = 0; i < 2; i++) await api.DELETE('/api/hooks', {params: {query: {id: `${id}`}}})

    const {data} = await api.POST('/api/subaccounts', {body: {action: 'create', email: 'jane@acme.inc', name: 'Jane Doe'}})
    const child = `${having(data, 'subaccount').subaccount?.id}`
    await api.POST('/api/subaccounts/{action}', {body: {amount: '12.5', id: child, threshold: '5'}, params: {path: {action: 'update'}}})
    await api.POST('/api/subaccounts', {body: {action: 'transfer_credits', amount: '1.25', id: child}})
    await api.POST('/api/subaccounts', {body: {action: 'transfer_credits', amount: '1e9', id: child}})
    await api.GET('/api/subaccounts', {params: {query: {action: 'read'}}})
    await api.GET('/api/subaccounts/{action}', {params: {path: {action: 'read'}, query: {id: child}}})
    for (let i = 0; i < 2; i++) await api.POST('/api/subaccounts/{action}', {body: {id: child}, params: {path: {action: 'delete'}}})
})

test('OAuth: authorized, denied, redeemed, refreshed, revoked, refused', async () => {
    const authorize = async () => {
        const query = {client_id: 'testclient', response_type: 'code', scope: 'sms', state: 'xyz'}
        const {response} = await open.GET('/authorize', {params: {query}})
        return new URL(response.headers.get('Location') ?? '').searchParams
    }
    const known = {client_id: 'testclient', client_secret: 'testsecret'}
    const redeem = {...known, code: (await authorize()).get('code') ?? '', grant_type: 'authorization_code'} as const
    const {data, error} = await open.POST('/token', {body: redeem, ...form})
    assert.ok(data, JSON.stringify(error))
    assert.equal((await open.POST('/token', {body: redeem, ...form})).response.status, 400)
    await open.POST('/token', {body: {grant_type: 'refresh_token'}, ...form})
    const refresh = {...known, grant_type: 'refresh_token', refresh_token: data.refresh_token} as const
    const {data: fresh} = await open.POST('/token', {body: refresh})
    const me = await narrowed.GET('/me')
    assert.ok(me.data)
    assert.equal((await open.GET('/me')).response.status, 401)
    await open.POST('/revoke', {body: {...known, token: fresh?.access_token ?? ''}, ...form})
    await open.POST('/revoke', {body: {token: 'x'}, ...form})

    await open.POST('/_mock/decisions', {body: {decision: 'deny'}})
    assert.equal((await authorize()).get('error'), 'access_denied')
    await open.POST('/_mock/decisions', {body: {decision: 'prompt'}})
    const query = {client_id: 'testclient', response_type: 'code', state: 'xyz'}
    assert.equal((await open.GET('/authorize', {parseAs: 'text', params: {query}})).response.status, 200)
    await open.GET('/authorize', {params: {query: {...query, client_id: 'stranger'}}})
    await open.POST('/authorize', {body: {...query, response_type: 'token'}, ...form})
    await open.POST('/consent', {body: {answer: 'allow', request: 'x'}, ...form})
})

test('the levers: pulled, listed, taken back, refused', async () => {
    for (const path of [
        '/_mock/accounts', '/_mock/clients', '/_mock/clock', '/_mock/decisions', '/_mock/faults', '/_mock/health', '/_mock/messages',
        '/_mock/outcomes', '/_mock/presets', '/_mock/ready', '/_mock/requests', '/_mock/snapshots', '/_mock/tokens', '/_mock/webhooks', '/_mock/world',
    ] as const) assert.ok((await open.GET(path)).data, path)
    await open.GET('/_mock/metrics', {parseAs: 'text'})
    await open.GET('/_mock/openapi.json')
    await open.GET('/_mock/world', {params: {query: {state: 'now'}}})

    await open.POST('/_mock/accounts', {body: {email: 'jane@acme.inc', name: 'jane', user_id: 7}})
    assert.equal((await open.POST('/_mock/accounts', {body: {balance: 'much', name: 'joe'}})).response.ok, false)
    await open.DELETE('/_mock/accounts/{name}', {params: {path: {name: 'jane'}}})
    await open.POST('/_mock/clients', {body: {id: 'other', secrets: ['x']}})
    await open.DELETE('/_mock/clients/{id}', {params: {path: {id: 'other'}}})

    const {data: fault} = await open.POST('/_mock/faults', {body: {endpoint: 'me', error: 'server_error', status: 500, times: 2}})
    await open.GET('/_mock/faults')
    await open.DELETE('/_mock/faults/{id}', {params: {path: {id: fault?.id ?? 0}}})
    assert.equal((await open.DELETE('/_mock/faults/{id}', {params: {path: {id: 999}}})).response.ok, false)
    await open.DELETE('/_mock/faults')
    const {data: script} = await open.POST('/_mock/outcomes', {body: {statuses: [{after: '1s', status: 'FAILED'}], to: '49176*'}})
    await open.DELETE('/_mock/outcomes/{id}', {params: {path: {id: script?.id ?? 0}}})
    await open.DELETE('/_mock/outcomes')
    const {data: decision} = await open.POST('/_mock/decisions', {body: {account: 'john', decision: 'approve', scope: 'sms'}})
    await open.DELETE('/_mock/decisions/{id}', {params: {path: {id: decision?.id ?? 0}}})
    await open.DELETE('/_mock/decisions')

    const sent = await api.POST('/api/sms', {body: {text: 'See https://acme.inc', to: number, performance_tracking: '1'}})
    const id = first(having(sent.data, 'messages').messages).id ?? ''
    await open.POST('/_mock/messages/{id}/status', {body: {status: 'DELIVERED'}, params: {path: {id}}})
    await open.POST('/_mock/messages/{id}/reactions', {body: {kind: 'open'}, params: {path: {id}}})
    await open.POST('/_mock/messages/{id}/reactions', {body: {kind: 'press'}, params: {path: {id}}})
    await open.GET('/_mock/messages/wait', {params: {query: {count: 1, timeout: '1s', to: number}}})
    const {data: requests} = await open.GET('/_mock/requests/wait', {params: {query: {count: 1, endpoint: 'sms', timeout: '1s'}}})
    await open.GET('/_mock/requests/{id}', {params: {path: {id: requests?.[0]?.id ?? 0}}})
    await open.POST('/_mock/tokens/expire', {body: {kind: 'refresh_token'}})
    await open.POST('/_mock/tokens/revoke', {body: {kind: 'refresh_token'}})
    await open.POST('/_mock/snapshots/{name}', {params: {path: {name: 'one'}}})
    await open.POST('/_mock/snapshots/{name}/restore', {params: {path: {name: 'one'}}})
    await open.DELETE('/_mock/snapshots/{name}', {params: {path: {name: 'one'}}})
    await open.PATCH('/_mock/world', {body: {pkce: 'ignore'}})
    await open.PUT('/_mock/world', {body: {pkce: 'always' as 'verify'}})
    await open.DELETE('/_mock/messages')
    await open.DELETE('/_mock/requests')
    await open.POST('/_mock/reset', {body: {}})
})

test('at least 60 operations answered, some of them with refusals', () => {
    const refused = [...seen.values()].filter(statuses => [...statuses].some(status => status >= 400))
    assert.ok(seen.size >= 60 && refused.length >= 10, `${seen.size} operations, ${refused.length} refused`)
})

test('an answer with a member that the document lacks does not pass', () => {
    const schema = pointer('components', 'schemas', 'BalanceAnswer')
    fits(schema, {amount: 1, currency: 'EUR'})
    for (const wrong of [{amount: 1, currency: 'EUR', more: 1}, {amount: '1', currency: 'EUR'}, {amount: 1}]) {
        assert.throws(() => fits(schema, wrong))
    }
})
