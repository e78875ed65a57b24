// Today's JavaScript client of the vendor, @seven.io/client: every method that
// it has. Nothing but its host is changed.
import assert from 'node:assert/strict'
import {before, test} from 'node:test'
import * as seven from '@seven.io/client'
import {double, has, lever, orNull, receiver, token} from './double.mjs'

seven.Client.BASE_URL = `${double}/api`
const number = '491716992343'
let client

before(async () => {
    client = new seven.Client({apiKey: `Bearer ${await token()}`, sentWith: 'e2e'})
})

test('balance', async () => {
    has(await new seven.BalanceResource(client).get(), {amount: Number, currency: 'EUR'})
})

test('pricing', async () => {
    const pricing = new seven.PricingResource(client)
    const network = {
        comment: String, features: [String], mcc: String, mncs: orNull([String]), networkName: orNull(String), price: Number,
    }
    const shape = {
        countCountries: Number, countNetworks: Number,
        countries: [{countryCode: String, countryName: String, countryPrefix: String, networks: [network]}],
    }
    has(await pricing.get(), shape)
    has(await pricing.get({country: 'de'}), {...shape, countCountries: 1})
    has(await pricing.get({country: 'XX'}), {countCountries: 0, countNetworks: 0, countries: []})
})

const smsMessage = {
    encoding: new Set(['gsm', 'ucs2']), error: null, error_text: null, id: String, is_binary: Boolean, label: orNull(String),
    parts: Number, price: Number, recipient: String, sender: String, success: true, text: String, udh: orNull(String),
}
const smsAnswer = {
    balance: Number, debug: 'false', messages: [smsMessage], sms_type: 'direct', success: '100', total_price: Number,
}

test('sms: dispatch, delete', async () => {
    const sms = new seven.SmsResource(client)
    const sent = await sms.dispatch({flash: true, foreign_id: 'a.b', from: 'Acme', label: 'e2e', text: 'Hi €!', to: [number, '0176 1234567']})
    has(sent, smsAnswer)
    assert.deepEqual(sent.messages.map(m => m.recipient), [number, '491761234567'])

    const delayed = await sms.dispatch({delay: new Date(Date.now() + 3_600_000), text: 'Later 😀', to: [number]})
    has(delayed, smsAnswer)
    assert.equal(delayed.messages[0].encoding, 'ucs2')
    const ids = [delayed.messages[0].id]
    assert.deepEqual(await sms.delete({ids}), {deleted: ids, success: true})
    assert.deepEqual(await sms.delete({ids}), {deleted: null, success: false})

    const files = [{contents: btoa('Hello'), name: 'a.txt', validity: 1}]
    const linked = await sms.dispatch({files, text: 'See [[a.txt]]', to: [number]})
    assert.match(linked.messages[0].text, /^See https:\/\/\S+$/)
})

test('sms: the client throws the vendor\'s codes', async () => {
    const sms = new seven.SmsResource(client)
    await assert.rejects(sms.dispatch({text: 'Hi', to: []}), /^Error: 301/)
    await assert.rejects(sms.dispatch({text: '', to: [number]}), /^Error: 305/)
    const stranger = new seven.Client({apiKey: 'wrong'})
    await assert.rejects(new seven.BalanceResource(stranger).get(), /^Error: 900/)
})

test('status', async () => {
    const {messages: [{id}]} = await new seven.SmsResource(client).dispatch({text: 'How is it going?', to: [number]})
    await lever('clock', {advance: '1m'})
    has(await new seven.StatusResource(client).get([id]), [{id, status: 'DELIVERED', status_time: String}])
})

test('voice', async () => {
    const voice = new seven.VoiceResource(client)
    const message = {
        error: null, error_text: null, id: Number, price: Number, recipient: number, sender: String, success: true, text: String,
    }
    const shape = {balance: Number, debug: false, messages: [message], success: '100', total_price: Number}
    has(await voice.dispatch({from: '491771783130', ringtime: 30, text: 'Hello', to: number}), shape)
    has(await voice.dispatch({text: 'Hello', to: [number]}), shape)
})

