const key = 'gateway.token';

/**
 * Returns the token of this tab. A token in the fragment of the address is stored and removed from the address at once. A fragment is not
 * sent to a server; removing it keeps the token out of the history and out of screenshots too.
 */
export function takeToken(): string | undefined {
  const fromFragment = new URLSearchParams(location.hash.slice(1)).get('token');
  if (fromFragment !== null && fromFragment !== '') {
    if (fromFragment !== sessionStorage.getItem(key)) {
      // Data that was seen with an earlier token is not for this one.
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

/** Deletes the token and everything that was seen with it. */
export function forgetAll(): void {
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith('gateway.')) {
      sessionStorage.removeItem(name);
    }
  }
}
