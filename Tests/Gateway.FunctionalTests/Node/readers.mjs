// Reads the events of one session with several TypeScript clients and counts what each receives. Every 100 ms it prints the
// counts as one
// line of JSON. It ends when standard input ends.
//   node readers.mjs URL TOKEN SESSION CLIENTS
import { GatewayClient } from '@mxgateway/client';

const [url, token, sessionId, clients] = process.argv.slice(2);
const logs = Array.from({ length: Number(clients) }, () => ({ position: 0, events: 0, gaps: 0, breaks: 0, dropped: 0, resumes: 0, error: null }));

async function read(log) {
  const client = new GatewayClient({ url, accessToken: token });
  try {
    // This is the loop of any application: the library handles everything that happens in between.
    for await (const item of client.session(sessionId).events({ resumeAfter: 0 })) {
      take(log, item);
    }
    log.error = 'The stream ended.';
  } catch (error) {
    log.error = String(error);
  }
}

function take(log, item) {
  switch (item.kind) {
    case 'events':
      for (const { sequence } of item.events) {
        log.breaks += sequence === log.position + 1 ? 0 : 1;
        log.position = sequence;
        log.events += 1;
      }
      break;
    case 'gap':
      log.gaps += 1;
      break;
    case 'lagged':
      log.dropped += item.dropped;
      break;
    case 'started':
      log.resumes += item.resumed ? 1 : 0;
      break;
  }
}

logs.forEach((log) => { void read(log); });
setInterval(() => { console.log(JSON.stringify(logs)); }, 100);
process.stdin.resume().on('end', () => { process.exit(0); });
