/** The element with an id the page is known to have. */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof type)) {
    throw new Error(`The page lacks #${id}.`);
  }
  return element;
}

/** A new element with text and a class. Text only: nothing from the wire is ever parsed as markup. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, text = '', className = ''): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className !== '') {
    element.className = className;
  }
  return element;
}

/** Changes text only when it differs, so that nothing is laid out or announced again for no reason. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
