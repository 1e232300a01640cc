import { comparePositions } from './position.js';
import { Follower } from './follower.js';
import { Inbox } from './inbox.js';
import { Tabs } from './tabs.js';

/**
 * @typedef {import('./feed-event.js').FeedEvent} FeedEvent
 * @typedef {import('./follower.js').FollowStatus} FollowStatus
 * @typedef {import('./position.js').Position} Position
 */

/**
 * How the feed reaches this tab: the leader's status, who leads, and how many tabs share it.
 * @typedef {FollowStatus & { leads: boolean, tabs: number }} SharedStatus
 */

/**
 * @typedef {object} SharedFeedOptions
 * @property {string} name tells this feed from others; the tabs of one user that name the same share one stream
 * @property {Omit<import('./follower.js').FollowOptions, 'onEvents' | 'onStatus' | 'onReset' | 'cursor'>} follow
 * @property {(events: FeedEvent[]) => void} onEvents each event once and in order
 * @property {(status: SharedStatus) => void} onStatus
 * @property {() => void} [onCleared] the feed is another one now: forget its events
 * @property {(message: any) => void} [onMessage] what another tab told by `tell`
 */

const SIGN_OF_LIFE = 5_000;
const LEADER_SILENCE = 75_000;
const ENDED = new Set(['signed-out', 'gone']);

/**
 * Follows a feed once for all tabs of a browser, which allows six HTTP/1.1 connections to a host. Each tab reads the pages
 * up to the feed's end itself and then stands for leader; the leader follows and tells the others. A tab that missed
 * something - it was frozen, or the leader changed - sees that the next batch doesn't join what it has, and reads the pages
 * in between. Without Web Locks nobody can be elected: each tab then polls for itself, which keeps no connection.
 */
export class SharedFeed {
  #options;
  #follower;
  #tabs;
  /** @type {Inbox<FeedEvent>} */
  #inbox = new Inbox();
  #end = new AbortController();
  #leads = false;
  #ready = false;
  #count = 1;
  #heard = Date.now();
  /** @type {import('./inbox.js').Batch<FeedEvent>[]} */
  #waiting = [];
  /** @type {Promise<void> | null} */
  #catchingUp = null;
  /** @type {FollowStatus} */
  #status = { state: 'connecting', by: null, reason: null, retryAt: null };

  /** @param {SharedFeedOptions} options */
  constructor(options) {
    this.#options = options;
    this.#tabs = Tabs.areSupported ? new Tabs(options.name, message => this.#hear(message)) : null;
    this.#follower = this.#followBy(options.follow.urls);
  }

  /** Whether this tab holds the stream. */
  get leads() {
    return this.#leads;
  }

  /** Begins; ends when `close` is called or there is nothing to follow. */
  async start() {
    const { signal } = this.#end;
    if (!this.#tabs) {
      const { poll } = this.#options.follow.urls;
      this.#follower = this.#followBy({ poll });
      this.#leads = true;
      await this.#follower.run(signal);
      return;
    }

    const timer = setInterval(() => this.#tick(), SIGN_OF_LIFE);
    signal.addEventListener('abort', () => clearInterval(timer));
    void this.#tabs.join(signal);
    await this.#catchUp();
    if (signal.aborted || ENDED.has(this.#status.state)) {
      return;
    }

    this.#ready = true;
    this.#tabs.tell({ kind: 'hello' });
    void this.#tick();
    await this.#tabs.leadWhenElected(signal, () => this.#lead());
  }

  /** Tries again at once: call it when the network is back or the page is shown again. */
  wake() {
    this.#follower.wake();
    void this.#tick();
  }

  /**
   * Tells the other tabs something of the application's own.
   * @param {any} message
   */
  tell(message) {
    this.#tabs?.tell({ kind: 'message', message });
  }

  close() {
    this.#end.abort();
    this.#tabs?.tell({ kind: 'bye' });
    this.#tabs?.close();
  }

  async #lead() {
    await this.#catchingUp;
    this.#leads = true;
    this.#follower = this.#followBy(this.#options.follow.urls);
    await this.#follower.run(this.#end.signal);
    this.#leads = false;
  }

  /** @param {import('./follower.js').FollowOptions['urls']} urls */
  #followBy(urls) {
    return new Follower({
      ...this.#options.follow,
      urls,
      cursor: this.#inbox.cursor,
      onEvents: (events, cursor) => this.#receive(events, cursor),
      onStatus: status => this.#report(status),
      onReset: reason => this.#reset(reason),
    });
  }

