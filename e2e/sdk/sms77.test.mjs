// The vendor's JavaScript client of the time when it was called sms77.io:
// sms77-client, every method that it has. Nothing but its host is changed. It
// never asks for JSON in a header, so that most answers are texts.
import assert from 'node:assert/strict'
import {before, test} from 'node:test'
import Sms77Client from 'sms77-client'
import {double, has, lever, orNull, token} from './double.mjs'

Object.getPrototypeOf(Sms77Client).BASE_URL = `${double}/api`
const number = '491716992343'
let client

before(async () => {
    client = new Sms77Client(`Bearer ${await token()}`, 'e2e')
})

test('balance', async () => {
    const balance = await client.balance()
    assert.ok(balance > 0 && balance < 700, `${balance}`)
})

test('sms', async () => {
    assert.equal(await client.sms({text: 'Hi', to: number}), 100)
    assert.match(await client.sms({return_msg_id: true, text: 'Hi, id', to: number}), /^100\n\d{11}$/)
    assert.equal(await client.sms({debug: true, details: true, from: 'Acme', text: 'Hi, €', to: number}), [
        '100', 'Verbucht: 0', 'Preis: 0.075', `Guthaben: ${await client.balance()}`, 'Text: Hi, €', 'SMS-Typ: direct', 'Flash SMS: false',
        'Encoding: gsm', 'GSM0338: true', 'Debug: true',
    ].join('\n'))
    has(await client.sms({flash: true, foreign_id: 'a.b', json: true, label: 'old', no_reload: true, text: 'Hi', to: `${number},0176 1234567`, ttl: 60}), {
        balance: Number, debug: 'false', messages: [{id: String, recipient: String, success: true}], sms_type: 'direct', success: '100',
        total_price: 0.15,
    })
    const files = [{contents: btoa('Hello'), name: 'a.txt', password: 'x', validity: 1}]
    const {messages: [linked]} = await client.sms({files, json: true, text: 'See [[a.txt]]', to: number})
    assert.match(linked.text, /^See https:\/\/\S+$/)
    await assert.rejects(client.sms({text: 'Hi', to: ''}), /^Error: 301/)
    await assert.rejects(client.sms({text: 'Hi', to: number}), /^Error: 402/)
})

test('deleteSMS', async () => {
    const delay = String(Math.floor(Date.now() / 1000) + 3600)
    const {messages: [{id}]} = await client.sms({delay, json: true, text: 'Later', to: number})
    assert.deepEqual(await client.deleteSMS({ids: [id]}), {deleted: [id], success: true})
    assert.deepEqual(await client.deleteSMS({ids: [id]}), {deleted: null, success: false})
})

test('status', async () => {
    const {messages: [{id}]} = await client.sms({json: true, text: 'How is it going?', to: number})
    await lever('clock', {advance: '1m'})
    const [report, timestamp] = (await client.status({msg_id: id})).split('\n')
    assert.equal(report, 'DELIVERED')
    assert.match(timestamp, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/)
    assert.deepEqual(await client.status({_json: true, msg_id: id}), {report, timestamp})
    await assert.rejects(client.status({msg_id: '0'}), /^Error: 600/)
})

test('voice', async () => {
    assert.match(await client.voice({text: 'Hello', to: number}), /^100\n\d+\n0\.1$/)
    assert.equal(await client.voice({debug: true, ringtime: 30, text: 'Hello', to: number}), '100\n123456789\n0')
    has(await client.voice({from: '491771783130', json: true, text: '<Response/>', to: number, xml: true}), {
        balance: Number, debug: false, success: '100', total_price: 0.1,
        messages: [{error: null, error_text: null, price: Number, recipient: number, sender: '491771783130', success: true, text: String}],
    })
})

test('validateForVoice', async () => {
    has(await client.validateForVoice({number: '4917612345670'}), {code: String, error: null, success: true})
    has(await client.validateForVoice({number: '0'}), {error: String, id: null, success: false, voice: false})
})

test('journal', async () => {
    await lever('messages', {from: number, text: 'Hi yourself'})
    const row = {from: String, id: String, text: String, timestamp: String, to: String}
    for (const type of ['outbound', 'inbound', 'voice']) {
        const list = await client.journal({type})
        has(list, [row])
        assert.notEqual(list.length, 0, `${type} is empty`)
    }
    has(await client.journal({type: 'replies'}), [row])
    assert.deepEqual(await client.journal({date_to: '2020-01-01', type: 'outbound'}), [])
})

