import './styles.css';
import './access.css';
import './alarms/alarms.css';
import './tables/tables.css';
import './overview/overview.css';
import './timeline/timeline.css';
import { GatewayPage } from './GatewayPage.ts';
import { SignInView } from './SignInView.ts';
import { forgetAll, keepToken, takeToken } from './token.ts';

// The script is in the folder of assets beside the page. The page's own address may lack the slash at the end of its folder.
const script = import.meta.url;
const base = new URL('..', script);

const signIn = new SignInView(base, (token) => {
  keepToken(token);
  // Reloading makes sure that nothing that an earlier user saw remains on the page.
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

// Changing the fragment of an open page does not load it again by itself.
addEventListener('hashchange', () => {
  if (location.hash.includes('token=')) {
    takeToken();
    location.reload();
  }
});
