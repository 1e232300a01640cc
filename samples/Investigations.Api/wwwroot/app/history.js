import { Announcer } from './announcer.js';
import { byId, say } from './dom.js';
import { EventList } from './event-list.js';
import { EventStore } from './event-store.js';
import { count } from './format.js';
import { RunPicker } from './run-picker.js';
import { everySecond, gathered } from './ticker.js';
import { TimelinePicture } from './timeline-picture.js';

/** @typedef {import('../lib/feed-event.js').FeedEvent} FeedEvent */

const READING = 'Reading what has happened so far…';

/** What has happened: the events kept in the tab, the picture and the list of those that were chosen. */
export class History {
  #store = new EventStore();
  #read = false;
  #announcer = new Announcer();
  #list;
  #picture = new TimelinePicture();
  #picker = new RunPicker(() => this.#chosen());
  #drawSoon = gathered(() => this.#draw(), 80);

  /** @param {(event: FeedEvent) => Promise<FeedEvent>} whole reads an event that is too large to be kept */
  constructor(whole) {
    this.#list = new EventList(whole);
    byId('kind').addEventListener('change', () => this.#chosen());
    everySecond(() => this.#picture.tick());
  }

  /**
   * Whether what has happened so far was read: until then nothing is said to be missing.
   * @param {boolean} read
   */
  isRead(read) {
    if (read !== this.#read) {
      this.#read = read;
      this.#drawSoon();
    }
  }

  /** @param {FeedEvent[]} events */
  add(events) {
    this.#store.add(events);
    this.#announcer.note(events);
    this.#drawSoon();
  }

  clear() {
    this.#store.clear();
    this.#picker.restart();
    this.#list.restart();
    this.#read = false;
    this.#draw();
  }

  /** The run that is shown; null for all. */
  get runId() {
    return this.#picker.chosen(this.#store.runs);
  }

  #chosen() {
    this.#list.restart();
    this.#draw();
  }

  #draw() {
    const runs = this.#store.runs;
    this.#picker.show(runs);
    const events = this.#store.of(this.#picker.chosen(runs));
    const kind = byId('kind').value;
    this.#picture.show(events, this.#read ? 'Nothing has happened yet. Start a run, or record an event below.' : READING);
    say(byId('no-events'), !this.#read ? READING : kind === '' ? 'None yet.' : 'None of this kind.');
    this.#list.show(kind === '' ? events : events.filter(event => event.type === kind));
    const { forgotten } = this.#store;
    say(byId('event-count'), `${count(events.length)}${forgotten > 0 ? `, ${count(forgotten)} older ones not kept here` : ''}`);
  }
}
