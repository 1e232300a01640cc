/**
 * The tabs of this browser that follow the same thing: who leads, how many there are, and what they tell each other.
 * Web Locks decide: a lock ends with its tab, however the tab ends, so that the next one takes over at once and the count
 * is never wrong. Both need a secure context (https, or localhost) - `Tabs.areSupported` tells.
 */
export class Tabs {
  static get areSupported() {
    return typeof globalThis.BroadcastChannel === 'function' && globalThis.navigator?.locks !== undefined;
  }

  #name;
  #channel;
  #locks;

  /**
   * @param {string} name what is followed; tabs with the same name belong together
   * @param {(message: any) => void} onMessage what another tab says
   * @param {LockManager} [locks]
   */
  constructor(name, onMessage, locks = navigator.locks) {
    this.#name = name;
    this.#locks = locks;
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = ({ data }) => onMessage(data);
  }

  /**
   * Counts this tab in until the signal fires.
   * @param {AbortSignal} signal
   */
  async join(signal) {
    await this.#hold(`${this.#name}:tabs`, 'shared', signal, () => aborted(signal));
  }

  /**
   * Waits to become the leader, then leads: `lead` runs until the signal fires.
   * @param {AbortSignal} signal
   * @param {() => Promise<void>} lead
   */
  async leadWhenElected(signal, lead) {
    await this.#hold(`${this.#name}:leader`, 'exclusive', signal, lead);
  }

  /** How many tabs have joined, this one included. */
  async count() {
    const { held = [] } = await this.#locks.query();
    return held.filter(lock => lock.name === `${this.#name}:tabs`).length;
  }

  /** @param {any} message anything that can be cloned; this tab doesn't hear it itself */
  tell(message) {
    this.#channel.postMessage(message);
  }

  close() {
    this.#channel.close();
  }

  /**
   * @param {string} name
   * @param {LockMode} mode
   * @param {AbortSignal} signal
   * @param {() => Promise<void>} work
   */
  async #hold(name, mode, signal, work) {
    try {
      await this.#locks.request(name, { mode, signal }, work);
    } catch (error) {
      if (!signal.aborted) {
        throw error;
      }
    }
  }
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function aborted(signal) {
  return new Promise(resolve => {
    signal.addEventListener('abort', () => resolve(), { once: true });
    if (signal.aborted) {
      resolve();
    }
  });
}
