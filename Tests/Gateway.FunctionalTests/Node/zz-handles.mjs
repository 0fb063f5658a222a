import { GatewayClient } from '@mxgateway/client';
import { readlinkSync, readdirSync } from 'node:fs';
const [url, token, pid] = process.argv.slice(2);
const c = new GatewayClient({ url, accessToken: token });
const count = () => { const m = {}; for (const f of readdirSync(`/proc/${pid}/fd`)) { try { const k = readlinkSync(`/proc/${pid}/fd/${f}`).replace(/\[.*\]|\d+/g, ''); m[k] = (m[k] ?? 0) + 1; } catch {} } return m; };
const show = (l) => { const m = count(); console.log(l, JSON.stringify(Object.fromEntries(Object.entries(m).filter(([k]) => !/dll|usr|\.so/.test(k))))); };
for (let i = 0; i < 16; i++) {
  if (i % 5 === 0) { await new Promise(r => setTimeout(r, 1500)); show(i); }
  const s = await c.openSession(); const info = await s.info(); process.kill(info.workerProcessId, 'SIGKILL');
  await new Promise(r => setTimeout(r, 500));
}
await new Promise(r => setTimeout(r, 1500)); show('end'); await c.close();
