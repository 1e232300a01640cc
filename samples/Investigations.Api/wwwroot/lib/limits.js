/**
 * What a caller may still do under one policy.
 * @typedef {object} Standing
 * @property {string} policy
 * @property {number} limit requests a window
 * @property {number} remaining requests left in this window
 * @property {number} resetAt when the window ends, in milliseconds of this machine's clock
 * @property {number} blockedUntil when a block ends, in milliseconds of this machine's clock; 0 without one
 */

/**
 * Reads the standing from an answer's headers; null where the request was not counted. Times come from the relative
 * `RateLimit` header, so that a wrong clock on either side does no harm.
 * @param {Headers} headers
 * @param {number} [now]
 * @returns {Standing | null}
 */
export function standingOf(headers, now = Date.now()) {
  const limit = wholeNumber(headers.get('X-RateLimit-Limit'));
  const remaining = wholeNumber(headers.get('X-RateLimit-Remaining'));
  if (limit === null || remaining === null) {
    return null;
  }

  const [, policy = 'default', parameters = ''] = /^\s*"([^"]*)"([^,]*)/.exec(headers.get('RateLimit') ?? '') ?? [];
  const seconds = wholeNumber(/;\s*t=(\d+)/.exec(parameters)?.[1] ?? null);
  const reset = wholeNumber(headers.get('X-RateLimit-Reset'));
  const resetAt = seconds !== null ? now + seconds * 1000 : reset !== null ? reset * 1000 : now;
  return { policy, limit, remaining, resetAt, blockedUntil: 0 };
}

/**
 * Milliseconds that an answer asks to wait (RFC 9110, 10.2.3: seconds or a date); null where it doesn't.
 * @param {string | null} value the `Retry-After` header
 * @param {number} [now]
 * @returns {number | null}
 */
export function retryAfter(value, now = Date.now()) {
  const seconds = wholeNumber(value);
  if (seconds !== null) {
    return seconds * 1000;
  }

  const date = value === null ? Number.NaN : Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/**
 * How long to wait before the next poll, so that polling never uses up a limit: the interval while there is plenty,
 * the rest of the window spread over what remains once three quarters are gone.
 * @param {Standing | null} standing
 * @param {number} interval milliseconds
 * @param {number} [now]
 * @returns {number} milliseconds
 */
export function pace(standing, interval, now = Date.now()) {
  if (standing === null || standing.remaining * 4 > standing.limit) {
    return interval;
  }

  const rest = Math.max(0, standing.resetAt - now);
  return Math.max(interval, standing.remaining === 0 ? rest : rest / standing.remaining);
}

/** @param {string | null} text */
function wholeNumber(text) {
  return text !== null && /^\s*\d{1,15}\s*$/.test(text) ? Number(text) : null;
}
