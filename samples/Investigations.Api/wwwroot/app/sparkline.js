/**
 * The points of a sparkline, oldest left, zero at the bottom.
 * @param {number[]} values
 * @param {number} width
 * @param {number} height
 * @returns {string} for a polyline; empty without values
 */
export function pointsOf(values, width, height) {
  const most = Math.max(...values, 1);
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  return values.map((value, i) => `${round(i * step)},${round(height - (value / most) * height)}`).join(' ');
}

/**
 * @param {number[]} values
 * @param {number} share between 0 and 1
 */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}
