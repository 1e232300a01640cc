/**
 * Calls back into the application. Its mistakes are reported as any uncaught error is, and are no reason to stop following.
 * @template {unknown[]} A
 * @param {(...values: A) => void} callback
 * @returns {(...values: A) => void}
 */
export function guarded(callback) {
  return (...values) => {
    try {
      callback(...values);
    } catch (error) {
      const report = /** @type {any} */ (globalThis).reportError ?? console.error;
      report(error);
    }
  };
}
