/**
 * What of a long list is on the page.
 * @template T
 * @typedef {{ events: T[], skipped: number, newerTop: number | null, olderTop: number | null }} EventWindow `events`: newest first;
 *   `skipped`: how many newer ones there are; `newerTop`, `olderTop`: where the neighbouring windows begin, null where
 *   there is none, or the newest are next
 */

const SIZE = 100;

/**
 * @template {{ sequence: number }} T
 * @param {T[]} events oldest first, by ascending sequence
 * @param {number | null} top the sequence of the window's newest event; null for the newest of all
 * @returns {EventWindow<T>}
 */
export function windowOf(events, top) {
  const found = top === null ? -1 : firstAbove(events, top) - 1;
  const newest = top === null || found < 0 ? events.length - 1 : found;
  const skipped = events.length - 1 - newest;
  const oldest = Math.max(0, newest - SIZE + 1);
  return {
    events: events.slice(oldest, newest + 1).reverse(),
    skipped: Math.max(0, skipped),
    newerTop: skipped > SIZE ? events[newest + SIZE].sequence : null,
    olderTop: oldest > 0 ? events[oldest - 1].sequence : null,
  };
}

/**
 * The index of the first event with a higher sequence, by halving.
 * @param {{ sequence: number }[]} events
 * @param {number} sequence
 */
function firstAbove(events, sequence) {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (events[middle].sequence > sequence) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }

  return low;
}
