import { kindOf } from './event-text.js';

/**
 * @typedef {import('../lib/feed-event.js').FeedEvent} FeedEvent
 * @typedef {{ name: string, from: number, to: number, end: 'completed' | 'failed' | null }} Band `from` and `to` between 0 and 1
 * @typedef {{ kind: 'tool' | 'error' | 'other', at: number, count: number }} Mark `at` between 0 and 1
 * @typedef {{ start: number, end: number, running: boolean, bands: Band[], marks: Mark[], totals: Record<'tool' | 'error' | 'phase' | 'other', number>, phase: string | null }} Timeline
 */

const FINAL = new Set(['completed', 'failed', 'cancelled']);
const STALE = 120_000;

/**
 * Lays the events of a run out between 0 and 1. Marks that would fall on the same place become one with a count, so that
 * a picture of ten thousand events has no more marks than it has places.
 * @param {FeedEvent[]} events in the feed's order
 * @param {number} now milliseconds; a run that still goes on reaches to here
 * @param {number} places
 * @returns {Timeline | null} null without events
 */
export function timelineOf(events, now, places) {
  if (events.length === 0) {
    return null;
  }

  const times = events.map(timeOf);
  const start = times.reduce((a, b) => Math.min(a, b));
  const last = times.reduce((a, b) => Math.max(a, b));
  const phases = events.flatMap((event, i) => (kindOf(event) === 'phase' ? [{ name: nameOf(event), time: times[i] }] : []));
  const phase = phases.at(-1)?.name ?? null;
  const running = !FINAL.has(phase ?? '') && now - last < STALE;
  const end = Math.max(running ? now : last, start + 1);
  const place = (/** @type {number} */ time) => (time - start) / (end - start);

  const bands = phases.map(({ name, time }, i) => {
    const from = place(time);
    const until = phases[i + 1]?.time ?? end;
    /** @type {Band} */
    const band = FINAL.has(name) && i === phases.length - 1
      ? { name, from, to: 1, end: name === 'completed' ? 'completed' : 'failed' }
      : { name, from, to: Math.max(from, place(until)), end: null };
    return band;
  });

  const totals = { tool: 0, error: 0, phase: 0, other: 0 };
  /** @type {Map<string, Mark>} */
  const marks = new Map();
  events.forEach((event, i) => {
    const kind = kindOf(event);
    totals[kind]++;
    if (kind !== 'phase') {
      const slot = Math.round(place(times[i]) * places);
      const mark = marks.get(`${kind}${slot}`) ?? { kind, at: slot / places, count: 0 };
      mark.count++;
      marks.set(`${kind}${slot}`, mark);
    }
  });

  return { start, end, running, bands, marks: [...marks.values()], totals, phase };
}

/** @param {FeedEvent} event */
function timeOf(event) {
  const occurred = event.occurred_at ? Date.parse(event.occurred_at) : Number.NaN;
  return Number.isNaN(occurred) ? Date.parse(event.timestamp) : occurred;
}

/** @param {FeedEvent} event */
function nameOf(event) {
  return typeof event.data?.phase === 'string' ? event.data.phase.slice(0, 80) : '?';
}
