// openid-client logs a user in at the double, with the configuration that
// docs/ci.md prints.
import assert from 'node:assert/strict'
import {test} from 'node:test'
import * as client from 'openid-client'
import {blocks} from './blocks.mjs'

const url = process.env.OAUTH_URL
const callback = 'http://127.0.0.1:3000/callback'
const [configuration] = blocks('ci.md', 'Libraries that know OpenID Connect', 'js')
const config = new Function('client', 'url', `${configuration}; return config`)(client, url)

test('a user logs in, and the token is used, refreshed and revoked', async () => {
    const body = JSON.stringify({id: 'shop', secrets: ['shop-secret'], redirect_uris: [callback]})
    await fetch(`${url}/_mock/clients`, {body, method: 'POST'})
    const pkceCodeVerifier = client.randomPKCECodeVerifier()
    const asked = await fetch(client.buildAuthorizationUrl(config, {
        redirect_uri: callback, scope: 'sms', state: 'of-this-login',
        code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier), code_challenge_method: 'S256',
    }), {redirect: 'manual'})
    const back = new URL(asked.headers.get('Location'))
    let tokens = await client.authorizationCodeGrant(config, back, {expectedState: 'of-this-login', pkceCodeVerifier})
    const me = await client.fetchProtectedResource(config, tokens.access_token, new URL(`${url}/me`), 'GET')
    assert.equal((await me.json()).company, 'Acme Inc.')
    tokens = await client.refreshTokenGrant(config, tokens.refresh_token)
    await client.tokenRevocation(config, tokens.refresh_token)
    await assert.rejects(client.refreshTokenGrant(config, tokens.refresh_token), {error: 'invalid_grant'})
})

test('the server does not decode a secret that came percent-encoded', async () => {
    const basic = new client.Configuration(config.serverMetadata(), 'shop', {}, client.ClientSecretBasic('shop-secret'))
    client.allowInsecureRequests(basic)
    await assert.rejects(client.refreshTokenGrant(basic, 'x'), {error: 'invalid_client'})
})
