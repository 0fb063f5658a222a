import './styles.css';
import './access.css';
import { GatewayPage } from './GatewayPage.ts';
import { SignInView } from './SignInView.ts';
import { forgetAll, keepToken, takeToken } from './token.ts';

const base = new URL('.', location.href);
base.hash = '';

const signIn = new SignInView(base, (token) => {
  keepToken(token);
  // From the start, so that nothing of an earlier viewer is left on the page.
  location.reload();
});

const token = takeToken();
if (token === undefined) {
  signIn.show(undefined);
} else {
  const page = new GatewayPage(base, token, (reason) => {
    page.leave();
    forgetAll();
    signIn.show(reason);
  });
}

// Another token pasted behind the address of an open page loads nothing by itself.
addEventListener('hashchange', () => {
  if (location.hash.includes('token=')) {
    takeToken();
    location.reload();
  }
});
