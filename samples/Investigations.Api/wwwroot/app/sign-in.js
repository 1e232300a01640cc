import { byId, tellOrHide } from './dom.js';
import { signIn } from './session.js';

/**
 * @param {import('../lib/api-client.js').ApiClient} client
 * @param {() => void} onSignedIn
 */
export function setUpSignIn(client, onSignedIn) {
  const form = byId('sign-in-form');
  byId('token').addEventListener('input', () => {
    byId('user').required = byId('token').value.trim() === '';
  });
  form.addEventListener('submit', async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const button = form.querySelector('button.primary');
    button.disabled = true;
    try {
      await signIn(client, { user: form.user.value.trim(), admin: form.admin.checked, token: form.token.value.trim() });
      form.token.value = '';
      tellOrHide(byId('sign-in-error'), null);
      onSignedIn();
    } catch (error) {
      refused(/** @type {any} */ (error), form.token.value !== '');
    } finally {
      button.disabled = false;
    }
  });
}

/**
 * @param {{ status?: number, message: string }} error
 * @param {boolean} byToken
 */
function refused({ status, message }, byToken) {
  if (status === 404 && !byToken) {
    byId('token-details').open = true;
    byId('token').focus();
  }

  tellOrHide(byId('sign-in-error'), status === 404 && !byToken ? 'This host does not run in Development, so it gives no tokens. Paste one.'
    : status === 401 ? 'The host does not accept this token.'
      : message);
}
