import { byId, say } from './dom.js';
import { summaryOf } from './event-text.js';

const QUIET = 4_000;
const FRESH = 30_000;

/** Tells a screen reader about new phases and errors: the last one, and not too often. */
export class Announcer {
  #last = 0;

  /** @param {import('../lib/feed-event.js').FeedEvent[]} events */
  note(events) {
    const event = events.findLast(each => each.type === 'phase_change' || each.type === 'tool_error');
    const now = Date.now();
    if (event && now - this.#last > QUIET && now - Date.parse(event.timestamp) < FRESH) {
      this.#last = now;
      say(byId('announcer'), `${event.type === 'tool_error' ? 'Error' : 'Phase'}: ${summaryOf(event)}`);
    }
  }
}
