import { guarded } from './guarded.js';
import { Ladder } from './ladder.js';
import { pace } from './limits.js';
import { readPage } from './page.js';
import { ApiProblem } from './problem.js';
import { readStream } from './stream.js';
import { wait } from './wait.js';

/**
 * @typedef {import('./feed-event.js').FeedEvent} FeedEvent
 * @typedef {import('./ladder.js').Rung} Rung
 */

/**
 * How a feed is followed right now. `live`: events arrive by stream. `polling`: by long or short polls.
 * `reconnecting`: nothing works at the moment. `finished`: the server said that nothing more will come; a slow poll looks
 * whether it was wrong. `signed-out`, `gone`: ended for good.
 * @typedef {object} FollowStatus
 * @property {'connecting' | 'live' | 'polling' | 'reconnecting' | 'offline' | 'finished' | 'signed-out' | 'gone'} state
 * @property {Rung | null} by
 * @property {string | null} reason why it is not live
 * @property {number | null} retryAt when the next attempt is made, or the stream tried again; milliseconds of `Date.now()`
 */

/**
 * @typedef {object} FollowOptions
 * @property {{ stream?: string, longPoll?: string, poll: string }} urls absent ones are not tried
 * @property {(events: FeedEvent[], cursor: string) => void} onEvents each event once and in order, unless a reset came between
 * @property {(status: FollowStatus) => void} [onStatus]
 * @property {(reason: string) => void} [onReset] the cursor is no longer accepted: what follows starts from the beginning
 * @property {string | null} [cursor] where to begin; the feed's beginning without it
 * @property {number} [pollInterval] milliseconds, 2000
 * @property {number} [maxWait] milliseconds that a long poll may take, 30 000
 * @property {number} [heartbeat] milliseconds between two signs of life of a stream, 30 000
 * @property {number} [limit] events a page, 500
 * @property {typeof globalThis.fetch} [fetch]
 * @property {() => boolean} [isOnline]
 */

const OPEN_WITHIN = 8_000;
const ANSWER_WITHIN = 20_000;
const FINISHED_INTERVAL = 15_000;
const LEAST_INTERVAL = 500;
const STEADY = 5_000;
const RECONNECT_AFTER = 1_000;
const LONGEST_RETRY = 60_000;
const REFUSALS = new Set([401, 403, 404]);
const NO_CURSOR = new Set(['invalid_cursor', 'cursor_expired', 'feed_reset']);

/** Follows one feed by the best way that works, with one cursor: by stream, else by long poll, else by poll, and back. */
export class Follower {
  #options;
  #ladder;
  #cursor;
  #wake = new AbortController();
  /** @type {number | null} what the last stream asked to wait */
  #retry = null;
  #untilEnd = false;
  #atEnd = false;
  #attempt = new AbortController();
  #lastSign = 0;
  /** @type {FollowStatus['state']} */
  #state = 'connecting';

