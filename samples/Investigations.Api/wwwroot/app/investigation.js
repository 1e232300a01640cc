import { SharedFeed } from '../lib/shared-feed.js';
import { VersionedResource } from '../lib/versioned.js';
import { gathered } from './ticker.js';

/**
 * @typedef {import('./state-card.js').State} State
 * @typedef {object} InvestigationEvents
 * @property {(events: import('../lib/feed-event.js').FeedEvent[]) => void} onEvents
 * @property {(state: State) => void} onState
 * @property {(status: import('../lib/shared-feed.js').SharedStatus) => void} onStatus
 * @property {() => void} onCleared
 * @property {(error: unknown) => void} onError
 */

const OWN_READ_AFTER = 2_500;

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
  #closed = false;
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

  async open() {
    try {
      const [{ body: ways }] = await Promise.all([
        this.#client.get(`/api/v1/investigations/${this.#path}/streaming-options`),
        this.#readState(),
      ]);
      if (!this.#closed) {
        this.#feed = this.#follow(ways);
        await this.#feed.start();
      }
    } catch (error) {
      this.#on.onError(error);
    }
  }

  /** @param {State} state what this tab wrote */
  wrote(state) {
    this.#learn(state);
    this.#feed?.tell({ state });
  }

  close() {
    this.#closed = true;
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
      onStatus: status => this.#on.onStatus(status),
      onCleared: () => this.#on.onCleared(),
      onMessage: ({ state }) => this.#learn(state),
    });
  }

  /** @param {import('../lib/feed-event.js').FeedEvent[]} events */
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
    if (this.#closed) {
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
      this.#on.onError(error);
    }
  }

  /** @param {State} state */
  #learn(state) {
    if (!this.#closed && state.version > (this.#state?.version ?? 0)) {
      this.#state = state;
      this.#on.onState(state);
    }
  }
}
