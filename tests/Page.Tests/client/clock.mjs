import { mock } from 'node:test';

/** Takes over the clock; returns how to let time pass, with all that follows from it. */
export function fakeClock() {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: Date.parse('2026-01-01T00:00:00Z') });
  return {
    /** @param {number} milliseconds */
    async pass(milliseconds) {
      await settled();
      for (let rest = milliseconds; rest > 0; rest -= 100) {
        mock.timers.tick(Math.min(100, rest));
        await settled();
      }
    },
    stop: () => mock.timers.reset(),
  };
}

/** Lets everything that needs no time happen: streams hand chunks over in several turns. */
export async function settled() {
  for (let i = 0; i < 12; i++) {
    await new Promise(resolve => setImmediate(resolve));
  }
}
