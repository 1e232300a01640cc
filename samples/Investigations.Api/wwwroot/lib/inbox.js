import { comparePositions, positionOf } from './position.js';

/** @typedef {import('./position.js').Position} Position */

/**
 * Events that directly follow `after`, and the cursor behind the last of them.
 * @template {Position} T
 * @typedef {{ after: Position | null, events: T[], cursor: string | null }} Batch
 */

/**
 * Takes batches of one feed from wherever they come - pages, a stream, another tab - and lets each event through once
 * and in order. It notices where a batch doesn't join what it has.
 * @template {Position} T
 */
export class Inbox {
  /** @type {Position | null} */
  #position = null;
  /** @type {string | null} */
  #cursor = null;

  /** Where this tab stands: behind the last event that was let through. */
  get position() {
    return this.#position;
  }

  /** The cursor to go on from; null for the feed's beginning. */
  get cursor() {
    return this.#cursor;
  }

  /**
   * @param {Batch<T>} batch
   * @returns {{ gap: true, events: [] } | { gap: false, events: T[] }} the events that are new here; with a gap, nothing was taken
   */
  offer(batch) {
    if (comparePositions(batch.after, this.#position) > 0) {
      return { gap: true, events: [] };
    }

    const events = batch.events.filter(event => comparePositions(event, this.#position) > 0);
    const last = batch.events.at(-1) ?? batch.after;
    if (comparePositions(last, this.#position) >= 0) {
      this.#position = last === null ? null : positionOf(last);
      this.#cursor = batch.cursor ?? this.#cursor;
    }

    return { gap: false, events };
  }

  /** Forgets the cursor, which is no longer accepted, but not what was let through. */
  restart() {
    this.#cursor = null;
  }

  /** Forgets everything: the feed is another one. */
  clear() {
    this.#cursor = null;
    this.#position = null;
  }
}
