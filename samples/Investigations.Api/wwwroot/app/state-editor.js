import { ConflictDialog } from './conflict-dialog.js';
import { StateForm } from './state-form.js';

/** @typedef {import('./state-card.js').State} State */

/** Saves edits, and leads through a conflict until it is settled one way or the other. */
export class StateEditor {
  #dialog = new ConflictDialog();
  #form = new StateForm((patch, base, mine) => this.#save(patch, base, mine));
  /** @type {import('../lib/versioned.js').VersionedResource<State> | null} */
  #resource = null;
  #onState;

  /** @param {(state: State) => void} onState a newer state became known */
  constructor(onState) {
    this.#onState = onState;
  }

  /** @param {import('../lib/versioned.js').VersionedResource<State> | null} resource */
  edit(resource) {
    this.#resource = resource;
    this.#form.restart();
  }

  /** @param {State} state */
  note(state) {
    this.#form.note(state);
  }

  /**
   * @param {Record<string, unknown>} patch
   * @param {State} base
   * @param {Record<string, unknown>} mine
   * @returns {Promise<boolean>} whether editing is over
   */
  async #save(patch, base, mine) {
    if (this.#resource === null) {
      return false;
    }

    let result = await this.#resource.write(patch, base.version);
    this.#onState(result.state);
    let choice = result.outcome === 'saved' ? 'saved' : await this.#dialog.ask(base, mine, result.state);
    while (choice === 'mine') {
      try {
        result = await this.#resource.write(patch, result.state.version);
        this.#onState(result.state);
        choice = result.outcome === 'saved' ? 'saved' : await this.#dialog.ask(base, mine, result.state);
      } catch (error) {
        choice = await this.#dialog.fail(error);
      }
    }

    this.#dialog.close();
    return choice !== 'keep';
  }
}
