/**
 * The form in which the gateway compares item references, as `ItemReference` has it: without the blanks around them, with their context
 * in front. Case is kept for reading; {@link sameReference} ignores it.
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

/** What is equal for the same item, however its reference was typed. */
export function sameReference(definition: string, context?: string): string {
  return normalReference(definition, context).toLowerCase();
}
