/** @typedef {import('../lib/feed-event.js').FeedEvent & { cut?: boolean }} KeptEvent `cut`: of its data only an outline is kept; the feed has the rest */

const WHOLE = 8 * 1024;
const EACH = 64;
const TEXT = 200;
const MEMBERS = 12;
const ITEMS = 4;
const DEPTH = 3;
const SHOWN = ['tool', 'phase', 'name', 'version', 'changed_by', 'changes'];

/**
 * About how many bytes a value takes in memory. Counting stops once it is more than `enough`.
 * @param {unknown} value
 * @param {number} [enough]
 * @returns {number}
 */
export function sizeOf(value, enough = Infinity) {
  if (typeof value === 'string') {
    return EACH + value.length * 2;
  }

  let size = EACH;
  if (typeof value === 'object' && value !== null && enough > 0) {
    for (const name in value) {
      size += name.length * 2 + sizeOf(/** @type {Record<string, unknown>} */ (value)[name], enough - size);
      if (size > enough) {
        break;
      }
    }
  }

  return size;
}

/**
 * The event as it is kept: whole where it is small, else with an outline of its data, enough for its line in the list.
 * @param {KeptEvent} event
 * @returns {KeptEvent}
 */
export function kept(event) {
  return sizeOf(event, WHOLE) <= WHOLE ? event : { ...event, data: outline(event.data, DEPTH), cut: true };
}

/**
 * @param {any} value
 * @param {number} depth
 * @returns {any}
 */
function outline(value, depth) {
  if (typeof value === 'string') {
    // A slice of a long text may keep all of it in memory; a copy doesn't.
    return value.length > TEXT ? `${structuredClone(value.slice(0, TEXT))}…` : value;
  }

  if (typeof value !== 'object' || value === null) {
    return value;
  }

  if (depth === 0) {
    return '…';
  }

  if (Array.isArray(value)) {
    return value.slice(0, ITEMS).map(item => outline(item, depth - 1));
  }

  const names = Object.keys(value);
  const chosen = [...SHOWN.filter(name => Object.hasOwn(value, name)), ...names.filter(name => !SHOWN.includes(name))].slice(0, MEMBERS);
  return Object.fromEntries(chosen.map(name => [name.slice(0, TEXT), outline(value[name], depth - 1)]));
}
