/** @typedef {{ user: string, expiresAt: number }} Session who is signed in; the token itself is in a cookie that scripts can't read */

const KEY = 'investigations.session';

/** @type {Session | null} where the browser lets the page store nothing: for as long as the page is open */
let unstored = null;

/** @returns {Session | null} the session of this browser; null where there is none, or it has ended */
export function currentSession() {
  const session = stored() ?? unstored;
  return session !== null && session.expiresAt > Date.now() ? session : null;
}

/** @returns {Session | null} */
function stored() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null');
  } catch {
    return null;
  }
}

/**
 * Signs in with a token, or in Development with a name.
 * @param {import('../lib/api-client.js').ApiClient} client
 * @param {{ user: string, admin: boolean, token: string }} who
 * @returns {Promise<Session>}
 */
export async function signIn(client, { user, admin, token }) {
  if (!navigator.cookieEnabled) {
    throw new Error('This browser keeps no cookies for this page, so nobody can be signed in. Allow them, and try again.');
  }

  const bearer = token || (await client.send('POST', '/dev/token', { json: { user, roles: admin ? ['admin'] : [] }, policy: 'uncounted' })).body.access_token;
  await client.send('POST', '/api/v1/session', { headers: { Authorization: `Bearer ${bearer}` } });
  const session = sessionOf(bearer);
  try {
    localStorage.setItem(KEY, JSON.stringify(session));
  } catch {
    unstored = session;
  }

  return session;
}

/**
 * Signs out. Where the server can't be told, the cookie is still good, and so is the session.
 * @param {import('../lib/api-client.js').ApiClient} client
 */
export async function signOut(client) {
  try {
    await client.send('DELETE', '/api/v1/session', { policy: 'uncounted' });
  } catch (error) {
    if (/** @type {any} */ (error).status !== 401) {
      throw error;
    }
  }

  forgetSession();
}

export function forgetSession() {
  unstored = null;
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing was stored.
  }
}

/**
 * Tells when another tab signs in or out.
 * @param {() => void} callback
 */
export function onSessionChanged(callback) {
  addEventListener('storage', event => {
    if (event.key === KEY) {
      callback();
    }
  });
}

/**
 * What a token says about itself; whether it is true is for the server to say.
 * @param {string} token
 * @returns {Session}
 */
export function sessionOf(token) {
  const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
  const text = new TextDecoder().decode(Uint8Array.from(atob(payload), character => character.charCodeAt(0)));
  const { sub, exp } = JSON.parse(text);
  return { user: String(sub), expiresAt: Number(exp) * 1000 };
}
