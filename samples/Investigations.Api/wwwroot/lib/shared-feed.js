import { Follower } from './follower.js';
import { guarded } from './guarded.js';
import { Inbox } from './inbox.js';
import { LeaderWatch } from './leader-watch.js';
import { comparePositions } from './position.js';
import { Tabs } from './tabs.js';
import { onFreeze, onWakeSign } from './wake-signs.js';

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
const MOST_WAITING = 100;
const ENDED = new Set(['signed-out', 'gone']);

/**
 * Follows a feed once for all tabs of a browser, which allows six HTTP/1.1 connections to a host. Each tab reads the pages
 * up to the feed's end itself and then stands for leader; the leader follows and tells the others. A tab that missed
 * something - it was frozen, or the leader changed - sees that the next batch doesn't join what it has, and reads the pages
 * in between. A leader that is silent and doesn't answer either is deposed. Where tabs can't find each other - no secure
 * context, or a browser that lets the page store nothing - each polls for itself, which keeps no connection.
 */
export class SharedFeed {
  #options;
  #follower;
  /** @type {Tabs | null} */
  #tabs = null;
  /** @type {Inbox<FeedEvent>} */
  #inbox = new Inbox();
  #end = new AbortController();
  #leads = false;
  #ready = false;
  #frozen = false;
  #count = 1;
  #leader = new LeaderWatch(Date.now());
  /** @type {import('./inbox.js').Batch<FeedEvent>[]} */
  #waiting = [];
  #reading = new AbortController();
  /** @type {Promise<void> | null} */
  #catchingUp = null;
  /** @type {FollowStatus} */
  #status = { state: 'connecting', by: null, reason: null, retryAt: null };

  /** @param {SharedFeedOptions} options */
  constructor(options) {
    this.#options = {
      ...options, onEvents: guarded(options.onEvents), onStatus: guarded(options.onStatus),
      onCleared: guarded(options.onCleared ?? (() => {})), onMessage: guarded(options.onMessage ?? (() => {})),
    };
    this.#follower = this.#followBy(options.follow.urls);
  }

  /** Whether this tab holds the stream. */
  get leads() {
    return this.#leads;
  }

  /** Begins; ends when `close` is called or there is nothing to follow. */
  async start() {
    const { signal } = this.#end;
    onFreeze(frozen => this.#freeze(frozen), signal);
    onWakeSign(anew => this.wake(anew), signal);
    this.#tabs = await Tabs.join(this.#options.name, message => this.#hear(message), signal);
    if (signal.aborted) {
      this.#tabs?.close();
      return;
    }

    if (this.#tabs === null) {
      const { poll } = this.#options.follow.urls;
      this.#follower = this.#followBy({ poll });
      this.#leads = true;
      await this.#follower.run(signal);
      return;
    }

    const timer = setInterval(() => this.#tick(), SIGN_OF_LIFE);
    signal.addEventListener('abort', () => clearInterval(timer));
    await this.#catchUp();
    if (signal.aborted || ENDED.has(this.#status.state)) {
      return;
    }

    this.#ready = true;
    this.#leader.heard(Date.now());
    this.#tabs.tell({ kind: 'hello' });
    void this.#tick();
    await this.#tabs.election.stand(signal, term => this.#lead(term));
  }

  /**
   * Tries again at once. It happens by itself when the network is back or the page is shown again.
   * @param {boolean} [anew] the network may be another one
   */
  wake(anew = false) {
    this.#follower.wake(anew);
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
    this.#reading.abort();
    this.#tabs?.tell({ kind: 'bye' });
    this.#tabs?.close();
    this.#tabs = null;
  }

  /**
   * A frozen tab can't follow for the others, and must not look as if it could.
   * @param {boolean} frozen
   */
  #freeze(frozen) {
    this.#frozen = frozen;
    if (frozen) {
      this.#tabs?.election.resign();
    }
  }

  /** @param {AbortSignal} term */
  async #lead(term) {
    // What this tab still lacks it reads as the leader: it goes on from its own cursor, whatever the last leader told.
    this.#reading.abort();
    await this.#catchingUp;
    this.#leads = true;
    this.#waiting = [];
    this.#follower = this.#followBy(this.#options.follow.urls);
    this.#show();
    await this.#follower.run(term);
    this.#leads = false;
    this.#leader.heard(Date.now());
    this.#show();
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
    this.#waiting = [];
    this.#options.onCleared();
    if (this.#leads) {
      this.#tabs?.tell({ kind: 'reset', reason });
    }
  }

  /** @param {any} message */
  #hear(message) {
    switch (message.kind) {
      case 'events':
        this.#leader.heard(Date.now());
        this.#take(message.batch);
        break;
      case 'status':
        this.#leader.heard(Date.now());
        this.#follows(message);
        break;
      case 'reset':
        if (!this.#leads) {
          this.#reset(message.reason);
        }

        break;
      case 'message':
        this.#options.onMessage(message.message);
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
      this.#keep(batch);
      return;
    }

    const { gap, events } = this.#inbox.offer(batch);
    if (gap) {
      this.#keep(batch);
      void this.#catchUp();
    } else if (events.length > 0) {
      this.#options.onEvents(events);
    }
  }

  /**
   * Keeps a batch until the pages before it are read. The oldest go where there are many: the pages have them too.
   * @param {import('./inbox.js').Batch<FeedEvent>} batch
   */
  #keep(batch) {
    this.#waiting = [...this.#waiting, batch].slice(-MOST_WAITING);
  }

  /** Reads the pages that this tab lacks, then what other tabs told meanwhile. */
  #catchUp() {
    return this.#catchingUp ??= this.#readToEnd().finally(() => {
      this.#catchingUp = null;
    });
  }

  async #readToEnd() {
    const { poll } = this.#options.follow.urls;
    this.#reading = new AbortController();
    if (this.#end.signal.aborted) {
      return;
    }

    this.#follower = this.#followBy({ poll });
    await this.#follower.catchUp(this.#reading.signal);
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

    const shown = this.#ready || this.#leads || status.state !== 'polling' ? status : { ...status, state: /** @type {const} */ ('connecting') };
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
    if (this.#frozen) {
      return;
    }

    this.#announce();
    const count = await this.#tabs?.count().catch(() => this.#count) ?? 1;
    if (count !== this.#count) {
      this.#count = count;
      this.#show();
    }

    const doubt = this.#ready && !this.#leads ? this.#leader.judge(Date.now()) : 'trust';
    if (doubt === 'ask') {
      this.#tabs?.tell({ kind: 'hello' });
    } else if (doubt === 'depose') {
      this.#tabs?.election.claim();
    }
  }

  #show() {
    if (!this.#end.signal.aborted) {
      this.#options.onStatus({ ...this.#status, leads: this.#leads, tabs: this.#count });
    }
  }
}
