/**
 * Elects one leader among the tabs of a browser, by a Web Lock. Whoever waits longest comes next, as soon as the leader's
 * tab has ended, however it ended. A leader that is there but no longer answers - the system froze its tab - is deposed by
 * `claim`; when it wakes it learns that and stands again. For a moment there may then be two, never none for good.
 */
export class Election {
  #locks;
  #name;
  #claimed = false;
  /** @type {AbortController | null} ends waiting */
  #turn = null;
  /** @type {AbortController | null} ends leading */
  #term = null;

  /**
   * @param {string} name the lock's
   * @param {LockManager} locks
   */
  constructor(name, locks) {
    this.#name = name;
    this.#locks = locks;
  }

  /**
   * Stands until elected, and again where deposed; ends when the signal fires, or when leading ends by itself.
   * @param {AbortSignal} signal
   * @param {(term: AbortSignal) => Promise<void>} lead ends when `term` fires
   */
  async stand(signal, lead) {
    for (let deposed = true; deposed && !signal.aborted;) {
      deposed = await this.#once(signal, lead);
    }
  }

  /** Takes over from a leader that doesn't answer; does nothing while this tab leads. */
  claim() {
    if (this.#turn !== null) {
      this.#claimed = true;
      this.#turn.abort();
    }
  }

  /** Gives the lead away to whoever waits, and stands again behind them. */
  resign() {
    this.#term?.abort();
  }

  /**
   * @param {AbortSignal} signal
   * @param {(term: AbortSignal) => Promise<void>} lead
   * @returns {Promise<boolean>} whether to stand again
   */
  async #once(signal, lead) {
    const [turn, term] = [new AbortController(), new AbortController()];
    const end = () => [turn, term].forEach(each => each.abort());
    signal.addEventListener('abort', end);
    const steal = this.#claimed;
    this.#claimed = false;
    this.#turn = steal ? null : turn;
    /** @type {Promise<void> | null} */
    let leading = null;
    try {
      await this.#locks.request(this.#name, steal ? { steal } : { signal: turn.signal }, () => {
        [this.#turn, this.#claimed] = [null, false];
        this.#term = term;
        return (leading = lead(term.signal));
      });
      return term.signal.aborted;
    } catch (error) {
      const deposed = leading !== null && /** @type {any} */ (error)?.name === 'AbortError';
      if (!deposed && !turn.signal.aborted) {
        throw error;
      }

      term.abort();
      await leading;
      return true;
    } finally {
      this.#turn = this.#term = null;
      signal.removeEventListener('abort', end);
    }
  }
}
