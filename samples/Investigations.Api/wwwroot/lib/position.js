/**
 * Where an event stands in its feed. A feed is ordered by timestamp, then sequence.
 * @typedef {{ timestamp: string, sequence: number }} Position
 */

/**
 * @param {Position | null} a null is before everything
 * @param {Position | null} b
 * @returns {number} negative where `a` comes before `b`, 0 where both are the same, else positive
 */
export function comparePositions(a, b) {
  if (a === null || b === null) {
    return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  }

  return a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : a.sequence - b.sequence;
}

/**
 * @param {Position} event
 * @returns {Position}
 */
export function positionOf({ timestamp, sequence }) {
  return { timestamp, sequence };
}
