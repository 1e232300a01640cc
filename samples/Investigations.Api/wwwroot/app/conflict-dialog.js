import { compareVersions } from '../lib/conflict.js';
import { byId, make, say, tellOrHide } from './dom.js';
import { LABELS, MEMBERS, shown } from './state-members.js';

/** @typedef {import('./state-card.js').State} State */
/** @typedef {import('../lib/conflict.js').Row} Row */

/** Shows both versions of a conflict side by side, and asks what to do. */
export class ConflictDialog {
  #dialog = byId('conflict');
  /** @type {(choice: 'theirs' | 'mine' | 'keep') => void} */
  #answer = () => {};

  constructor() {
    byId('take-theirs').addEventListener('click', () => this.#choose('theirs'));
    byId('reapply-mine').addEventListener('click', () => this.#choose('mine'));
    byId('keep-editing').addEventListener('click', () => this.#choose('keep'));
    this.#dialog.addEventListener('cancel', (/** @type {Event} */ event) => {
      event.preventDefault();
      this.#choose('keep');
    });
  }

  /**
   * @param {State} base what editing began with
   * @param {Record<string, unknown>} mine
   * @param {State} theirs what is stored now
   * @returns {Promise<'theirs' | 'mine' | 'keep'>}
   */
  ask(base, mine, theirs) {
    const rows = compareVersions(base, mine, theirs, MEMBERS).filter(row => row.who !== 'nobody');
    say(byId('conflict-text'), `You edited version ${base.version}. Meanwhile ${theirs.updated_by} saved version ${theirs.version}, so yours was not saved and nothing was overwritten.`);
    byId('conflict-rows').replaceChildren(...rows.map(rowOf));
    say(byId('conflict-help'), helpOf(rows));
    tellOrHide(byId('conflict-error'), null);
    if (!this.#dialog.open) {
      this.#dialog.showModal();
    }

    return new Promise(resolve => {
      this.#answer = resolve;
    });
  }

  /** @param {unknown} error */
  fail(error) {
    tellOrHide(byId('conflict-error'), error instanceof Error ? error.message : String(error));
    return new Promise(resolve => {
      this.#answer = resolve;
    });
  }

  close() {
    this.#dialog.close();
  }

  /** @param {'theirs' | 'mine' | 'keep'} choice */
  #choose(choice) {
    this.#answer(choice);
  }
}

/** @param {Row} row */
function rowOf({ member, was, mine, theirs, who }) {
  const both = who === 'both' || who === 'alike';
  const [byMe, byThem] = [who === 'me' || both, who === 'them' || both];
  return make('tr', { class: who, 'data-member': member },
    make('th', { scope: 'row', text: LABELS[/** @type {'title'} */ (member)] }),
    make('td', { class: 'before', text: shown(was) }),
    make('td', { class: byMe ? 'new' : 'same', text: shown(mine) }, ...(byMe ? [make('small', { text: 'you changed it' })] : [])),
    make('td', { class: byThem ? 'new' : 'same', text: shown(theirs) }, ...(byThem ? [make('small', { text: 'they changed it' })] : [])));
}

/** @param {Row[]} rows */
function helpOf(rows) {
  const both = rows.filter(row => row.who === 'both').map(row => LABELS[/** @type {'title'} */ (row.member)].toLowerCase());
  return both.length === 0
    ? 'You changed different things: reapplying yours keeps theirs as well.'
    : `Both of you changed: ${both.join(', ')}. Reapplying yours replaces theirs there, and keeps the rest of theirs.`;
}
