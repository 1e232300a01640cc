/**
 * A signal for one piece of work: it fires when one of the work's owners ends it, or when the time is up.
 * `stop` lets go of the owners, which may live much longer than the work.
 */
export class Deadline {
  #controller = new AbortController();
  #owners;
  #message;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #end = (/** @type {Event} */ event) => this.#controller.abort(/** @type {AbortSignal} */ (event.target).reason);

  /**
   * @param {AbortSignal[]} owners
   * @param {number} milliseconds
   * @param {string} message what is said when the time is up
   */
  constructor(owners, milliseconds, message) {
    this.#owners = owners;
    this.#message = message;
    for (const owner of owners) {
      owner.addEventListener('abort', this.#end);
    }

    const ended = owners.find(owner => owner.aborted);
    if (ended) {
      this.#controller.abort(ended.reason);
    } else {
      this.restart(milliseconds);
    }
  }

  get signal() {
    return this.#controller.signal;
  }

  /**
   * Gives it so much time from now on.
   * @param {number} milliseconds
   */
  restart(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(new DOMException(this.#message, 'TimeoutError')), milliseconds);
  }

  /** Ends what is still under way, and lets go. */
  stop() {
    clearTimeout(this.#timer);
    for (const owner of this.#owners) {
      owner.removeEventListener('abort', this.#end);
    }

    this.#controller.abort();
  }
}
