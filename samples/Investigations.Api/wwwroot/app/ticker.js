/**
 * Calls back each second until told to stop; what counts down on the page reads the clock itself.
 * @param {() => void} callback
 */
export function everySecond(callback) {
  const timer = setInterval(callback, 1000);
  return () => clearInterval(timer);
}

/**
 * Gathers calls that come close together into one, so that a burst of events is drawn once.
 * @param {() => void} callback
 * @param {number} milliseconds
 */
export function gathered(callback, milliseconds) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      callback();
    }, milliseconds);
  };
}
