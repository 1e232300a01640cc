import { byId, say } from './dom.js';
import { dateOf } from './format.js';
import { shown, statusText } from './state-members.js';

/** @typedef {Record<string, any> & { version: number }} State */

/** The state as it is now. */
export class StateCard {
  /** @type {State | null} */
  #shown = null;

  /** @param {State} state */
  show(state) {
    say(byId('title'), state.title);
    document.title = `${state.title} · Investigations`;
    say(byId('version'), `If-Match: "${state.version}"`);
    byId('state-status').dataset.status = state.status;
    this.#put('status', byId('state-status'), statusText(state.status), state);
    this.#put('phase', byId('state-phase'), shown(state.phase), state);
    this.#put('progress', byId('state-progress-text'), `${state.progress} %`, state);
    byId('state-progress').value = state.progress;
    this.#put('assignee', byId('state-assignee'), shown(state.assignee), state);
    this.#put('notes', byId('state-notes'), shown(state.notes), state);
    say(byId('state-updated'), `Version ${state.version}, by ${state.updated_by}, ${dateOf(state.updated_at)}`);
    this.#shown = state;
  }

  /** What comes next is another investigation. */
  restart() {
    this.#shown = null;
    say(byId('title'), '…');
    byId('state-status').dataset.status = '';
    byId('state-progress').value = 0;
    for (const place of ['version', 'state-status', 'state-phase', 'state-progress-text', 'state-assignee', 'state-notes', 'state-updated']) {
      say(byId(place), '');
    }
  }

  /**
   * @param {string} member
   * @param {HTMLElement} place
   * @param {string} text
   * @param {State} state
   */
  #put(member, place, text, state) {
    say(place, text);
    place.classList.remove('changed');
    if (this.#shown !== null && this.#shown[member] !== state[member]) {
      void place.offsetWidth;
      place.classList.add('changed');
    }
  }
}
