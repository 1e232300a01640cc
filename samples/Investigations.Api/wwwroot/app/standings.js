/** @typedef {import('../lib/limits.js').Standing} Standing */

/**
 * Reads the standings from the answer of `rate-limit/status`. A block's end is given by the server's clock: its `Date` tells
 * how far that is off from this machine's.
 * @param {any} body
 * @param {Headers} headers
 * @param {number} [now]
 * @returns {Standing[]}
 */
export function standingsOf(body, headers, now = Date.now()) {
  const date = Date.parse(headers.get('Date') ?? '');
  const offset = Number.isNaN(date) || Math.abs(date - now) < 2_000 ? 0 : now - date;
  return body.policies.map((/** @type {any} */ p) => ({
    policy: p.policy,
    limit: p.limit,
    remaining: p.remaining,
    resetAt: now + p.reset_after_seconds * 1000,
    blockedUntil: p.blocked_until === null ? 0 : Date.parse(p.blocked_until) + offset,
  }));
}

/**
 * What is shown at a moment: a window that has ended gives everything back, a block that is over is none.
 * @param {Standing} standing
 * @param {number} now
 * @returns {Standing}
 */
export function standingAt(standing, now) {
  const blockedUntil = standing.blockedUntil > now ? standing.blockedUntil : 0;
  const over = blockedUntil === 0 && standing.resetAt <= now;
  return { ...standing, blockedUntil, remaining: over ? standing.limit : standing.remaining, resetAt: over ? 0 : standing.resetAt };
}
