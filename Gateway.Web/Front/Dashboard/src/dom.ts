/** The element with an id that the page must have. */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof type)) {
    throw new Error(`The page has no element with the id ${id} and the right type.`);
  }
  return element;
}

/** Creates an element with a text and a class. Data from the gateway is only ever set as text, never parsed as markup. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, text = '', className = ''): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className !== '') {
    element.className = className;
  }
  return element;
}

/** Changes the text only when it differs, so that the browser does not do a layout or announce the text without reason. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
