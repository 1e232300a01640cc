import { byId, make } from './dom.js';
import { timeOf } from './format.js';

/** @typedef {import('./event-store.js').Run} Run */

const LATEST = 'latest';
const ALL = 'all';
const OFFERED = 50;

/** Chooses which run is shown: the newest, whichever that is, unless a person says otherwise. */
export class RunPicker {
  #select = byId('run');
  #key = '';

  /** @param {() => void} onChange */
  constructor(onChange) {
    this.#select.addEventListener('change', onChange);
    this.show([]);
  }

  /** What comes next is another investigation. */
  restart() {
    this.#key = '';
    this.#select.replaceChildren();
    this.show([]);
  }

  /** @param {Run[]} runs newest first */
  show(runs) {
    const offered = runs.slice(0, OFFERED);
    const key = offered.map(run => run.id).join();
    if (key === this.#key && this.#select.options.length > 0) {
      return;
    }

    this.#key = key;
    const chosen = this.#select.value || LATEST;
    this.#select.replaceChildren(
      make('option', { value: LATEST, text: 'the newest' }),
      make('option', { value: ALL, text: 'all events' }),
      ...offered.map(run => make('option', { value: `run:${run.id}`, text: `${timeOf(run.first)} ${run.name || run.id.slice(0, 13)}` })));
    this.#select.value = chosen;
    if (this.#select.selectedIndex < 0) {
      this.#select.value = LATEST;
    }
  }

  /**
   * @param {Run[]} runs newest first
   * @returns {string | null} the run that is shown; null for all events
   */
  chosen(runs) {
    const { value } = this.#select;
    return value.startsWith('run:') ? value.slice(4) : value === ALL ? null : runs[0]?.id ?? null;
  }
}
