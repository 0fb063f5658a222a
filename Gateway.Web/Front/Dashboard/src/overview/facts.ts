import { make, setText } from '../dom.ts';

/** Names and texts; a list is rebuilt only when it has other names, so that a screen reader keeps its place. */
export function drawFacts(list: HTMLDListElement, facts: readonly (readonly [name: string, text: string])[]): void {
  if (list.children.length !== facts.length) {
    list.replaceChildren(...facts.map(() => {
      const pair = make('div', '', 'fact');
      pair.append(make('dt'), make('dd'));
      return pair;
    }));
  }
  list.querySelectorAll('dt').forEach((name, i) => { setText(name, facts[i]?.[0] ?? ''); });
  list.querySelectorAll('dd').forEach((value, i) => { setText(value, facts[i]?.[1] ?? ''); });
}
