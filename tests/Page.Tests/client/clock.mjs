const real = Object.fromEntries(['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'].map(name => [name, globalThis[name]]));

/** Takes over the clock, with nothing but what every Node.js has; returns how to let time pass, with all that follows from it. */
export function fakeClock() {
  let now = real.Date.parse('2026-01-01T00:00:00Z');
  let next = 1;
  /** @type {Map<number, { at: number, every: number | null, callback: () => void }>} */
  const timers = new Map();
  const set = (callback, milliseconds = 0, every = null) => {
    timers.set(next, { at: now + Math.max(1, milliseconds), every, callback });
    return next++;
  };
  const clear = id => timers.delete(id);

  class FakeDate extends real.Date {
    constructor(...values) {
      super(...(values.length === 0 ? [now] : values));
    }

    static now() {
      return now;
    }
  }

  Object.assign(globalThis, {
    Date: FakeDate,
    setTimeout: (callback, milliseconds) => set(callback, milliseconds),
    setInterval: (callback, milliseconds) => set(callback, milliseconds, Math.max(1, milliseconds)),
    clearTimeout: clear,
    clearInterval: clear,
  });

  const fire = until => {
    now = until;
    const due = [...timers].filter(([, timer]) => timer.at <= now).sort(([a, x], [b, y]) => x.at - y.at || a - b);
    for (const [id, timer] of due.filter(([id]) => timers.has(id))) {
      if (timer.every === null) {
        timers.delete(id);
      } else {
        timer.at = now + timer.every;
      }

      timer.callback();
    }
  };

  return {
    /** @param {number} milliseconds */
    async pass(milliseconds) {
      await settled();
      for (let rest = milliseconds; rest > 0; rest -= 100) {
        fire(now + Math.min(100, rest));
        await settled();
      }
    },
    /**
     * Moves the clock without letting anything happen meanwhile, as when the machine sleeps; timers see only what comes after.
     * @param {number} milliseconds
     */
    sleep(milliseconds) {
      now += milliseconds;
      for (const timer of timers.values()) {
        timer.at += milliseconds;
      }
    },
    stop: () => Object.assign(globalThis, real),
  };
}

/** Lets everything that needs no time happen: streams hand chunks over in several turns. */
export async function settled() {
  for (let i = 0; i < 12; i++) {
    await new Promise(resolve => setImmediate(resolve));
  }
}