  /** @param {FollowOptions} options */
  constructor(options) {
    this.#options = {
      pollInterval: 2_000, maxWait: 30_000, heartbeat: 30_000, limit: 500,
      fetch: globalThis.fetch.bind(globalThis), isOnline: () => globalThis.navigator?.onLine !== false,
      ...options,
      onEvents: guarded(options.onEvents), onStatus: guarded(options.onStatus ?? (() => {})), onReset: guarded(options.onReset ?? (() => {})),
    };
    this.#cursor = options.cursor ?? null;
    const { stream, longPoll } = options.urls;
    this.#ladder = new Ladder([...(stream ? ['stream'] : []), ...(longPoll ? ['long-poll'] : []), 'poll'].map(rung => /** @type {Rung} */ (rung)));
  }

  get cursor() {
    return this.#cursor;
  }

  /**
   * Ends any pause, gives every way another chance, and gives up what overslept: call it when the page is shown again.
   * @param {boolean} [anew] the network may be another one, so that nothing that is open can be relied on
   */
  wake(anew = false) {
    this.#ladder.forgive();
    this.#wake.abort();
    if (anew || Date.now() - this.#lastSign > this.#options.heartbeat + 5_000) {
      this.#attempt.abort();
    }
  }

  /**
   * Follows until the signal fires or there is nothing to follow.
   * @param {AbortSignal} signal
   */
  async run(signal) {
    this.#untilEnd = false;
    await this.#loop(signal);
  }

  /**
   * Reads pages up to the feed's end.
   * @param {AbortSignal} signal
   */
  async catchUp(signal) {
    this.#untilEnd = true;
    this.#atEnd = false;
    await this.#loop(signal);
  }

  /** @param {AbortSignal} signal */
  async #loop(signal) {
    while (!signal.aborted && !(this.#untilEnd && this.#atEnd)) {
      const { rung, wait: pause } = this.#ladder.choose(Date.now());
      if (pause > 0) {
        await this.#pause(pause, signal);
        continue;
      }

      this.#attempt = new AbortController();
      this.#lastSign = Date.now();
      try {
        await (rung === 'stream' ? this.#stream(signal) : this.#poll(rung, signal));
      } catch (error) {
        if (signal.aborted || !this.#attempt.signal.aborted && this.#failed(rung, error)) {
          return;
        }
      }
    }
  }

  /** @param {AbortSignal} signal */
  async #stream(signal) {
    const started = Date.now();
    let useful = false;
    let steady = false;
    this.#retry = null;
    const end = await this.#consume(signal, moved => {
      useful ||= moved;
      steady = useful || Date.now() - started > STEADY;
      if (steady) {
        this.#ladder.succeeded('stream');
      }
    });

    if (end === 'finished') {
      this.#ladder.succeeded('stream');
      this.#status('finished', null, null, null);
      await this.#pause(FINISHED_INTERVAL, signal);
      await this.#read(this.#options.urls.poll, signal);
    } else if (steady) {
      await this.#pause(this.#retry ?? RECONNECT_AFTER * (0.5 + Math.random()), signal);
    } else {
      throw new ApiProblem(503, { detail: 'The stream ended at once.' }, this.#retry);
    }
  }

  /**
   * Reads one stream to its end.
   * @param {AbortSignal} signal
   * @param {(moved: boolean) => void} onItem
   */
  async #consume(signal, onItem) {
    const { urls, fetch, heartbeat } = this.#options;
    const stream = readStream(/** @type {string} */ (urls.stream), {
      cursor: this.#cursor, signals: [signal, this.#attempt.signal],
      openWithin: OPEN_WITHIN, silence: heartbeat * 2 + 5_000, fetch,
    });
    try {
      let read = await stream.next();
      for (; !read.done; read = await stream.next()) {
        this.#lastSign = Date.now();
        this.#status('live', 'stream', null, null);
        onItem(this.#take(read.value));
      }

      return read.value;
    } finally {
      await stream.return('ended');
    }
  }

  /**
   * @param {import('./sse-parser.js').SseItem} item
   * @returns {boolean} whether it moved the cursor
   */
  #take(item) {
    if (item.kind === 'retry') {
      this.#retry = Math.min(item.milliseconds, LONGEST_RETRY);
    } else if (item.kind === 'event' && item.id !== null) {
      const event = JSON.parse(item.data);
      this.#cursor = item.id;
      this.#options.onEvents([event], item.id);
      return true;
    } else if (item.kind === 'event' && item.type === 'reset') {
      this.#reset(JSON.parse(item.data).reason);
    }

    return false;
  }

  /**
   * @param {'long-poll' | 'poll'} rung
   * @param {AbortSignal} signal
   */
  async #poll(rung, signal) {
    const { urls, pollInterval } = this.#options;
    const better = this.#ladder.betterAt(rung);
    const page = rung === 'poll'
      ? await this.#read(urls.poll, signal)
      : await this.#read(/** @type {string} */ (urls.longPoll), signal, this.#secondsToWait(better));
    this.#ladder.succeeded(rung);
    this.#atEnd = !page.hasMore;
    this.#status('polling', rung, null, better === Infinity ? null : better);
    if (page.standing?.remaining === 0) {
      this.#ladder.rest(rung, page.standing.resetAt);
    } else if (!page.hasMore && !this.#untilEnd) {
      const interval = rung === 'long-poll' ? LEAST_INTERVAL : pollInterval;
      await this.#pause(Math.min(pace(page.standing, interval), Math.max(interval, better - Date.now())), signal);
    }
  }

  /**
   * How long a long poll may take: not past the time when the stream is tried again, and the first one not at all, so that
   * it is known soon whether it works.
   * @param {number} better when a better way becomes free
   */
  #secondsToWait(better) {
    return this.#state === 'polling' ? Math.ceil(Math.max(0, Math.min(this.#options.maxWait, better - Date.now())) / 1000) : 0;
  }

  /**
   * @param {string} url
   * @param {AbortSignal} signal
   * @param {number} [wait] seconds that the server may wait for events
   */
  async #read(url, signal, wait) {
    const { fetch, limit } = this.#options;
    const page = await readPage(url, { cursor: this.#cursor, limit, wait, signals: [signal, this.#attempt.signal], within: ANSWER_WITHIN, fetch });
    this.#cursor = page.next;
    this.#options.onEvents(page.events, page.next);
    return page;
  }

  /** @param {string} reason */
  #reset(reason) {
    this.#cursor = null;
    this.#options.onReset(reason);
  }

  /**
   * @param {Rung} rung
   * @param {unknown} error
   * @returns {boolean} whether that was the end
   */
  #failed(rung, error) {
    const problem = error instanceof ApiProblem ? error : null;
    if (problem && REFUSALS.has(problem.status) && (problem.isOfApi || this.#ladder.isLast(rung))) {
      this.#status(problem.status === 401 ? 'signed-out' : 'gone', null, problem.message, null);
      return true;
    }

    if (problem && NO_CURSOR.has(problem.code) && this.#cursor !== null) {
      this.#reset(problem.code);
      return false;
    }

    this.#ladder.failed(rung, Date.now(), problem?.wait ?? null);

    // A server on this machine answers without a network, so being offline only explains a failure.
    const next = this.#ladder.choose(Date.now());
    this.#status(this.#options.isOnline() ? 'reconnecting' : 'offline', null, error instanceof Error ? error.message : String(error), Date.now() + next.wait);
    return false;
  }

  /**
   * @param {number} milliseconds
   * @param {AbortSignal} signal
   */
  async #pause(milliseconds, signal) {
    this.#wake = this.#wake.signal.aborted ? new AbortController() : this.#wake;
    await wait(milliseconds, signal, this.#wake.signal);
  }

  /**
   * @param {FollowStatus['state']} state
   * @param {Rung | null} by
   * @param {string | null} reason
   * @param {number | null} retryAt
   */
  #status(state, by, reason, retryAt) {
    this.#state = state;
    this.#options.onStatus({ state, by, reason, retryAt });
  }
}
