import { ApiProblem } from '../lib/problem.js';
import { SharedFeed } from '../lib/shared-feed.js';
import { VersionedResource } from '../lib/versioned.js';
import { wait } from '../lib/wait.js';
import { onWakeSign } from '../lib/wake-signs.js';
import { gathered } from './ticker.js';

/**
 * @typedef {import('../lib/feed-event.js').FeedEvent} FeedEvent
 * @typedef {import('./state-card.js').State} State
 * @typedef {object} InvestigationEvents
 * @property {(events: FeedEvent[]) => void} onEvents
 * @property {(state: State) => void} onState
 * @property {(status: import('../lib/shared-feed.js').SharedStatus) => void} onStatus
 * @property {() => void} onCleared
 * @property {() => void} onMissing there is none, or none for this user
 * @property {(error: unknown) => void} onError
 */

const OWN_READ_AFTER = 2_500;
const LONGEST_PAUSE = 15_000;
const MISSING = new Set([403, 404]);

/**
 * One open investigation: its feed, followed once for all tabs, and its state, which the tab that leads reads again when
 * the feed says that it changed, and tells the others.
 */
export class Investigation {
  #client;
  #path;
  #on;
  /** @type {SharedFeed | null} */
  #feed = null;
  /** @type {State | null} */
  #state = null;
  #wanted = 0;
  #end = new AbortController();
  #readSoon = gathered(() => this.#readState(), 150);
  #readLater = gathered(() => this.#readIfBehind(), OWN_READ_AFTER);

  /**
   * @param {import('../lib/api-client.js').ApiClient} client
   * @param {string} id
   * @param {string} user
   * @param {InvestigationEvents} on
   */
  constructor(client, id, user, on) {
    this.#client = client;
    this.#on = on;
    this.#path = encodeURIComponent(id);
    this.name = `investigations:${user}:${id}`;
    /** @type {VersionedResource<State>} */
    this.resource = new VersionedResource(
      { get: url => client.get(url, { policy: 'poll' }), send: (...request) => client.send(...request) },
      `/api/v1/investigation-state/${this.#path}`, `/api/v1/multi-tab/investigations/${this.#path}/state`);
  }

  /** Opens it, as soon as the server can be reached; ends when it is closed. */
  async open() {
    for (let attempt = 0; !this.#end.signal.aborted; attempt++) {
      try {
        await this.#start();
        return;
      } catch (error) {
        if (error instanceof ApiProblem && MISSING.has(error.status)) {
          this.#missing();
          return;
        }

        this.#feed?.close();
        await this.#pause(error, attempt);
      }
    }
  }

  async #start() {
    const [{ body: ways }] = await Promise.all([
      this.#client.get(`/api/v1/investigations/${this.#path}/streaming-options`),
      this.resource.read().then(state => this.#learn(state)),
    ]);
    if (!this.#end.signal.aborted) {
      this.#feed = this.#follow(ways);
      await this.#feed.start();
    }
  }

  #missing() {
    if (!this.#end.signal.aborted) {
      this.close();
      this.#on.onMissing();
    }
  }

  /**
   * @param {unknown} error
   * @param {number} attempt
   */
  async #pause(error, attempt) {
    const asked = error instanceof ApiProblem ? error.wait : null;
    const pause = (asked ?? Math.min(LONGEST_PAUSE, 1_000 * 2 ** attempt)) * (1 + Math.random() / 10);
    if (!this.#end.signal.aborted) {
      this.#on.onStatus({
        state: navigator.onLine ? 'reconnecting' : 'offline', by: null, reason: error instanceof Error ? error.message : String(error),
        retryAt: Date.now() + pause, leads: false, tabs: 1,
      });
    }

    const wake = new AbortController();
    onWakeSign(() => asked === null && wake.abort(), wake.signal);
    await wait(pause, this.#end.signal, wake.signal);
    wake.abort();
  }

  /** @param {State} state what this tab wrote */
  wrote(state) {
    this.#learn(state);
    this.#feed?.tell({ state });
  }

  /**
   * Reads an event of which only an outline is kept.
   * @param {FeedEvent} event
   * @returns {Promise<FeedEvent>}
   */
  async whole({ id, timestamp }) {
    const url = `/api/v1/multi-tab/investigations/${this.#path}/events`;
    for (let query = { since: timestamp }, more = true; more;) {
      const { body } = await this.#client.get(`${url}?${new URLSearchParams({ limit: '5', ...query })}`, { policy: 'poll' });
      const found = body.events.find((/** @type {FeedEvent} */ event) => event.id === id);
      if (found) {
        return found;
      }

      query = /** @type {any} */ ({ cursor: body.next });
      more = body.has_more && body.events.at(-1)?.timestamp === timestamp;
    }

    throw new Error('The feed no longer has it.');
  }

  close() {
    this.#end.abort();
    this.#feed?.close();
  }

  /** @param {any} ways the answer of `streaming-options` */
  #follow({ sse, long_polling: longPolling, polling }) {
    return new SharedFeed({
      name: this.name,
      follow: {
        urls: { stream: sse.url, longPoll: longPolling.url, poll: polling.url },
        heartbeat: sse.heartbeat_seconds * 1000,
        maxWait: longPolling.max_wait_seconds * 1000,
        pollInterval: polling.interval_seconds * 1000,
      },
      onEvents: events => this.#receive(events),
      onStatus: status => (status.state === 'gone' ? this.#missing() : this.#on.onStatus(status)),
      onCleared: () => this.#on.onCleared(),
      onMessage: ({ state }) => this.#learn(state),
    });
  }

  /** @param {FeedEvent[]} events */
  #receive(events) {
    this.#on.onEvents(events);
    for (const event of events) {
      if (event.type === 'state_changed' && Number.isSafeInteger(event.data?.version)) {
        this.#wanted = Math.max(this.#wanted, event.data.version);
      }
    }

    if (this.#wanted > (this.#state?.version ?? 0)) {
      (this.#feed?.leads ? this.#readSoon : this.#readLater)();
    }
  }

  async #readIfBehind() {
    if (this.#wanted > (this.#state?.version ?? 0)) {
      await this.#readState();
    }
  }

  async #readState() {
    if (this.#end.signal.aborted) {
      return;
    }

    try {
      const state = await this.resource.read();
      // An event that claims a version that does not exist must not make this read again and again.
      this.#wanted = Math.min(this.#wanted, state.version);
      this.#learn(state);
      if (this.#feed?.leads) {
        this.#feed.tell({ state });
      }
    } catch (error) {
      if (!this.#end.signal.aborted) {
        this.#on.onError(error);
      }
    }
  }

  /** @param {State} state */
  #learn(state) {
    if (!this.#end.signal.aborted && state.version > (this.#state?.version ?? 0)) {
      this.#state = state;
      this.#on.onState(state);
    }
  }
}
