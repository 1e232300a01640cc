import { kept, sizeOf } from './event-size.js';

/**
 * @typedef {import('./event-size.js').KeptEvent} KeptEvent
 * @typedef {{ id: string, name: string, first: string, events: KeptEvent[] }} Run
 */

const MOST = 20_000;
const MOST_BYTES = 32 * 1024 * 1024;
const SLACK = 1.25;

/**
 * The newest events of a feed, by run, in bounded memory: at most some 25 000 events and 40 MiB. What is large is kept in
 * outline, and what is older is forgotten: the feed has it.
 */
export class EventStore {
  /** @type {KeptEvent[]} */
  #all = [];
  /** @type {number[]} of each event, in bytes */
  #sizes = [];
  /** @type {Map<string, Run>} */
  #runs = new Map();
  #bytes = 0;
  #forgotten = 0;

  /** @param {KeptEvent[]} events that follow those before */
  add(events) {
    for (const each of events) {
      const event = kept(each);
      this.#put(event, sizeOf(event));
    }

    if (this.#all.length > MOST * SLACK || this.#bytes > MOST_BYTES * SLACK) {
      this.#forget();
    }
  }

  clear() {
    this.#forgotten = 0;
    this.#empty();
  }

  get forgotten() {
    return this.#forgotten;
  }

  /** Newest first. */
  get runs() {
    return [...this.#runs.values()].reverse();
  }

  /** @param {string | null} runId null for all events */
  of(runId) {
    return runId === null ? this.#all : this.#runs.get(runId)?.events ?? [];
  }

  /**
   * @param {KeptEvent} event
   * @param {number} size
   */
  #put(event, size) {
    this.#all.push(event);
    this.#sizes.push(size);
    this.#bytes += size;
    if (typeof event.run_id !== 'string') {
      return;
    }

    let run = this.#runs.get(event.run_id);
    if (!run) {
      run = { id: event.run_id, name: typeof event.data?.name === 'string' ? event.data.name.slice(0, 80) : '', first: event.timestamp, events: [] };
      this.#runs.set(event.run_id, run);
    }

    run.events.push(event);
  }

  /** Drops the oldest, until both bounds hold. */
  #forget() {
    let first = Math.max(0, this.#sizes.length - MOST);
    let bytes = this.#sizes.slice(first).reduce((sum, size) => sum + size, 0);
    for (; bytes > MOST_BYTES; first++) {
      bytes -= this.#sizes[first];
    }

    const [rest, sizes] = [this.#all.slice(first), this.#sizes.slice(first)];
    this.#forgotten += first;
    this.#empty();
    rest.forEach((event, i) => this.#put(event, sizes[i]));
  }

  #empty() {
    [this.#all, this.#sizes, this.#runs, this.#bytes] = [[], [], new Map(), 0];
  }
}
