/**
 * An event as the feed gives it. `data` is whatever its writer put there: show it as text, never as markup.
 * @typedef {object} FeedEvent
 * @property {string} id
 * @property {string} type
 * @property {string | null} run_id
 * @property {number} sequence
 * @property {string} timestamp RFC 3339, UTC, with milliseconds
 * @property {string | null} [occurred_at]
 * @property {Record<string, any>} data
 */
export {};
