/**
 * The part of the page and its settings are in the fragment of the address, so that an address can be shared and reloaded. A fragment is not sent
 * to a server.
 */
export function addressParameters(): URLSearchParams {
  return new URLSearchParams(location.hash.slice(1));
}

/**
 * Replaces all parameters of the address. An entry of the history is made for another part of the page; a changed filter makes none,
 * because each key that is typed would be one.
 */
export function changeAddress(parameters: Readonly<Record<string, string>>, entry: 'new' | 'same'): void {
  const text = new URLSearchParams(parameters).toString();
  const address = location.pathname + location.search + (text === '' ? '' : `#${text}`);
  if (text === addressParameters().toString()) {
    return;
  }
  if (entry === 'new') {
    history.pushState(null, '', address);
  } else {
    history.replaceState(null, '', address);
  }
}

/** The whole address of a part of the page with its settings, to be shared. */
export function addressOf(view: string, parameters: Readonly<Record<string, string>>): string {
  return `${location.origin}${location.pathname}${location.search}#${new URLSearchParams({ view, ...parameters }).toString()}`;
}
