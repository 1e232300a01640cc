const TICK = 5_000;
const OVERSLEPT = 30_000;

/**
 * Calls back when an open connection may no longer be one: the network is back, the page is shown again, the browser thaws
 * it, or the clock has jumped, as it does when a machine slept with the page in view.
 * @param {(anew: boolean) => void} callback `anew`: the network may be another one
 * @param {AbortSignal} signal
 */
export function onWakeSign(callback, signal) {
  const { document } = globalThis;
  globalThis.addEventListener?.('online', () => callback(true), { signal });
  document?.addEventListener('resume', () => callback(true), { signal });
  let last = Date.now();
  document?.addEventListener('visibilitychange', () => {
    last = Date.now();
    if (!document.hidden) {
      callback(false);
    }
  }, { signal });
  const timer = setInterval(() => {
    const slept = Date.now() - last > OVERSLEPT;
    last = Date.now();
    // The timers of a hidden page are slow, so that they prove nothing.
    if (slept && !document?.hidden) {
      callback(true);
    }
  }, TICK);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}

/**
 * Tells when the browser freezes the page: what arrives by network then waits, while messages of other tabs may still come.
 * @param {(frozen: boolean) => void} callback
 * @param {AbortSignal} signal
 */
export function onFreeze(callback, signal) {
  globalThis.document?.addEventListener('freeze', () => callback(true), { signal });
  globalThis.document?.addEventListener('resume', () => callback(false), { signal });
}
