const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const dayAndClock = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const whole = new Intl.NumberFormat();

/** @param {string} instant RFC 3339 */
export function timeOf(instant) {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? instant : clock.format(date);
}

/** @param {string} instant RFC 3339 */
export function dateOf(instant) {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? instant : dayAndClock.format(date);
}

/** @param {number} value */
export function count(value) {
  return whole.format(value);
}

/**
 * `1 event`, `2 events`.
 * @param {number} value
 * @param {string} one
 */
export function plural(value, one, many = `${one}s`) {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** @param {number} milliseconds */
export function duration(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const parts = [[Math.floor(seconds / 86_400), 'd'], [Math.floor(seconds / 3600) % 24, 'h'], [Math.floor(seconds / 60) % 60, 'min'], [seconds % 60, 's']];
  const first = parts.findIndex(([value]) => value !== 0);
  return first < 0 ? '0 s' : parts.slice(first, first + 2).filter(([value], i) => i === 0 || value !== 0).map(part => part.join(' ')).join(' ');
}

/** @param {number} milliseconds */
export function answerTime(milliseconds) {
  return milliseconds < 10 ? `${milliseconds.toFixed(1)} ms` : `${count(Math.round(milliseconds))} ms`;
}
