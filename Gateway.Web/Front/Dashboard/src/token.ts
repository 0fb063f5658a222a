const key = 'gateway.token';

/**
 * The token of this tab. A token in the address's fragment is taken over and removed from the address at once: a fragment
 * is sent to no server, and so it stays out of the history and of screenshots too.
 */
export function takeToken(): string | undefined {
  const fromFragment = new URLSearchParams(location.hash.slice(1)).get('token');
  if (fromFragment !== null && fromFragment !== '') {
    if (fromFragment !== sessionStorage.getItem(key)) {
      // What an earlier token saw is not for this one.
      forgetAll();
    }
    sessionStorage.setItem(key, fromFragment);
    history.replaceState(null, '', location.pathname + location.search);
  }
  return sessionStorage.getItem(key) ?? undefined;
}

export function keepToken(token: string): void {
  sessionStorage.setItem(key, token);
}

/** Forgets the token and everything seen with it. */
export function forgetAll(): void {
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith('gateway.')) {
      sessionStorage.removeItem(name);
    }
  }
}
