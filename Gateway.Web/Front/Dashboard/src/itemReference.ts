/**
 * The form of an item reference in which the gateway compares references, like `ItemReference` on the server: without surrounding blanks
 * and with the context as a prefix. Upper and lower case remain, because the page shows the reference; {@link sameReference} ignores case.
 */
export function normalReference(definition: string, context?: string): string {
  const text = definition.trim();
  const object = context?.trim() ?? '';
  const word = text.split('.', 1)[0] ?? '';
  if (object === '' || /^my/i.test(word)) {
    return text;
  }
  return word.toLowerCase() === 'me' ? object + text.slice(word.length) : `${object}.${text.replace(/^\.+/, '')}`;
}

/** A text that is equal for all references to the same item, however they were typed. */
export function sameReference(definition: string, context?: string): string {
  return normalReference(definition, context).toLowerCase();
}
