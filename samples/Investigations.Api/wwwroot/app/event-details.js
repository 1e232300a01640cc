import { say } from './dom.js';
import { count } from './format.js';

/** @typedef {import('./event-size.js').KeptEvent} KeptEvent */

const SHOWN = 20_000;

/** Writes out an event while somebody looks, shortened where it is long; what isn't kept here is read from the feed. */
export class EventDetails {
  #details;
  #text;
  #all;
  #event;
  #whole;
  #json = '';

  /**
   * @param {HTMLElement} row
   * @param {KeptEvent} event
   * @param {(event: KeptEvent) => Promise<KeptEvent>} whole
   */
  constructor(row, event, whole) {
    this.#details = /** @type {HTMLDetailsElement} */ (row.querySelector('details'));
    this.#text = /** @type {HTMLElement} */ (row.querySelector('pre'));
    this.#all = /** @type {HTMLButtonElement} */ (row.querySelector('button'));
    this.#event = event;
    this.#whole = whole;
    this.#text.setAttribute('aria-label', `Event ${event.sequence}`);
    this.#details.addEventListener('toggle', () => (this.#details.open ? void this.#open() : this.#close()));
    this.#all.addEventListener('click', () => this.#showAll());
  }

  async #open() {
    if (!this.#event.cut) {
      this.#show(this.#event);
      return;
    }

    say(this.#text, 'Reading it from the feed…');
    try {
      this.#show(await this.#whole(this.#event));
    } catch (error) {
      say(this.#text, `This event is large, and could not be read just now. ${error instanceof Error ? error.message : ''} Close it and open it to try again.`);
    }
  }

  /** What is closed takes no memory. */
  #close() {
    this.#text.textContent = '';
    this.#all.hidden = true;
    this.#json = '';
  }

  /** @param {KeptEvent} event */
  #show(event) {
    if (!this.#details.open) {
      return;
    }

    const text = JSON.stringify(event, null, 2);
    this.#json = text.length > SHOWN ? text : '';
    this.#text.textContent = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
    this.#all.hidden = text.length <= SHOWN;
    this.#all.textContent = `Show all ${count(text.length)} characters`;
  }

  #showAll() {
    this.#text.textContent = this.#json;
    this.#all.hidden = true;
    this.#text.focus();
  }
}
