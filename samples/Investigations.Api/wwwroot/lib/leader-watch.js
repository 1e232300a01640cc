const ASK_AFTER = 12_000;
const ANSWER_WITHIN = 5_000;

/**
 * Tells when to doubt that there is a leader. The timers of a hidden leader may be slow, so silence proves nothing; but it
 * answers a question at once, unless its tab was frozen.
 */
export class LeaderWatch {
  #heard;
  #asked = 0;

  /** @param {number} now milliseconds */
  constructor(now) {
    this.#heard = now;
  }

  /** @param {number} now milliseconds */
  heard(now) {
    this.#heard = now;
    this.#asked = 0;
  }

  /**
   * @param {number} now milliseconds
   * @returns {'trust' | 'ask' | 'depose'}
   */
  judge(now) {
    if (now - this.#heard < ASK_AFTER) {
      return 'trust';
    }

    if (this.#asked === 0) {
      this.#asked = now;
      return 'ask';
    }

    if (now - this.#asked < ANSWER_WITHIN) {
      return 'trust';
    }

    this.heard(now);
    return 'depose';
  }
}
