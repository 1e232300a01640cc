import { Deadline } from './deadline.js';
import { ApiProblem, jsonOf } from './problem.js';
import { standingOf } from './limits.js';

/**
 * One page of a feed, and what its headers said about the limit that the read was counted by.
 * @typedef {object} Page
 * @property {import('./feed-event.js').FeedEvent[]} events
 * @property {string} next the cursor behind the page
 * @property {boolean} hasMore whether to call again at once
 * @property {import('./limits.js').Standing | null} standing
 */

/**
 * Reads a page. At the feed's end the same cursor is the same URL, so that the browser's cache asks conditionally and a
 * poll that finds nothing is a 304.
 * @param {string} url may carry a query
 * @param {{ cursor: string | null, limit: number, wait?: number, signals: AbortSignal[], within: number, fetch: typeof globalThis.fetch }} options
 *   `wait`: seconds that the server may wait for events; `within`: milliseconds to wait for the answer beyond that
 * @returns {Promise<Page>}
 * @throws {ApiProblem} the server refused
 * @throws {Error} the network failed
 */
export async function readPage(url, { cursor, limit, wait, signals, within, fetch }) {
  const [path, search] = url.split('?');
  const query = new URLSearchParams(search);
  query.set('limit', String(limit));
  for (const [name, value] of Object.entries({ cursor, wait: wait ?? null })) {
    if (value !== null) {
      query.set(name, String(value));
    }
  }

  const deadline = new Deadline(signals, within + (wait ?? 0) * 1000, 'The server did not answer in time.');
  try {
    const response = await fetch(`${path}?${query}`, { headers: { Accept: 'application/json' }, signal: deadline.signal });
    if (!response.ok) {
      throw await ApiProblem.of(response);
    }

    const page = await jsonOf(response);
    if (!Array.isArray(page?.events) || typeof page.next !== 'string') {
      throw new TypeError('The answer is not a page of a feed.');
    }

    return { events: page.events, next: page.next, hasMore: page.has_more === true, standing: standingOf(response.headers) };
  } finally {
    deadline.stop();
  }
}