test('validate_for_voice', async () => {
    const validate = new seven.ValidateResource(client)
    const hook = await receiver()
    has(await validate.start({callback: `${hook.url}/validated`, number: '4917612345678'}), {code: String, error: null, success: true})
    await lever('clock', {advance: '1m'})
    const called = new URL((await hook.next()).url)
    hook.close()
    assert.equal(called.pathname, '/validated')
    assert.equal(called.searchParams.get('success'), '1')
    has(await validate.start({number: '4917612345678'}), {
        error: String, formatted_output: '+49 176 12345678', id: Number, sender: '4917612345678', success: true, voice: true,
    })
    has(await validate.start({number: '0'}), {error: String, id: null, success: false, voice: false})
})

test('journal', async () => {
    const journal = new seven.JournalResource(client)
    await lever('messages', {from: number, text: 'Hi yourself'})
    const base = {from: String, id: String, price: String, text: String, timestamp: String, to: String}
    const rows = {
        inbound: {...base},
        outbound: {
            ...base, channel: new Set(['SMS', 'RCS']), connection: 'e2e', dlr: orNull(String), dlr_timestamp: orNull(String), foreign_id: orNull(String),
            label: orNull(String), latency: orNull(String), mccmnc: orNull(String), type: String,
        },
        voice: {...base, duration: orNull(String), error: orNull(String), status: String, xml: Boolean},
    }
    for (const [type, row] of Object.entries(rows)) {
        const list = await journal[type]()
        has(list, [row])
        assert.notEqual(list.length, 0, `${type} is empty`)
        assert.equal((await journal[type]({limit: 1})).length, 1)
    }
})

test('analytics', async () => {
    const analytics = new seven.AnalyticsResource(client)
    const row = {hlr: Number, inbound: Number, mnp: Number, rcs: Number, sms: Number, usage_eur: Number, voice: Number}
    for (const [method, group] of [['byDate', 'date'], ['byLabel', 'label'], ['bySubaccount', 'account'], ['byCountry', 'country']]) {
        const rows = await analytics[method]()
        has(rows, [{[group]: String, ...row}])
        assert.notEqual(rows.reduce((sum, r) => sum + r.sms, 0), 0, `${method} counts no sms`)
    }
    const day = new Date(2020, 1, 29)
    assert.deepEqual((await analytics.byDate({end: day, label: 'all', start: day, subaccounts: 'all'})).map(r => r.date), ['2020-02-29'])
})

test('lookup', async () => {
    const lookup = new seven.LookupResource(client)
    const types = new Set(Object.values(seven.NetworkType))
    const format = {
        carrier: orNull(String), country_code: String, country_iso: String, country_name: String, international: String,
        international_formatted: String, national: String, network_type: types, success: true,
    }
    const carrier = {country: String, name: orNull(String), network_code: String, network_type: types}
    const shapes = {
        cnam: {code: '100', name: String, number: String, success: 'true'},
        format,
        hlr: {
            country_code: String, country_name: String, country_prefix: String, current_carrier: carrier,
            gsm_code: orNull(Number), gsm_message: orNull(String), international_format_number: String,
            international_formatted: String, lookup_outcome: Boolean, lookup_outcome_message: String,
            national_format_number: String, original_carrier: carrier, ported: new Set(seven.HLR_PORTED_CODES),
            reachable: new Set(seven.HLR_REACHABLE_CODES), roaming: 'not_roaming', status: true,
            status_message: new Set(seven.HLR_STATUS_MESSAGE_CODES), valid_number: new Set(seven.HLR_VALID_NUMBER_CODES),
        },
        mnp: {
            code: 100, price: Number, success: true,
            mnp: {
                country: String, international_formatted: String, isPorted: Boolean, mccmnc: String, national_format: String,
                network: orNull(String), number: String,
            },
        },
        rcs: {...format, rcs_capabilities: [String]},
    }
    for (const [type, shape] of Object.entries(shapes)) {
        const list = await lookup[type]({numbers: [number, '4915112345678']})
        assert.equal(list.length, 2, type)
        has(list, [shape])
        const one = await lookup[type]({numbers: [number]})
        has(Array.isArray(one) ? one[0] : one, shape) // cnam alone is wrapped by the client
    }
    await assert.rejects(lookup.hlr({numbers: ['447700900600']}), /^Error: 600/)
})

