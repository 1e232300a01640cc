/** Web Locks as far as tabs need them: shared and exclusive, waiting in turn, given up when a tab goes. */
export class FakeLocks {
  #held = [];
  #waiting = [];

  /** What one tab sees; `close` ends the tab with all it holds. */
  tab() {
    const own = new Set();
    return {
      request: (name, { mode, signal }, work) => this.#request(own, name, mode, signal, work),
      query: async () => ({ held: this.#held.map(({ name, mode }) => ({ name, mode })) }),
      close: () => [...own].forEach(lock => this.#release(own, lock)),
    };
  }

  #request(own, name, mode, signal, work) {
    return new Promise((resolve, reject) => {
      const lock = { name, mode, start: () => {
        own.add(lock);
        this.#held.push(lock);
        Promise.resolve(work({ name, mode })).then(resolve, reject).finally(() => this.#release(own, lock));
      } };
      signal?.addEventListener('abort', () => {
        if (this.#waiting.includes(lock)) {
          this.#waiting = this.#waiting.filter(each => each !== lock);
          reject(signal.reason);
        }
      });
      this.#waiting.push(lock);
      this.#grant();
    });
  }

  #release(own, lock) {
    own.delete(lock);
    this.#held = this.#held.filter(each => each !== lock);
    this.#grant();
  }

  #grant() {
    for (const lock of this.#waiting) {
      const rivals = this.#held.filter(each => each.name === lock.name);
      if (rivals.every(each => each.mode === 'shared' && lock.mode === 'shared')) {
        this.#waiting = this.#waiting.filter(each => each !== lock);
        lock.start();
      }
    }
  }
}

/** Broadcast channels that deliver in the next turn, and that a test can make deaf. */
export class FakeChannel {
  static all = new Set();
  onmessage = null;
  deaf = false;

  constructor(name) {
    this.name = name;
    FakeChannel.all.add(this);
  }

  postMessage(data) {
    const copy = structuredClone(data);
    for (const other of FakeChannel.all) {
      if (other !== this && other.name === this.name && !other.deaf) {
        queueMicrotask(() => FakeChannel.all.has(other) && other.onmessage?.({ data: copy }));
      }
    }
  }

  close() {
    FakeChannel.all.delete(this);
  }
}
