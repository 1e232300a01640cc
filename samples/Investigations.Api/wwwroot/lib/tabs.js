import { Election } from './election.js';

/**
 * The tabs of this browser that follow the same thing: how many there are, what they tell each other, and who leads.
 * Web Locks count: a lock ends with its tab, however the tab ends, so that the count is never wrong.
 */
export class Tabs {
  #name;
  #channel;
  #locks;

  /**
   * Joins the others. Both parts need a secure context (https, or localhost), and a browser may refuse either to a page
   * that it keeps from storing anything.
   * @param {string} name what is followed; tabs with the same name belong together
   * @param {(message: any) => void} onMessage what another tab says
   * @param {AbortSignal} signal leaves again
   * @returns {Promise<Tabs | null>} null where tabs can't find each other
   */
  static async join(name, onMessage, signal) {
    /** @type {Tabs | null} */
    let tabs = null;
    try {
      tabs = new Tabs(name, new BroadcastChannel(name), navigator.locks);
      await tabs.#countIn(signal);
      tabs.#channel.onmessage = ({ data }) => onMessage(data);
      return tabs;
    } catch {
      tabs?.close();
      return null;
    }
  }

  /**
   * @param {string} name
   * @param {BroadcastChannel} channel
   * @param {LockManager} locks
   */
  constructor(name, channel, locks) {
    this.#name = name;
    this.#channel = channel;
    this.#locks = locks;
    this.election = new Election(`${name}:leader`, locks);
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

  /** @param {AbortSignal} signal */
  #countIn(signal) {
    return new Promise((resolve, reject) => {
      const held = () => new Promise(left => {
        resolve(undefined);
        signal.addEventListener('abort', () => left(undefined), { once: true });
        if (signal.aborted) {
          left(undefined);
        }
      });
      this.#locks.request(`${this.#name}:tabs`, { mode: 'shared' }, held).catch(reject);
    });
  }
}
