import { addressParameters, changeAddress } from './pageAddress.ts';

const key = 'gateway.token';

/**
 * Returns the token of this tab. A token in the fragment of the address is stored and removed from the address at once. A fragment is not
 * sent to a server; removing it keeps the token out of the history and out of screenshots too.
 */
export function takeToken(): string | undefined {
  const { token: fromFragment, ...others } = Object.fromEntries(addressParameters());
  if (fromFragment !== undefined && fromFragment !== '') {
    if (fromFragment !== sessionStorage.getItem(key)) {
      // Data that was seen with an earlier token is not for this one.
      forgetAll();
    }
    sessionStorage.setItem(key, fromFragment);
    // What else the address says remains, so that a link can lead to a part of the page.
    changeAddress(others, 'same');
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
