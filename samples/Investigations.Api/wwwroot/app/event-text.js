/** @typedef {import('../lib/feed-event.js').FeedEvent} FeedEvent */

const SUMMARY = 160;

/**
 * What an event is about, for its colour and lane.
 * @param {{ type: string }} event
 * @returns {'tool' | 'error' | 'phase' | 'other'}
 */
export function kindOf({ type }) {
  switch (type) {
    case 'tool_complete': return 'tool';
    case 'tool_error': return 'error';
    case 'phase_change': return 'phase';
    default: return 'other';
  }
}

/**
 * An event's data in one short line of plain text.
 * @param {{ type: string, data: any }} event
 */
export function summaryOf({ type, data }) {
  if (type === 'state_changed' && data && typeof data.changes === 'object' && data.changes !== null) {
    const changes = Object.entries(data.changes).map(([member, change]) => `${member}: ${Array.isArray(change) ? change.map(brief).join(' → ') : brief(change)}`);
    return cut(`${brief(data.changed_by)} ${changes.join(', ')}`);
  }

  const members = Object.entries(data ?? {});
  const named = members.find(([name]) => name === 'tool' || name === 'phase');
  const rest = members.filter(member => member !== named).slice(0, 6).map(([name, value]) => `${name} ${brief(value)}`);
  return cut([...(named ? [brief(named[1])] : []), ...rest].join(' · '));
}

/** @param {unknown} value */
function brief(value) {
  return cut(typeof value === 'string' ? value : value === null || value === undefined ? '–' : cheapJson(value), 60);
}

/**
 * A large object isn't written out for the sake of its first characters.
 * @param {unknown} value
 */
function cheapJson(value) {
  return typeof value === 'object' ? (Array.isArray(value) ? `[${value.length}]` : '{…}') : String(value);
}

/**
 * @param {string} text
 * @param {number} [length]
 */
function cut(text, length = SUMMARY) {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