  /**
   * What this tab read itself.
   * @param {FeedEvent[]} events
   * @param {string} cursor
   */
  #receive(events, cursor) {
    const batch = { after: this.#inbox.position, events, cursor };
    const fresh = this.#inbox.offer(batch).events;
    if (fresh.length > 0) {
      this.#options.onEvents(fresh);
    }

    if (this.#leads && fresh.length > 0) {
      this.#tabs?.tell({ kind: 'events', batch: { ...batch, events: fresh } });
    }
  }

  /** @param {string} reason */
  #reset(reason) {
    if (reason !== 'feed_reset') {
      this.#inbox.restart();
      return;
    }

    this.#inbox.clear();
    this.#options.onCleared?.();
    if (this.#leads) {
      this.#tabs?.tell({ kind: 'reset', reason });
    }
  }

  /** @param {any} message */
  #hear(message) {
    switch (message.kind) {
      case 'events':
        this.#heard = Date.now();
        this.#take(message.batch);
        break;
      case 'status':
        this.#heard = Date.now();
        this.#follows(message);
        break;
      case 'reset':
        this.#reset(message.reason);
        break;
      case 'message':
        this.#options.onMessage?.(message.message);
        break;
      default:
        void this.#tick();
    }
  }

  /** @param {{ status: FollowStatus, position: Position | null }} message */
  #follows({ status, position }) {
    if (this.#leads || !this.#ready) {
      return;
    }

    this.#status = status;
    this.#show();
    if (comparePositions(position, this.#inbox.position) > 0) {
      void this.#catchUp();
    }
  }

  /** @param {import('./inbox.js').Batch<FeedEvent>} batch */
  #take(batch) {
    if (this.#leads) {
      return;
    }

    if (this.#catchingUp || !this.#ready) {
      this.#waiting.push(batch);
      return;
    }

    const { gap, events } = this.#inbox.offer(batch);
    if (gap) {
      this.#waiting.push(batch);
      void this.#catchUp();
    } else if (events.length > 0) {
      this.#options.onEvents(events);
    }
  }

  /** Reads the pages that this tab lacks, then what other tabs told meanwhile. */
  #catchUp() {
    return this.#catchingUp ??= this.#readToEnd().finally(() => {
      this.#catchingUp = null;
    });
  }

  async #readToEnd() {
    const { poll } = this.#options.follow.urls;
    this.#follower = this.#followBy({ poll });
    await this.#follower.catchUp(this.#end.signal);
    for (const batch of this.#waiting.splice(0)) {
      // What still doesn't join was read by the pages' end or comes again with the leader's next sign of life.
      const { events } = this.#inbox.offer(batch);
      if (events.length > 0) {
        this.#options.onEvents(events);
      }
    }
  }

  /** @param {FollowStatus} status */
  #report(status) {
    if (this.#ready && !this.#leads) {
      return;
    }

    const shown = this.#ready || status.state !== 'polling' ? status : { ...status, state: /** @type {const} */ ('connecting') };
    const changed = JSON.stringify(shown) !== JSON.stringify(this.#status);
    this.#status = shown;
    if (changed) {
      this.#show();
      this.#announce();
    }
  }

  #announce() {
    if (this.#leads) {
      this.#tabs?.tell({ kind: 'status', status: this.#status, position: this.#inbox.position });
    }
  }

  async #tick() {
    this.#announce();
    const count = await this.#tabs?.count() ?? 1;
    if (count !== this.#count) {
      this.#count = count;
      this.#show();
    }

    if (this.#ready && !this.#leads && Date.now() - this.#heard > LEADER_SILENCE) {
      this.#heard = Date.now();
      void this.#catchUp();
    }
  }

  #show() {
    if (!this.#end.signal.aborted) {
      this.#options.onStatus({ ...this.#status, leads: this.#leads, tabs: this.#count });
    }
  }
}
