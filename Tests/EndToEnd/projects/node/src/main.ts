import { GatewayClient } from '@mxgateway/client';

const [url = '', accessToken = ''] = process.argv.slice(2);
const client = new GatewayClient({ url, accessToken });
const session = await client.openSession({ name: 'fresh' });
await session.subscribeBulk(await session.register('fresh'), ['Tank101.Level.PV']);
read: for await (const item of session.events({ resumeAfter: 0 })) {
  for (const event of item.kind === 'events' ? item.events : []) {
    if (event.family === 'OnDataChange') {
      console.log(JSON.stringify({ value: event.value, quality: event.quality }));
      break read;
    }
  }
}
await session.close();
await client.close();
