// The client under test for @mxgateway/client: reads the events of the session in the task and logs what the application is given.
//   node subject.mjs TASK [messagepack|json]
import { appendFileSync, readFileSync } from 'node:fs';
import { GatewayClient, GatewayError } from '@mxgateway/client';

const task = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const log = (record) => appendFileSync(task.log, `${JSON.stringify(record)}\n`);
let first = task.token;

/** A fetch whose connection is cut before the answer does not notice that in Node 20, so it gets a limit. */
async function anotherToken() {
  const stop = new AbortController();
  const limit = setTimeout(() => stop.abort(), 1_000);
  try {
    return await (await fetch(task.tokenUrl, { signal: stop.signal })).text();
  } finally {
    clearTimeout(limit);
  }
}

const client = new GatewayClient({
  urls: task.urls,
  protocol: process.argv[3] ?? 'messagepack',
  accessToken: async () => {
    const token = first ?? await anotherToken();
    first = undefined;
    return token;
  },
});
const values = (events) => events.map(({ value }) => value);
try {
  const stream = client.session(task.session).events(task.request);
  for await (const item of stream) {
    switch (item.kind) {
      case 'events': log({ type: 'events', values: values(item.events) }); break;
      case 'snapshot': log({ type: 'snapshot', asOf: item.asOf, values: values(item.events) }); break;
      case 'gap': log({ ...item, type: 'gap' }); break;
      case 'lagged': log({ ...item, type: 'lagged' }); break;
    }
    if (item.kind !== 'lagged' && stream.position !== undefined) {
      log({ type: 'position', ...stream.position });
    }
  }
  log({ type: 'end' });
} catch (error) {
  if (!(error instanceof GatewayError)) {
    throw error;
  }
  log({ type: 'error', code: error.code, message: error.message });
}
await client.close();
