/** Web Locks as far as tabs need them: shared and exclusive, waiting in turn, given up when a tab goes. */
export class FakeLocks {
  #held = [];
  #waiting = [];

  /** What one tab sees; `close` ends the tab with all it holds. */
  tab() {
    const own = new Set();
    return {
      request: (name, { mode = 'exclusive', signal, steal }, work) => this.#request(own, { name, mode, signal, steal }, work),
      query: async () => ({ held: this.#held.map(({ name, mode }) => ({ name, mode })) }),
      close: () => [...own].forEach(lock => this.#release(own, lock)),
    };
  }

  #request(own, { name, mode, signal, steal }, work) {
    return new Promise((resolve, reject) => {
      const lock = { name, mode, own, reject, start: () => {
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
      if (steal) {
        for (const holder of this.#held.filter(each => each.name === name)) {
          this.#held = this.#held.filter(each => each !== holder);
          holder.own.delete(holder);
          holder.reject(new DOMException('Lock broken by another request.', 'AbortError'));
        }
      }

      this.#waiting = steal ? [lock, ...this.#waiting] : [...this.#waiting, lock];
      this.#grant();
    });
  }

  #release(own, lock) {
    if (!own.has(lock)) {
      return;
    }

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

/** Broadcast channels that deliver in the next turn, and that a test can make deaf, or freeze. */
export class FakeChannel {
  static all = new Set();
  onmessage = null;
  deaf = false;
  frozen = false;
  #held = [];

  constructor(name) {
    this.name = name;
    FakeChannel.all.add(this);
  }

  postMessage(data) {
    if (this.frozen) {
      this.#held.push(() => this.postMessage(data));
      return;
    }

    const copy = structuredClone(data);
    for (const other of FakeChannel.all) {
      if (other !== this && other.name === this.name && !other.deaf) {
        queueMicrotask(() => other.#hear({ data: copy }));
      }
    }
  }

  /** What a frozen tab would have said and heard comes now. */
  thaw() {
    this.frozen = false;
    this.#held.splice(0).forEach(each => each());
  }

  #hear(message) {
    if (this.frozen) {
      this.#held.push(() => this.#hear(message));
    } else if (FakeChannel.all.has(this)) {
      this.onmessage?.(message);
    }
  }

  close() {
    FakeChannel.all.delete(this);
  }
}
