// A sound application that does not log in with sms77 but connects it: people have
// accounts of the application's own. It speaks JSON, and changes the id of the
// session with every request.
//
//     PORT=3000 BASE=… DOUBLE=… CLIENT_ID=… CLIENT_SECRET=… node shop.mjs
import {createHash, randomBytes} from 'node:crypto';
import {createServer} from 'node:http';

const {PORT, BASE, DOUBLE, CLIENT_ID, CLIENT_SECRET} = process.env;
const random = () => randomBytes(24).toString('base64url');

class LoginNeeded extends Error {}
class VendorFailed extends Error {}

const ask = async (path, form, headers = {}) => {
  try {
    const response = await fetch(DOUBLE + path, {
      method: form ? 'POST' : 'GET', body: form && new URLSearchParams(form), headers, redirect: 'manual', signal: AbortSignal.timeout(3000),
    });
    return {status: response.status, body: await response.text()};
  } catch (error) {
    throw new VendorFailed(error.message);
  }
};

const parsed = text => {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    throw new VendorFailed('no JSON');
  }
};

const token = async form => {
  const basic = Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`).toString('base64');
  const {status, body} = await ask('/token', form, {authorization: `Basic ${basic}`});
  const answer = parsed(body);
  if (answer.error === 'invalid_grant') throw new LoginNeeded();
  if (status !== 200 || answer.error || typeof answer.access_token !== 'string' || !answer.access_token ||
    String(answer.token_type).toLowerCase() !== 'bearer') throw new VendorFailed(`status ${status}`);
  return answer;
};

const users = new Map(); // name: user
const sessions = new Map(); // id: {user, logins}

const keep = (connection, answer) => {
  const seconds = Number(answer.expires_in) || 0;
  connection.access = answer.access_token;
  connection.refresh = answer.refresh_token || connection.refresh;
  connection.expires = seconds > 0 ? Date.now() + seconds * 1000 : Infinity;
};

// One refresh at a time; the others wait for it.
const refresh = (connection, old) => {
  if (connection.access !== old) return connection.refreshing ?? Promise.resolve();
  connection.refreshing ??= (async () => {
    if (!connection.refresh) throw new LoginNeeded();
    keep(connection, await token({grant_type: 'refresh_token', refresh_token: connection.refresh}));
  })().finally(() => { connection.refreshing = undefined; });
  return connection.refreshing;
};

const send = async (connection, to, text) => {
  if (Date.now() >= connection.expires && connection.refresh) await refresh(connection, connection.access);
  let used;
  const once = () => {
    used = connection.access;
    return ask('/api/sms', {to, text}, {authorization: `Bearer ${used}`, accept: 'application/json'});
  };
  let answer = await once();
  if (answer.status === 401) {
    await refresh(connection, used);
    answer = await once();
    if (answer.status === 401) throw new LoginNeeded();
  }
  const said = answer.status === 200 ? parsed(answer.body) : {};
  if (String(said.success) !== '100' || said.messages.some(m => !m.success)) throw new VendorFailed(`status ${answer.status}`);
};

const json = (status, value, headers = {}) => ({status, body: JSON.stringify(value), headers: {'content-type': 'application/json', ...headers}});
const redirect = location => ({status: 303, body: '', headers: {location}});

const routes = {
  'GET /': () => ({status: 200, body: '<!DOCTYPE html><p>Shop', headers: {'content-type': 'text/html'}}),
  'POST /signup': (session, form) => {
    const name = form.get('name');
    if (users.has(name)) return json(409, {error: 'there is such a person'});
    session.user = {name};
    users.set(name, session.user);
    return json(201, {name});
  },
  'GET /connect': session => {
    if (!session.user) return json(401, {error: 'sign in'});
    const state = random(), verifier = random() + random();
    (session.logins ??= {})[state] = verifier;
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    return redirect(`${DOUBLE}/authorize?` + new URLSearchParams({
      response_type: 'code', client_id: CLIENT_ID, redirect_uri: `${BASE}/connected`, scope: 'sms', state,
      code_challenge: challenge, code_challenge_method: 'S256',
    }));
  },
  'GET /connected': async (session, query) => {
    const verifier = session.logins?.[query.get('state')];
    if (!session.user || !verifier) return session.user?.connection ? redirect('/done') : json(400, {error: 'this did not start here'});
    delete session.logins[query.get('state')];
    if (query.has('error')) return json(403, {error: 'not connected'});
    if (!query.get('code')) return json(400, {error: 'no code'});
    try {
      const connection = {};
      keep(connection, await token({grant_type: 'authorization_code', code: query.get('code'), redirect_uri: `${BASE}/connected`, code_verifier: verifier}));
      session.user.connection = connection;
    } catch (error) {
      return json(502, {error: 'not connected'});
    }
    return redirect('/done');
  },
  'GET /done': () => json(200, {connected: true}),
  'GET /connection': session => session.user?.connection ? json(200, {connected: true}) : json(404, {connected: false}),
  'POST /send': async (session, form) => {
    const user = session.user;
    if (!user?.connection) return json(409, {error: 'connect first'});
    try {
      await send(user.connection, form.get('to'), form.get('text'));
      return json(200, {sent: true});
    } catch (error) {
      if (error instanceof LoginNeeded) {
        delete user.connection;
        return json(409, {error: 'connect again'});
      }
      return json(502, {error: 'not sent'});
    }
  },
};

createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const url = new URL(request.url, BASE);
  const old = /(?:^|; )sid=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
  const session = sessions.get(old) ?? {};
  const route = routes[`${request.method} ${url.pathname}`];
  let answer;
  if (!route) answer = json(404, {error: 'no such page'});
  else if (request.method === 'POST' && request.headers.origin && request.headers.origin !== BASE) answer = json(403, {error: 'another site has sent this'});
  else answer = await route(session, request.method === 'POST' ? new URLSearchParams(body) : url.searchParams);
  const id = random();
  sessions.set(id, session);
  setTimeout(() => sessions.delete(old), 5000).unref(); // requests that are on their way still have it
  response.writeHead(answer.status, {'cache-control': 'no-store', 'set-cookie': `sid=${id}; Path=/; HttpOnly; SameSite=Lax`, ...answer.headers});
  response.end(answer.body);
}).listen(PORT, '127.0.0.1');