test('contacts: create, get, update, list, delete', async () => {
    const contacts = new seven.ContactsResource(client)
    const shape = {
        avatar: String, created: String, groups: [Number], id: Number, initials: {color: String, initials: String},
        properties: {
            address: orNull(String), birthday: orNull(String), city: orNull(String), email: orNull(String),
            firstname: orNull(String), fullname: orNull(String), home_number: orNull(String), lastname: orNull(String),
            mobile_number: orNull(String), notes: orNull(String), postal_code: orNull(String),
        },
        validation: {state: orNull(String), timestamp: orNull(String)},
    }
    const created = await contacts.create({
        avatar: '', groups: [7, 8], properties: {email: 'jane@acme.inc', firstname: 'Jane', lastname: 'Doe', mobile_number: `+${number}`},
    })
    has(created, shape)
    assert.deepEqual(created.groups, [7, 8])
    assert.equal(created.properties.mobile_number, number)
    assert.deepEqual(await contacts.get(created.id), created)

    const updated = await contacts.update({...created, properties: {...created.properties, city: 'Kiel'}})
    assert.deepEqual(updated, {...created, properties: {...created.properties, city: 'Kiel'}})

    const page = await contacts.list({groupId: 7, limit: 1, offset: 0, orderBy: 'lastname', orderDirection: 'asc', search: 'jane'})
    assert.deepEqual(page.data, [updated])
    has(page.pagingMetadata, {count: 1, has_more: false, limit: 1, offset: 0, total: 1})
    assert.deepEqual(await contacts.delete(created.id), {success: true})
    assert.deepEqual((await contacts.list()).data, [])
})

test('groups: create, all, one, edit, delete', async () => {
    const groups = new seven.GroupsResource(client)
    const contacts = new seven.ContactsResource(client)
    const shape = {created: String, id: Number, members_count: Number, name: String}
    const created = await groups.create({name: 'Friends'})
    has(created, {...shape, members_count: 0, name: 'Friends'})
    await contacts.create({avatar: '', groups: [created.id], properties: {lastname: 'Doe', mobile_number: number}})
    await contacts.create({avatar: '', groups: [created.id], properties: {lastname: 'Roe', mobile_number: '491761234567'}})
    has(await groups.one(created.id), {...created, members_count: 2})
    has(await groups.edit(created.id, {name: 'Best friends'}), {...shape, name: 'Best friends'})
    has(await groups.all(), {data: [shape], pagingMetadata: {count: 1, has_more: false, limit: 10, offset: 0, total: 1}})

    const sent = await new seven.SmsResource(client).dispatch({text: 'Hi, all of you', to: ['Best friends']})
    assert.deepEqual(sent.messages.map(m => m.recipient), [number, '491761234567'])
    assert.deepEqual(await groups.delete(created.id, true), {success: true})
    has(await groups.delete(created.id), {success: false})
    assert.deepEqual((await contacts.list()).data, [])
})

