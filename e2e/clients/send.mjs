// Sends an SMS with the vendor's own client, under the real host name.

import { Client, SmsResource } from '@seven.io/client';

const client = new Client({ apiKey: `Bearer ${process.argv[2]}`, sentWith: 'e2e' });
const answer = await new SmsResource(client).dispatch({ to: ['49170123456789'], text: 'Hello from Node' });
console.log(answer.success);
