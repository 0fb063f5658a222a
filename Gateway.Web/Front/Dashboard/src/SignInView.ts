import { byId, setText } from './dom.ts';
import { logIn, takesPasswords } from './logIn.ts';
import { describeLogIn } from './problems.ts';

/** The two ways to sign in: with user and password, or with a token. */
export class SignInView {
  readonly #root = byId('sign-in', HTMLElement);
  readonly #reason = byId('sign-in-reason', HTMLElement);
  readonly #base: URL;
  readonly #onToken: (token: string) => void;

  constructor(base: URL, onToken: (token: string) => void) {
    this.#base = base;
    this.#onToken = onToken;
    byId('login-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#logIn();
    });
    byId('token-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      this.#takeToken();
    });
  }

  /** Shows the forms, and the reason if access has ended. */
  show(reason: string | undefined): void {
    setText(this.#reason, reason ?? '');
    this.#reason.hidden = reason === undefined;
    this.#root.hidden = false;
    byId('token', HTMLInputElement).focus();
    void this.#offerLogIn();
  }

  /** Shows the password form unless the gateway says that it does not accept passwords. */
  async #offerLogIn(): Promise<void> {
    const form = byId('login-form', HTMLFormElement);
    form.hidden = await takesPasswords(this.#base) === false;
    this.#root.classList.toggle('one-way', form.hidden);
    const field = byId('token', HTMLInputElement);
    if (!form.hidden && field.value === '') {
      byId('user', HTMLInputElement).focus();
    }
  }

  async #logIn(): Promise<void> {
    const user = byId('user', HTMLInputElement);
    const password = byId('password', HTMLInputElement);
    const button = byId('login', HTMLButtonElement);
    const problem = byId('login-error', HTMLElement);
    setText(problem, '');
    button.disabled = true;
    try {
      this.#onToken(await logIn(this.#base, user.value.trim(), password.value));
    } catch (error) {
      setText(problem, describeLogIn(error));
      password.focus();
    } finally {
      password.value = '';
      button.disabled = false;
    }
  }

  #takeToken(): void {
    const field = byId('token', HTMLInputElement);
    const token = field.value.trim();
    if (!/^[\w-]+\.[\w-]+\.[\w-]*$/.test(token)) {
      setText(byId('token-error', HTMLElement), 'This does not look like a token. A token has three parts, separated by dots.');
      return;
    }
    field.value = '';
    this.#onToken(token);
  }
}
