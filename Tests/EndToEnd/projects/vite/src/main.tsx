import { GatewayClient } from '@mxgateway/client';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { useValues } from './useValues.js';

const [url = '', accessToken = ''] = location.hash.slice(1).split(',');
const client = new GatewayClient({ url, accessToken });
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
