/**
 * @typedef {import('../lib/feed-event.js').FeedEvent} FeedEvent
 * @typedef {{ id: string, name: string, first: string, events: FeedEvent[] }} Run
 */

const MOST = 20_000;

/** The newest events of a feed, by run. Older ones than the newest 20 000 are forgotten: the feed has them. */
export class EventStore {
  /** @type {FeedEvent[]} */
  #all = [];
  /** @type {Map<string, Run>} */
  #runs = new Map();
  #forgotten = 0;

  /** @param {FeedEvent[]} events that follow those before */
  add(events) {
    for (const event of events) {
      this.#all.push(event);
      this.#addToRun(event);
    }

    if (this.#all.length > MOST * 1.25) {
      this.#forget(this.#all.length - MOST);
    }
  }

  clear() {
    [this.#all, this.#runs, this.#forgotten] = [[], new Map(), 0];
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

  /** @param {FeedEvent} event */
  #addToRun(event) {
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

  /** @param {number} many */
  #forget(many) {
    this.#forgotten += many;
    const rest = this.#all.slice(many);
    [this.#all, this.#runs] = [[], new Map()];
    this.add(rest);
  }
}
