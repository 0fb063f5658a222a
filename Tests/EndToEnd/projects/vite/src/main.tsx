import { GatewayClient } from '@mxgateway/client';
import { shareTabs } from '@mxgateway/client/tabs';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import tabsUrl from './tabs.js?sharedworker&url';
import { useValues } from './useValues.js';

const [url = '', accessToken = ''] = location.hash.slice(1).split(',');
const scripts = trustedTypes.createPolicy('tabs', { createScriptURL: (script) => script });
const share = shareTabs(() => new SharedWorker(scripts.createScriptURL(tabsUrl), { type: 'module' }));
const client = new GatewayClient({ url, accessToken, share });
const [session] = await client.listSessions();
const root = document.getElementById('root');
if (session === undefined || root === null) {
  throw new Error('There is no session or no root.');
}

function Values({ sessionId }: { readonly sessionId: string }) {
  const { values, problem } = useValues(client, sessionId);
  return <output data-problem={problem} data-count={values.size}>{JSON.stringify([...values.values()])}</output>;
}

createRoot(root).render(<StrictMode><Values sessionId={session.sessionId} /></StrictMode>);