test('numbers: available, order, active, update, delete', async () => {
    const numbers = new seven.NumbersResource(client)
    const features = {a2p_sms: Boolean, sms: Boolean, voice: Boolean}
    const fee = {basic_charge: Number, setup: Number}
    const offer = {
        country: String, features, fees: {annually: fee, monthly: fee, sms_mo: Number, voice_mo: Number}, number: String, number_parsed: String,
    }
    const query = {country: 'DE', features_a2p_sms: true, features_sms: true, features_voice: true}
    const {availableNumbers} = await numbers.listAvailable(query)
    has(availableNumbers, [{...offer, country: 'DE', features: {a2p_sms: true, sms: true, voice: true}}])
    const [first] = availableNumbers
    assert.deepEqual(await numbers.order({number: first, payment_interval: 'monthly'}), {error: null, success: true})
    has(await numbers.order({number: first.number}), {error: String, success: false})

    const active = {
        billing: {fees: {basic_charge: Number, setup: Number, sms_mo: Number, voice_mo: Number}, payment_interval: 'monthly'},
        country: 'DE', created: String, expires: null, features,
        forward_sms_mo: {email: {address: [String], enabled: Boolean}, sms: {enabled: Boolean, number: [String]}},
        friendly_name: String, number: first.number,
    }
    has(await numbers.listActive(), {activeNumbers: [active]})
    has(await numbers.getActive({number: first.number}), active)
    const changed = await numbers.update({
        email_forward: ['john.doe@acme.inc'], friendly_name: 'Hotline', number: first.number, sms_forward: [number],
    })
    has(changed, {...active, friendly_name: 'Hotline'})
    assert.deepEqual(changed.forward_sms_mo.sms, {number: [number], enabled: true})
    assert.deepEqual(changed.forward_sms_mo.email, {address: ['john.doe@acme.inc'], enabled: true})

    await lever('messages', {from: number, text: 'To your own number', to: first.number})
    has((await new seven.JournalResource(client).inbound({limit: 1}))[0], {text: 'To your own number', to: first.number})

    assert.deepEqual(await numbers.delete({number: first.number}), {success: true})
    has(await numbers.getActive({number: first.number}), {...active, expires: String, friendly_name: 'Hotline'})
    assert.deepEqual(await numbers.delete({delete_immediately: true, number: first.number}), {success: true})
    assert.deepEqual(await numbers.listActive(), {activeNumbers: []})
})

test('rcs: dispatch, event, delete; agents', async () => {
    const rcs = new seven.RcsResource(client)
    const {agents} = await new seven.AgentsResource(client).all()
    has(agents, [{created: String, display_name: String, id: String, is_generic: Boolean, logo_url: orNull(String), status: String}])
    const shape = {
        balance: Number, debug: 'false', sms_type: 'direct', success: '100', total_price: orNull(Number),
        messages: [{...smsMessage, channel: 'RCS', recipient: number, sender: agents[0].id}],
    }
    has(await rcs.dispatch({foreign_id: 'a.b', label: 'e2e', performance_tracking: true, text: 'Hi', to: number, ttl: 60}), shape)
    const delayed = await rcs.dispatch({delay: '2099-01-01 00:00:00', from: agents[0].id, text: 'Later', to: number})
    has(delayed, shape)
    has(await rcs.event({event: 'IS_TYPING', to: number}), {success: true})
    has(await rcs.event({event: 'READ', msg_id: ''}), {success: true})
    has(await rcs.delete({id: delayed.messages[0].id}), {success: true})
    has(await rcs.delete({id: delayed.messages[0].id}), {success: false})
    await assert.rejects(rcs.dispatch({text: '', to: number}), /^Error: 305/)
    assert.equal((await new seven.JournalResource(client).outbound({limit: 1}))[0].channel, 'RCS')
})

test('hooks: an RCS message, a link that is opened', async () => {
    const hooks = new seven.HooksResource(client)
    const hook = await receiver()
    const ids = []
    for (const eventType of ['rcs', 'tracking']) {
        ids.push((await hooks.subscribe({eventType, requestMethod: 'JSON', targetUrl: hook.url})).id)
    }
    await lever('messages', {channel: 'rcs', from: number, location: '54.32,10.13'})
    const place = JSON.parse((await hook.next()).body)
    assert.equal(place.webhook_event, 'rcs')
    assert.equal(seven.isHookRcsLocation(place.data), true)

    const {messages: [{id}]} = await new seven.RcsResource(client).dispatch({performance_tracking: true, text: 'See https://acme.inc', to: number})
    await lever(`messages/${id}/reactions`, {kind: 'read'})
    assert.equal(seven.isHookRcsStatusUpdate(JSON.parse((await hook.next()).body).data), true)
    await lever(`messages/${id}/reactions`, {kind: 'open'})
    has(JSON.parse((await hook.next()).body), {data: {final_url: 'https://acme.inc', sms_id: id, total_clicks: 1, type: 'click'}, webhook_event: 'tracking'})
    hook.close()
    for (const id of ids) has(await hooks.unsubscribe(id), {success: true})
})

