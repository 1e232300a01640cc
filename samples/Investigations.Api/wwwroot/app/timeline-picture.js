import { byId, draw, say } from './dom.js';
import { duration, plural } from './format.js';
import { timelineOf } from './timeline.js';

/** @typedef {import('./timeline.js').Timeline} Timeline */

const LANES = { tool: 70, error: 94, other: 118 };
const NAMES = { tool: 'tools', error: 'errors', other: 'other' };
const LEFT = 48;

/** Draws a run: its phases as bands, what happened in them as marks, and says the same in words. */
export class TimelinePicture {
  #svg = byId('picture-svg');
  #text = byId('picture-text');
  /** @type {import('../lib/feed-event.js').FeedEvent[]} */
  #events = [];
  #running = false;
  #empty = '';

  constructor() {
    new ResizeObserver(() => this.draw()).observe(byId('picture'));
  }

  /**
   * @param {import('../lib/feed-event.js').FeedEvent[]} events
   * @param {string} empty what is said where there is none
   */
  show(events, empty) {
    this.#events = events;
    this.#empty = empty;
    this.draw();
  }

  /** Lets the picture of a run that goes on grow with the time. */
  tick() {
    if (this.#running && !document.hidden) {
      this.draw();
    }
  }

  draw() {
    const width = byId('picture').clientWidth - LEFT - 8;
    if (width <= 0) {
      return;
    }

    const timeline = timelineOf(this.#events, Date.now(), Math.floor(width / 4));
    this.#running = timeline?.running ?? false;
    this.#svg.toggleAttribute('hidden', timeline === null);
    this.#svg.replaceChildren(...(timeline === null ? [] : [...bands(timeline, width), ...lanes(width), ...marks(timeline, width), ...axis(timeline, width)]));
    say(this.#text, timeline === null ? this.#empty : inWords(timeline));
  }
}

/**
 * @param {Timeline} timeline
 * @param {number} width
 */
function bands(timeline, width) {
  return timeline.bands.flatMap((band, i) => {
    const x = LEFT + band.from * width;
    const wide = Math.max(3, (band.to - band.from) * width - 2);
    const tone = band.end === null ? `tone-${(i % 5) + 1}` : band.end === 'completed' ? 'tone-end' : 'tone-failed';
    const fits = wide > band.name.length * 7 + 10;
    return [
      draw('rect', { x: Math.min(x, LEFT + width - 3), y: 20, width: wide, height: 26, rx: 4, class: tone }, draw('title', { text: band.name })),
      ...(fits ? [draw('text', { x: x + 6, y: 37, text: band.name })] : []),
    ];
  });
}

/** @param {number} width */
function lanes(width) {
  return /** @type {('tool' | 'error' | 'other')[]} */ (Object.keys(LANES)).flatMap(kind => [
    draw('line', { x1: LEFT, x2: LEFT + width, y1: LANES[kind], y2: LANES[kind] }),
    draw('text', { x: 0, y: LANES[kind] + 4, class: 'lane', text: NAMES[kind] }),
  ]);
}

/**
 * @param {Timeline} timeline
 * @param {number} width
 */
function marks(timeline, width) {
  return timeline.marks.map(({ kind, at, count }) => {
    const x = LEFT + at * width;
    const y = LANES[kind];
    const size = Math.min(9, 5 + Math.log2(count));
    const title = draw('title', { text: plural(count, kind === 'other' ? 'event' : kind) });
    return kind === 'error'
      ? draw('path', { d: `M${x} ${y - size}l${size} ${size * 1.7}h${-2 * size}z`, class: 'mark-error' }, title)
      : draw('circle', { cx: x, cy: y, r: size, class: `mark-${kind}` }, title);
  });
}

/**
 * @param {Timeline} timeline
 * @param {number} width
 */
function axis({ start, end, running }, width) {
  return [
    draw('text', { x: LEFT, y: 12, class: 'axis', text: '0 s' }),
    draw('text', { x: LEFT + width, y: 12, class: 'axis', 'text-anchor': 'end', text: `${duration(end - start)}${running ? ', running' : ''}` }),
  ];
}

/** @param {Timeline} timeline */
function inWords({ totals, start, end, running, phase }) {
  const parts = [plural(totals.phase, 'phase'), plural(totals.tool, 'tool completed', 'tools completed'), plural(totals.error, 'error')];
  const other = totals.other > 0 ? [plural(totals.other, 'other event')] : [];
  return `${[...parts, ...other].join(', ')} in ${duration(end - start)}; ${running ? 'now' : 'last'} ${phase ?? 'without a phase'}.`;
}
