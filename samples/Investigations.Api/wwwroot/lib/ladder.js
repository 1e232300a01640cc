/** @typedef {'stream' | 'long-poll' | 'poll'} Rung the ways to follow a feed, best first */

const TRIES = 2;
const FIRST_PENALTY = 30_000;
const LONGEST_PENALTY = 300_000;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;
const MOST_SPREAD = 1_000;

/**
 * Decides which way to follow a feed. A way that fails twice is left alone for 30 s, then a minute, up to five, and the
 * next one takes over; once its time has come it is tried again. Where even the last way fails the server is out of
 * reach, so nothing is held against the better ways: all of them wait, for up to 15 s, and the best is tried first.
 */
export class Ladder {
  #rungs;
  #random;
  #outages = 0;

  /**
   * @param {Rung[]} rungs best first, at least one
   * @param {() => number} [random] from 0 to 1, for the jitter of pauses
   */
  constructor(rungs, random = Math.random) {
    this.#rungs = rungs.map(name => ({ name, failures: 0, until: 0, asked: false }));
    this.#random = random;
  }

  /**
   * The way to take now, or how long to wait for the first that becomes free.
   * @param {number} now milliseconds
   * @returns {{ rung: Rung, wait: number }}
   */
  choose(now) {
    const soonest = this.#rungs.reduce((best, rung) => (best.until <= now || best.until <= rung.until ? best : rung));
    return { rung: soonest.name, wait: Math.max(0, soonest.until - now) };
  }

  /**
   * When a better way than the given one becomes free; Infinity for the best.
   * @param {Rung} name
   */
  betterAt(name) {
    const better = this.#rungs.slice(0, this.#rungs.findIndex(rung => rung.name === name));
    return Math.min(...better.map(rung => rung.until), Infinity);
  }

  /**
   * Whether there is no way left below this one.
   * @param {Rung} name
   */
  isLast(name) {
    return this.#rungs.at(-1)?.name === name;
  }

  /** @param {Rung} name */
  succeeded(name) {
    this.#outages = 0;
    Object.assign(this.#rung(name), { failures: 0, asked: false });
  }

  /**
   * @param {Rung} name
   * @param {number} now milliseconds
   * @param {number | null} retryAfter milliseconds that the server asked to wait, if it did: never less, and a little more,
   *   so that not everybody comes back at the same moment
   */
  failed(name, now, retryAfter = null) {
    const rung = this.#rung(name);
    rung.failures++;
    rung.asked = retryAfter !== null;
    if (retryAfter !== null) {
      rung.until = now + retryAfter + Math.min(MOST_SPREAD, retryAfter / 10) * this.#random();
    } else if (this.isLast(name)) {
      this.#outage(now);
    } else {
      rung.until = now + (rung.failures < TRIES ? this.#pause(0) : Math.min(LONGEST_PENALTY, FIRST_PENALTY * 2 ** (rung.failures - TRIES)));
    }
  }

  /**
   * Leaves a way alone that works, because its limit is used up.
   * @param {Rung} name
   * @param {number} until milliseconds
   */
  rest(name, until) {
    Object.assign(this.#rung(name), { until, asked: true });
  }

  /** Frees every way that the server has not asked to leave alone, for instance when the network is back. */
  forgive() {
    this.#outages = 0;
    for (const rung of this.#rungs.filter(each => !each.asked)) {
      rung.failures = 0;
      rung.until = 0;
    }
  }

  /**
   * Nothing can be had at all: everything waits, and then the best way is tried first.
   * @param {number} now milliseconds
   */
  #outage(now) {
    const until = now + this.#pause(this.#outages++);
    for (const rung of this.#rungs) {
      rung.failures = 0;
      rung.until = rung.asked ? Math.max(rung.until, until) : until;
    }
  }

  /** @param {number} attempt */
  #pause(attempt) {
    return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** attempt) * (0.5 + this.#random() / 2);
  }

  /** @param {Rung} name */
  #rung(name) {
    return /** @type {{ name: Rung, failures: number, until: number, asked: boolean }} */ (this.#rungs.find(rung => rung.name === name));
  }
}