test('subaccounts: create, auto-charge, transfer, read, delete', async () => {
    const subaccounts = new seven.SubaccountsResource(client)
    // Other than the client's types have it, the documentation shows the id of a
    // new one as a string, and amounts in a list as strings.
    const shape = {company: orNull(String), contact: {email: String, name: String}, username: orNull(String)}
    const {subaccount} = await subaccounts.create({email: 'jane@acme.inc', name: 'Jane Doe'})
    has(subaccount, {...shape, auto_topup: {amount: 0, threshold: 0}, balance: 0, id: String, total_usage: 0})
    const id = Number(subaccount.id)
    const listed = {...shape, balance: String, id: Number, total_usage: String}
    has((await subaccounts.read()).at(-1), {...listed, auto_topup: {amount: null, threshold: null}})
    has(await subaccounts.autoCharge({amount: 12.5, id, threshold: 5}), {error: null, success: true})
    has(await subaccounts.transferCredits({amount: 1.25, id}), {error: null, success: true})
    const list = await subaccounts.read()
    has(list, [listed])
    assert.deepEqual(list.at(-1), {
        ...subaccount, auto_topup: {amount: 12.5, threshold: 5}, balance: '1.2500', id, total_usage: '0.0000',
    })
    assert.deepEqual((await subaccounts.read(id)).map(s => s.id), [id])
    has(await subaccounts.delete({id}), {error: null, success: true})
    has(await subaccounts.delete({id}), {error: 'Subaccount not found', success: false})
})

test('hooks: subscribe, read, unsubscribe; a signed webhook', async () => {
    const hooks = new seven.HooksResource(client)
    const hook = await receiver()
    await lever('clock', {advance: '1m'}) // whatever was sent before is delivered
    const {id, success} = await hooks.subscribe({eventFilter: '', eventType: 'dlr', requestMethod: 'JSON', targetUrl: `${hook.url}/dlr`})
    assert.equal(success, true)
    has(await hooks.read(), {
        hooks: [{
            created: Object, enabled: true, event_filter: orNull(String), event_type: 'dlr', id: String, request_method: 'JSON',
            target_url: `${hook.url}/dlr`,
        }],
        success: true,
    })

    const {messages: [sent]} = await new seven.SmsResource(client).dispatch({text: 'Report, please', to: ['447700900002']})
    await lever('clock', {advance: '1m'})
    const report = await hook.next()
    hook.close()
    has(JSON.parse(report.body), {data: {msg_id: sent.id, status: 'NOTDELIVERED', timestamp: String}, webhook_event: 'dlr', webhook_timestamp: String})
    const {now} = await (await fetch(`${double}/_mock/clock`)).json()
    const age = Math.ceil(Math.abs(Date.now() - Date.parse(now)) / 1000)
    const verifier = new seven.WebhookVerifier({maxAgeSeconds: age + 60, signingSecret: 'signing-key'})
    has(await verifier.verify(report), {valid: true})
    has(await verifier.verify({...report, body: report.body + ' '}), {valid: false})

    has(await hooks.unsubscribe(id), {success: true})
    assert.deepEqual((await hooks.read()).hooks, [])
})

test('a signed request', async () => {
    const apiKey = `Bearer ${await token()}`
    await lever('clock', {set: new Date().toISOString()})
    const signed = new seven.Client({apiKey, signingSecret: 'signing-key'})
    has(await new seven.BalanceResource(signed).get(), {amount: Number})
    has(await new seven.SmsResource(signed).dispatch({text: 'Signed', to: [number]}), smsAnswer)
    const forged = new seven.Client({apiKey, signingSecret: 'another'})
    await assert.rejects(new seven.BalanceResource(forged).get(), /^Error: 901/)
})
