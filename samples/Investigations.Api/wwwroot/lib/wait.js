/**
 * Waits; ends early, without an error, when one of the signals fires.
 * @param {number} milliseconds
 * @param {...AbortSignal} signals
 * @returns {Promise<void>}
 */
export function wait(milliseconds, ...signals) {
  return new Promise(resolve => {
    if (signals.some(signal => signal.aborted)) {
      resolve();
      return;
    }

    const done = () => {
      clearTimeout(timer);
      signals.forEach(signal => signal.removeEventListener('abort', done));
      resolve();
    };
    const timer = setTimeout(done, Math.min(milliseconds, 2 ** 31 - 1));
    signals.forEach(signal => signal.addEventListener('abort', done));
  });
}
