import { type ConnectionState, GatewayClient, type SessionInfo } from '@mxgateway/client';
import './styles.css';
import { byId, setText } from './dom.ts';
import { describe } from './problems.ts';
import { forgetView, keepChosen, lastChosen } from './savedView.ts';
import { SessionsView } from './SessionsView.ts';
import { SessionView } from './SessionView.ts';
import { forgetToken, keepToken, takeToken } from './token.ts';

const stateTexts: Readonly<Record<ConnectionState, string>> = {
  disconnected: 'not connected',
  connecting: 'connecting…',
  connected: 'connected',
  reconnecting: 'reconnecting…',
  closed: 'closed',
};

/** A browser does not tell a refused token from an unreachable server; after this long (ms) both are worth naming. */
const doubtAfterMs = 4_000;

function run(token: string): void {
  byId('app', HTMLElement).hidden = false;
  const signOut = byId('sign-out', HTMLButtonElement);
  signOut.hidden = false;
  const pill = byId('connection', HTMLElement);
  const client = new GatewayClient({ url: new URL('.', location.href).href, accessToken: token });
  const view = new SessionView();

  const choose = (info: SessionInfo): void => {
    if (view.sessionId === info.sessionId) {
      return;
    }
    sessions.mark(info.sessionId);
    keepChosen(info.sessionId);
    view.show(client.session(info.sessionId), info.name ?? info.sessionId, info.state);
  };
  const sessions = new SessionsView(client, choose, (all) => {
    view.noteItemCount(all.find(({ sessionId }) => sessionId === view.sessionId)?.items);
  });

  const showState = (state: ConnectionState): void => {
    setText(pill, stateTexts[state]);
    pill.dataset['state'] = state;
    document.body.classList.toggle('offline', state !== 'connected');
  };
  let doubt: ReturnType<typeof setTimeout> | undefined;
  const watch = (state: ConnectionState): void => {
    clearTimeout(doubt);
    showState(state);
    if (state === 'connecting' || state === 'reconnecting') {
      doubt = setTimeout(() => { setText(pill, 'no answer: gateway not reachable, or token refused'); }, doubtAfterMs);
    }
  };
  client.onState(({ state }) => { watch(state); });
  watch(client.state);

  signOut.addEventListener('click', () => {
    forgetToken();
    keepChosen(undefined);
    location.reload();
  });
  byId('close-session', HTMLButtonElement).addEventListener('click', () => {
    const id = view.sessionId;
    if (id !== undefined && confirm('Close this session and end its worker, for everybody?')) {
      client.session(id).close()
        .then(() => {
          forgetView(id);
          return sessions.refresh();
        })
        .catch((error: unknown) => { setText(byId('session-problem', HTMLElement), describe(error)); });
    }
  });

  void sessions.refresh().then(() => {
    const wanted = sessions.sessions.find((session) => session.sessionId === lastChosen()) ?? sessions.sessions[0];
    if (wanted !== undefined) {
      choose(wanted);
    } else {
      byId('open-details', HTMLDetailsElement).open = true;
    }
  });
}

function askForToken(): void {
  byId('sign-in', HTMLElement).hidden = false;
  const field = byId('token', HTMLInputElement);
  field.focus();
  byId('token-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    const token = field.value.trim();
    if (!/^[\w-]+\.[\w-]+\.[\w-]*$/.test(token)) {
      setText(byId('token-error', HTMLElement), 'This does not look like a token: three parts with dots between them.');
      return;
    }
    keepToken(token);
    field.value = '';
    byId('sign-in', HTMLElement).hidden = true;
    run(token);
  });
}

const token = takeToken();
if (token === undefined) {
  askForToken();
} else {
  run(token);
}

// Another token pasted behind the address of an open page loads nothing by itself.
addEventListener('hashchange', () => {
  if (location.hash.includes('token=')) {
    takeToken();
    location.reload();
  }
});
