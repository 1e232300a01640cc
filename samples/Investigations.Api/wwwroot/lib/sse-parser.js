/**
 * What a stream said. `id` is the frame's own, null where it carries none: control frames never move the cursor.
 * @typedef {{ kind: 'event', type: string, data: string, id: string | null }} SseEvent
 * @typedef {{ kind: 'retry', milliseconds: number }} SseRetry
 * @typedef {{ kind: 'comment' }} SseComment
 * @typedef {SseEvent | SseRetry | SseComment} SseItem
 */

const MAX_LINE = 16 * 1024 * 1024;

/** Reads `text/event-stream` from pieces of text that may break anywhere (WHATWG HTML, 9.2.6). */
export class SseParser {
  #rest = '';
  #scanned = 0;
  #started = false;
  /** @type {string[]} */
  #data = [];
  #type = '';
  /** @type {string | null} */
  #id = null;

  /**
   * @param {string} text decoded as UTF-8; the caller's decoder keeps characters whole
   * @returns {Generator<SseItem>}
   */
  *push(text) {
    let buffer = this.#rest + text;
    if (!this.#started && buffer.length > 0) {
      this.#started = true;
      buffer = buffer.charCodeAt(0) === 0xfeff ? buffer.slice(1) : buffer;
    }

    let start = 0;
    let from = this.#scanned;
    for (;;) {
      const end = lineEnd(buffer, from);
      const last = end === buffer.length - 1;
      // A CR at the very end may be half of a CRLF: the next piece tells.
      if (end < 0 || (last && buffer[end] === '\r')) {
        this.#scanned = (end < 0 ? buffer.length : end) - start;
        break;
      }

      const item = this.#line(buffer.slice(start, end));
      if (item) {
        yield item;
      }

      start = end + (buffer[end] === '\r' && buffer[end + 1] === '\n' ? 2 : 1);
      from = start;
    }

    this.#rest = buffer.slice(start);
    if (this.#rest.length > MAX_LINE) {
      throw new RangeError(`A line of the stream is longer than ${MAX_LINE} characters.`);
    }
  }

  /**
   * @param {string} line
   * @returns {SseItem | null}
   */
  #line(line) {
    if (line === '') {
      return this.#dispatch();
    }

    const colon = line.indexOf(':');
    if (colon === 0) {
      return { kind: 'comment' };
    }

    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
    switch (name) {
      case 'data':
        this.#data.push(value);
        return null;
      case 'event':
        this.#type = value;
        return null;
      case 'id':
        this.#id = value.includes('\0') ? this.#id : value;
        return null;
      case 'retry':
        return /^\d+$/.test(value) ? { kind: 'retry', milliseconds: Number(value) } : null;
      default:
        return null;
    }
  }

  /** @returns {SseEvent | null} */
  #dispatch() {
    const [data, type, id] = [this.#data, this.#type, this.#id];
    [this.#data, this.#type, this.#id] = [[], '', null];
    return data.length === 0 ? null : { kind: 'event', type: type || 'message', data: data.join('\n'), id };
  }
}

/**
 * @param {string} text
 * @param {number} from
 */
function lineEnd(text, from) {
  const lf = text.indexOf('\n', from);
  const cr = lf < 0 ? text.indexOf('\r', from) : text.slice(from, lf).indexOf('\r');
  return cr < 0 ? lf : lf < 0 ? cr : from + cr;
}
