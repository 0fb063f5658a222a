import { make } from '../dom.ts';

const saidMs = 4_000;

/** A button that copies the address of exactly what is shown. */
export function copyLink(address: () => string): HTMLElement {
  const place = make('span', '', 'copy-link');
  const button = make('button', 'Copy link', 'quiet');
  button.type = 'button';
  const said = make('span', '', 'visually-hidden');
  said.setAttribute('role', 'status');
  button.addEventListener('click', () => {
    const text = address();
    const say = (words: string): void => {
      button.textContent = words;
      said.textContent = words;
      setTimeout(() => {
        button.textContent = 'Copy link';
        said.textContent = '';
      }, saidMs);
    };
    // Without TLS browsers do not give a page access to the clipboard.
    const copied = 'clipboard' in navigator ? navigator.clipboard.writeText(text) : Promise.reject(new Error('no clipboard'));
    copied.then(() => { say('Copied'); }, () => {
      prompt('Copy this address:', text);
    });
  });
  place.append(button, said);
  return place;
}
