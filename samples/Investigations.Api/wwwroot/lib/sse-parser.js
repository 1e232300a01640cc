/**
 * What a stream said. `id` is the frame's own, null where it carries none: control frames never move the cursor.
 * @typedef {{ kind: 'event', type: string, data: string, id: string | null }} SseEvent
 * @typedef {{ kind: 'retry', milliseconds: number }} SseRetry
 * @typedef {{ kind: 'comment' }} SseComment
 * @typedef {SseEvent | SseRetry | SseComment} SseItem
 */

const MAX_FRAME = 16 * 1024 * 1024;

/** Reads `text/event-stream` from pieces of text that may break anywhere (WHATWG HTML, 9.2.6). */
export class SseParser {
  #rest = '';
  #scanned = 0;
  #started = false;
  #afterCr = false;
  /** @type {string[]} */
  #data = [];
  #length = 0;
  #type = '';
  /** @type {string | null} */
  #id = null;

  /**
   * @param {string} text decoded as UTF-8; the caller's decoder keeps characters whole
   * @returns {Generator<SseItem>}
   */
  *push(text) {
    let buffer = this.#rest + text;
    if (!this.#started && text.length > 0) {
      this.#started = true;
      buffer = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    }

    // The CR that ended the last line may have been half of a CRLF.
    let start = this.#afterCr && buffer[0] === '\n' ? 1 : 0;
    this.#afterCr &&= buffer.length === 0;
    for (let end = lineEnd(buffer, Math.max(start, this.#scanned)); end >= 0; end = lineEnd(buffer, start)) {
      const item = this.#line(buffer.slice(start, end));
      if (item) {
        yield item;
      }

      const cr = buffer[end] === '\r';
      this.#afterCr = cr && end === buffer.length - 1;
      start = end + (cr && buffer[end + 1] === '\n' ? 2 : 1);
    }

    this.#rest = buffer.slice(start);
    this.#scanned = this.#rest.length;
    if (this.#rest.length + this.#length > MAX_FRAME) {
      throw new RangeError(`An event of the stream is longer than ${MAX_FRAME} characters.`);
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
        this.#length += value.length + 1;
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
    [this.#data, this.#length, this.#type, this.#id] = [[], 0, '', null];
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
