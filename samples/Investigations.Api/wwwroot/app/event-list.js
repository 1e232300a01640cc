import { byId, say } from './dom.js';
import { EventDetails } from './event-details.js';
import { kindOf, summaryOf } from './event-text.js';
import { windowOf } from './event-window.js';
import { count, timeOf } from './format.js';

/** @typedef {import('./event-size.js').KeptEvent} FeedEvent */

/** The events as a list, newest first. Only a window of them is on the page, however many there are. */
export class EventList {
  #list = byId('events');
  #template = byId('event-template');
  /** @type {FeedEvent[]} */
  #events = [];
  /** @type {number | null} the sequence that the window begins at; null: the newest, whatever comes */
  #top = null;
  /** @type {Map<number, HTMLElement>} */
  #rows = new Map();
  #whole;

  /** @param {(event: FeedEvent) => Promise<FeedEvent>} whole reads an event of which only an outline is kept */
  constructor(whole) {
    this.#whole = whole;
    byId('newest').addEventListener('click', () => this.#go(null));
    byId('newer').addEventListener('click', () => this.#go(this.#window().newerTop));
    byId('older').addEventListener('click', () => this.#go(this.#window().olderTop));
  }

  /** @param {FeedEvent[]} events oldest first */
  show(events) {
    this.#events = events;
    this.#draw();
  }

  /** Shows other events: from their newest on. */
  restart() {
    this.#top = null;
  }

  /** @param {number | null} top */
  #go(top) {
    this.#top = top;
    this.#draw();
    this.#list.querySelector('summary')?.focus({ preventScroll: true });
  }

  #window() {
    return windowOf(this.#events, this.#top);
  }

  #draw() {
    const view = this.#window();
    const wanted = new Set(view.events.map(event => event.sequence));
    for (const [sequence, row] of this.#rows) {
      if (!wanted.has(sequence)) {
        row.remove();
        this.#rows.delete(sequence);
      }
    }

    /** @type {Element | null} */
    let next = this.#list.firstElementChild;
    for (const event of view.events) {
      const row = this.#rows.get(event.sequence) ?? this.#row(event);
      if (row === next) {
        next = row.nextElementSibling;
      } else {
        this.#list.insertBefore(row, next);
      }
    }

    const total = this.#events.length;
    this.#list.start = total - view.skipped;
    byId('no-events').hidden = total > 0;
    byId('pager').hidden = view.olderTop === null && view.skipped === 0;
    byId('older').disabled = view.olderTop === null;
    byId('newer').disabled = byId('newest').disabled = view.skipped === 0;
    say(byId('window-text'), `${count(view.skipped + 1)}–${count(view.skipped + view.events.length)} of ${count(total)}`);
  }

  /** @param {FeedEvent} event */
  #row(event) {
    const row = this.#template.content.firstElementChild.cloneNode(true);
    row.dataset.kind = kindOf(event);
    row.dataset.sequence = event.sequence;
    const time = row.querySelector('time');
    time.textContent = timeOf(event.timestamp);
    time.dateTime = event.timestamp;
    time.title = event.timestamp;
    row.querySelector('.type').textContent = event.type;
    row.querySelector('.summary').textContent = summaryOf(event);
    new EventDetails(row, event, this.#whole);
    this.#rows.set(event.sequence, row);
    return row;
  }
}
