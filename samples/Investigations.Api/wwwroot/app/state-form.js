import { changesOf, compareVersions, reapplied } from '../lib/conflict.js';
import { byId, say, tellOrHide } from './dom.js';
import { LABELS, MEMBERS, valuesOf } from './state-members.js';

/** @typedef {import('./state-card.js').State} State */

/**
 * Edits a state. What is being edited keeps the version that editing began with; when somebody else saves meanwhile the
 * form says so, and lets one bring their changes in beside one's own.
 */
export class StateForm {
  #form = byId('state-form');
  #save;
  /** @type {State | null} */
  #base = null;
  /** @type {State | null} */
  #latest = null;

  /** @param {(patch: Record<string, unknown>, base: State, mine: Record<string, unknown>) => Promise<boolean>} save tells whether it was saved */
  constructor(save) {
    this.#save = save;
    byId('edit').addEventListener('click', () => this.open());
    byId('cancel-edit').addEventListener('click', () => this.close());
    byId('bring-in').addEventListener('click', () => this.#bringIn());
    this.#form.addEventListener('submit', (/** @type {SubmitEvent} */ event) => this.#submit(event));
  }

  /** @param {State} state the newest */
  note(state) {
    this.#latest = state;
    byId('edit').disabled = false;
    this.#sayWhetherBehind();
  }

  open() {
    if (this.#latest !== null) {
      this.#begin(this.#latest, this.#latest);
      this.#form.elements.title.focus();
    }
  }

  /**
   * Edits on from another version.
   * @param {State} base
   * @param {Record<string, unknown>} values
   */
  #begin(base, values) {
    this.#base = base;
    for (const member of MEMBERS) {
      this.#form.elements[member].value = values[member] ?? '';
    }

    this.#shown(true);
    tellOrHide(byId('state-error'), null);
    this.#sayWhetherBehind();
  }

  close() {
    const wasOpen = this.#base !== null;
    this.#base = null;
    this.#shown(false);
    if (wasOpen) {
      byId('edit').focus();
    }
  }

  /** What comes next is another investigation. */
  restart() {
    this.#base = this.#latest = null;
    this.#shown(false);
    byId('edit').disabled = true;
  }

  /** @param {boolean} editing */
  #shown(editing) {
    this.#form.hidden = !editing;
    byId('state-view').hidden = editing;
  }

  /** Takes the newest version as the base; what was changed here stays. */
  #bringIn() {
    if (this.#base !== null && this.#latest !== null) {
      this.#begin(this.#latest, reapplied(compareVersions(this.#base, valuesOf(this.#form.elements), this.#latest, MEMBERS)));
      byId('save').focus();
    }
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    event.preventDefault();
    const base = this.#base;
    if (base === null) {
      return;
    }

    const mine = valuesOf(this.#form.elements);
    const patch = changesOf(base, mine, MEMBERS);
    if (Object.keys(patch).length === 0) {
      this.close();
      return;
    }

    byId('save').disabled = true;
    try {
      if (await this.#save(patch, base, mine)) {
        this.close();
      }
    } catch (error) {
      tellOrHide(byId('state-error'), error instanceof Error ? error.message : String(error));
    } finally {
      byId('save').disabled = false;
    }
  }

  #sayWhetherBehind() {
    const [base, latest] = [this.#base, this.#latest];
    const behind = base !== null && latest !== null && latest.version > base.version;
    byId('behind').hidden = !behind;
    if (behind) {
      const changed = Object.keys(changesOf(base, latest, MEMBERS)).map(member => LABELS[/** @type {'title'} */ (member)].toLowerCase());
      say(byId('behind-text'), `${latest.updated_by} saved version ${latest.version}${changed.length > 0 ? ` (${changed.join(', ')})` : ''} while you edit ${base.version}.`);
    }
  }
}