test('analytics', async () => {
    const row = {hlr: Number, inbound: Number, mnp: Number, usage_eur: Number, voice: Number}
    for (const [group_by, group] of [['date', 'date'], ['label', 'label'], ['subaccount', 'account'], ['country', 'country']]) {
        has(await client.analytics({group_by, label: 'all', subaccounts: 'only_main'}), [{[group]: String, ...row}])
    }
    assert.equal((await client.analytics()).length, 31)
})

test('lookup', async () => {
    assert.equal(await client.lookup({number, type: 'mnp'}), 'd1')
    assert.equal(await client.lookup({number: '14155552671', type: 'mnp'}), 'int')
    has(await client.lookup({json: true, number, type: 'mnp'}), {
        code: 100, mnp: {country: 'DE', isPorted: false, mccmnc: '26201', network: String, number: `+${number}`}, price: Number, success: true,
    })
    has(await client.lookup({number, type: 'cnam'}), {code: '100', name: 'GERMANY', number: `+${number}`, success: 'true'})
    has(await client.lookup({number, type: 'format'}), {carrier: orNull(String), country_code: '49', national: '0171 6992343', success: true})
    has(await client.lookup({number, type: 'hlr'}), {current_carrier: {network_code: '26201'}, status: true})
    has(await client.lookup({number: `${number},0`, type: 'format'}), [{success: Boolean}])
    has(await client.lookup({number: '0', type: 'hlr'}), {country_prefix: false, gsm_code: null, lookup_outcome: false})
    await assert.rejects(client.lookup({json: true, number: '447700900600', type: 'hlr'}), /^Error: 600/)
})

test('pricing', async () => {
    has(await client.pricing(), {countCountries: Number, countNetworks: Number, countries: [{networks: [{price: Number}]}]})
    const lines = (await client.pricing({country: 'at', format: 'csv'})).split('\n')
    assert.equal(lines[0], '"countryCode";"countryName";"countryPrefix";"mcc";"mnc";"networkName";"price";"features";"comment"')
    assert.equal(lines[1], '"AT";"Austria";"43";"232";"02";"A1 Telekom Austria";"";"";"0.075"')
})

test('contacts', async () => {
    const id = await client.contacts({action: 'write', empfaenger: `+${number}`, json: true, nick: 'Jane'})
    assert.ok(Number.isInteger(id), `${id}`)
    assert.equal(await client.contacts({action: 'read', id}), `"${id}";"Jane";"00${number}"\n`)
    assert.deepEqual(await client.contacts({action: 'read', id, json: true}), [{ID: `${id}`, Name: 'Jane', Number: `00${number}`}])
    assert.equal(await client.contacts({action: 'write', id, json: true, nick: 'Jane Doe'}), id)
    assert.match(await client.contacts({action: 'write', nick: 'Jo'}), /^152\n\d+$/)
    assert.equal(await client.sms({text: 'Hi, Jane', to: 'Jane Doe'}), 100)
    assert.equal(await client.contacts({action: 'del', id}), 152)
    assert.equal(await client.contacts({action: 'del', id}), 151)
})

test('hooks', async () => {
    const subscribed = await client.hooks({action: 'subscribe', event_type: 'all', request_method: 'GET', target_url: 'https://my.tld/x'})
    has(subscribed, {id: Number, success: true})
    has(await client.hooks({action: 'read'}), {
        hooks: [{created: String, enabled: true, event_filter: orNull(String), event_type: 'all', id: `${subscribed.id}`, request_method: 'GET'}],
        success: true,
    })
    has(await client.hooks({action: 'subscribe', event_type: 'all', target_url: 'x'}), {success: false})
    has(await client.hooks({action: 'unsubscribe', id: subscribed.id}), {success: true})
})

test('subaccounts', async () => {
    const {subaccounts} = client
    has(await subaccounts.create({email: '', name: ''}), {error: 'Please enter a valid email address for the subaccount.', success: false})
    const {subaccount} = await subaccounts.create({email: 'jane@acme.inc', name: 'Jane Doe'})
    const id = Number(subaccount.id) // a string there, a number in lists
    has(await subaccounts.transferCredits({amount: 0, id}), {error: 'Invalid amount', success: false})
    has(await subaccounts.transferCredits({amount: 3, id}), {error: null, success: true})
    has(await subaccounts.autoCharge({amount: 2, id, threshold: 1}), {error: null, success: true})
    const jane = (await subaccounts.read()).find(s => s.id === id)
    has(jane, {auto_topup: {amount: 2, threshold: 1}, balance: '3.0000', contact: {email: 'jane@acme.inc', name: 'Jane Doe'}, total_usage: '0.0000'})
    has(await subaccounts._dynamic({action: 'delete', id}), {error: null, success: true})
    has(await subaccounts.delete({id}), {error: 'Subaccount not found', success: false})
})
