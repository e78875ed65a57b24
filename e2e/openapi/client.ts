// The client that is generated from the document, for answers in JSON and for
// answers in text, with a token that may do everything.
import createClient, {type ClientOptions, type Middleware} from 'openapi-fetch'
import {holds} from './answers.js'
import type {paths} from './built/schema.js'

/** Address of the double, without a slash at the end. */
const baseUrl = process.env['DOUBLE'] ?? ''

const strict: Middleware = {
    async onResponse({request, response, schemaPath}) {
        await holds(request.method, schemaPath, response.clone())
        return undefined
    },
}

/** A client whose answers are held to the document. */
export function client(headers: Record<string, string> = {}, options: ClientOptions = {}) {
    const made = createClient<paths>({baseUrl, headers, ...options})
    made.use(strict)
    return made
}

/** Asks for what comes without a token: OAuth and the levers. */
export const open = client({}, {fetch: request => fetch(request, {redirect: 'manual'})})

const scope = 'analytics balance contacts hooks journal lookup pricing sms status subaccounts validate_for_voice voice' +
    ' groups numbers rcs waba'
const {data: token} = await open.POST('/_mock/tokens', {body: {scope}})
const Authorization = `Bearer ${token?.access_token}`

/** Asks for JSON. */
export const api = client({Accept: 'application/json', Authorization})

/** Takes what it gets, which is mostly text. */
export const plain = client({Authorization})

/** May do nothing but read its profile. */
const {data: narrow} = await open.POST('/_mock/tokens', {body: {scope: 'balance'}})
export const narrowed = client({Accept: 'application/json', Authorization: `Bearer ${narrow?.access_token}`})
