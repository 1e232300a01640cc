import { ApiClient } from '../lib/api-client.js';
import { setUpActions } from './actions.js';
import { Connection } from './connection.js';
import { byId, say, tellOrHide } from './dom.js';
import { History } from './history.js';
import { Home } from './home.js';
import { Investigation } from './investigation.js';
import { LatencyPanel } from './latency-panel.js';
import { LimitsPanel } from './limits-panel.js';
import { currentSession, forgetSession, onSessionChanged, signOut } from './session.js';
import { setUpSignIn } from './sign-in.js';
import { StateCard } from './state-card.js';
import { StateEditor } from './state-editor.js';
import { everySecond } from './ticker.js';

const VIEWS = ['sign-in', 'home', 'missing', 'investigation'];

const latency = new LatencyPanel();
const client = new ApiClient({
  onStanding: standing => limits.note(standing),
  onDuration: milliseconds => latency.note(milliseconds),
  onSignedOut: () => endSession('Your session has ended. Sign in again.'),
});
const limits = new LimitsPanel(client);
const connection = new Connection();
const history = new History(event => open?.investigation.whole(event) ?? Promise.reject(new Error('The investigation was closed.')));
const card = new StateCard();
const editor = new StateEditor(state => open?.investigation.wrote(state));
const home = new Home(client, id => {
  location.hash = `#/i/${encodeURIComponent(id)}`;
});

/** @type {{ id: string, user: string, investigation: Investigation } | null} */
let open = null;

setUpSignIn(client, route);
setUpActions(client, () => open && { id: open.id, runId: history.runId }, explain);
byId('measure').addEventListener('click', () => open && latency.measure(client, open.id));
byId('sign-out').addEventListener('click', () => signOut(client).then(route, error => explain(`You are still signed in. ${error.message}`)));
onSessionChanged(route);
addEventListener('hashchange', route);
addEventListener('pageshow', ({ persisted }) => persisted && comeBack());
addEventListener('pagehide', () => open?.investigation.close());
everySecond(() => byId('sign-in').hidden && currentSession() === null && endSession('Your session has ended. Sign in again.'));
route();

/** Shows what the address asks for. */
function route() {
  const session = currentSession();
  const [, wanted] = /^#\/i\/([^/]+)$/.exec(location.hash) ?? [];
  const id = wanted === undefined ? null : decoded(wanted);
  const view = session === null ? 'sign-in' : id === null ? 'home' : 'investigation';
  if (open !== null && (view !== 'investigation' || open.id !== id || open.user !== session?.user)) {
    leave();
  }

  show(view);
  byId('who').hidden = session === null;
  say(byId('who-name'), session?.user ?? '');
  explain(null);
  if (view === 'home') {
    document.title = 'Investigations';
    void home.show();
  } else if (view === 'investigation' && open === null && session !== null && id !== null) {
    enter(id, session.user);
  }
}

/** @param {string} view */
function show(view) {
  for (const each of VIEWS) {
    byId(each).hidden = each !== view;
  }
}

/**
 * @param {string} id
 * @param {string} user
 */
function enter(id, user) {
  const investigation = new Investigation(client, id, user, {
    onEvents: events => history.add(events),
    onState: state => {
      card.show(state);
      editor.note(state);
    },
    onStatus: status => {
      if (status.state === 'signed-out') {
        endSession('Your session has ended. Sign in again.');
        return;
      }

      connection.show(status);
      history.isRead(status.state !== 'connecting');
    },
    onCleared: () => history.clear(),
    onMissing: () => {
      leave();
      show('missing');
    },
    onError: error => explain(error instanceof Error ? error.message : String(error)),
  });
  open = { id, user, investigation };
  editor.edit(investigation.resource);
  byId('another-tab').href = location.href;
  connection.show({ state: 'connecting', by: null, reason: null, retryAt: null, leads: false, tabs: 1 });
  void limits.refresh();
  void investigation.open();
}

function leave() {
  open?.investigation.close();
  open = null;
  editor.edit(null);
  card.restart();
  history.clear();
  connection.show(null);
}

/** A page that comes back out of the browser's history let its stream go when it went there. */
function comeBack() {
  leave();
  route();
}

/** @param {string} why */
function endSession(why) {
  forgetSession();
  route();
  explain(why);
}

/** @param {string | null} message */
function explain(message) {
  tellOrHide(byId('banner'), message);
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
