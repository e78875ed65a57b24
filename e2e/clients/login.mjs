// Logs in under the real host name with Node's fetch, and prints the access
// token: the user's browser and the application in one.

const authorize = 'https://oauth.sms77.io/authorize?response_type=code&client_id=testclient&state=xyz';
const back = await fetch(authorize, { redirect: 'manual' });
const code = new URL(back.headers.get('location')).searchParams.get('code');

const answer = await fetch('https://oauth.sms77.io/token', {
  method: 'POST',
  headers: { Authorization: 'Basic ' + btoa('testclient:testsecret') },
  body: new URLSearchParams({ grant_type: 'authorization_code', code }),
});
console.log((await answer.json()).access_token);
