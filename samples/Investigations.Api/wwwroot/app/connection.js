import { byId, say } from './dom.js';
import { duration, plural } from './format.js';
import { everySecond } from './ticker.js';

/** @typedef {import('../lib/shared-feed.js').SharedStatus} SharedStatus */

const TEXTS = {
  connecting: 'connecting',
  live: 'live',
  polling: 'polling',
  reconnecting: 'reconnecting',
  offline: 'offline',
  finished: 'finished',
  'signed-out': 'signed out',
  gone: 'not available',
};

/** Shows at the top of the page how it is connected, and in a panel why, and who holds the stream. */
export class Connection {
  /** @type {SharedStatus | null} */
  #status = null;

  constructor() {
    everySecond(() => this.#draw());
  }

  /** @param {SharedStatus | null} status null without an investigation */
  show(status) {
    this.#status = status;
    this.#draw();
  }

  #draw() {
    const status = this.#status;
    const badge = byId('connection');
    badge.dataset.state = status?.state ?? 'idle';
    say(byId('connection-text'), status === null ? 'not connected' : TEXTS[status.state]);
    say(byId('connection-why'), status === null ? '' : inShort(status));
    if (status !== null) {
      say(byId('tab-count'), String(status.tabs));
      say(byId('tab-text'), sharing(status));
      say(byId('following-text'), following(status));
    }
  }
}

/**
 * What stands beside the state while it is not what it should be. It counts down, so that it must not be read out.
 * @param {SharedStatus} status
 */
function inShort({ state, retryAt }) {
  const wait = retryAt === null ? 0 : retryAt - Date.now();
  switch (state) {
    case 'polling': return wait > 0 ? `no stream, tried again in ${duration(Math.max(1000, wait))}` : 'no stream';
    case 'reconnecting': return wait > 0 ? `next try in ${duration(Math.max(1000, wait))}` : 'trying now';
    case 'offline': return 'nothing is lost';
    default: return '';
  }
}

/** @param {SharedStatus} status */
function sharing({ tabs, leads }) {
  return tabs < 2
    ? 'Only this tab follows the investigation. Open another one: it will not cost another stream.'
    : `${plural(tabs, 'tab')} follow this investigation; ${leads ? 'this one follows for all of them' : 'another one follows for all of them'}.`;
}

/** @param {SharedStatus} status */
function following({ state, by, reason, retryAt }) {
  const wait = retryAt === null ? null : Math.max(0, retryAt - Date.now());
  const again = wait === null || wait === 0 ? '' : ` Next try in ${duration(Math.max(1000, wait))}.`;
  switch (state) {
    case 'live': return 'Events arrive by stream, as they happen.';
    case 'polling': return `The stream can't be had; events are ${by === 'long-poll' ? 'waited for by long polls' : 'asked for every few seconds'}, from the same cursor.${wait ? ` The stream is tried again in ${duration(Math.max(1000, wait))}.` : ''}`;
    case 'reconnecting': return `The server can't be reached.${reason ? ` (${reason})` : ''}${again}`;
    case 'offline': return 'This device is offline. Nothing is lost: it goes on where it stopped.';
    case 'finished': return 'The investigation is finished, and everything has arrived.';
    case 'signed-out': return 'The session has ended.';
    case 'gone': return 'The investigation does not exist, or you have no access to it.';
    default: return 'Reading what has happened so far.';
  }
}
