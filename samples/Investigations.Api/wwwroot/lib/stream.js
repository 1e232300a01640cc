import { Deadline } from './deadline.js';
import { ApiProblem } from './problem.js';
import { SseParser } from './sse-parser.js';

/** @typedef {import('./sse-parser.js').SseItem} SseItem */

/**
 * @typedef {object} StreamOptions
 * @property {string | null} cursor where to go on, sent as `Last-Event-ID`
 * @property {AbortSignal[]} signals each of which ends it
 * @property {number} openWithin milliseconds until the first byte; a proxy that buffers never sends one
 * @property {number} silence milliseconds without a byte, heartbeats included, after which the connection counts as dead
 * @property {typeof globalThis.fetch} fetch
 */

/**
 * Reads a stream of server-sent events. `EventSource` hides statuses, `Retry-After` and heartbeats; this needs them all.
 * @param {string} url
 * @param {StreamOptions} options
 * @returns {AsyncGenerator<SseItem, 'ended' | 'finished'>} 'finished' where the server says that nothing more will come (204)
 * @throws {ApiProblem} the server refused
 * @throws {Error} the stream broke, stayed silent, or is none
 */
export async function* readStream(url, { cursor, signals, openWithin, silence, fetch }) {
  const watch = new Deadline(signals, openWithin, 'The stream is silent.');
  try {
    const response = await fetch(url, {
      headers: { Accept: 'text/event-stream', ...(cursor === null ? {} : { 'Last-Event-ID': cursor }) },
      cache: 'no-store',
      signal: watch.signal,
    });
    if (response.status === 204) {
      return 'finished';
    }

    if (!response.ok) {
      throw await ApiProblem.of(response);
    }

    if (!/^text\/event-stream\b/i.test(response.headers.get('Content-Type') ?? '') || response.body === null) {
      throw new TypeError('The answer is not an event stream.');
    }

    const parser = new SseParser();
    const decoder = new TextDecoder();
    for await (const chunk of chunks(response.body)) {
      watch.restart(silence);
      yield* parser.push(decoder.decode(chunk, { stream: true }));
    }

    return 'ended';
  } finally {
    watch.stop();
  }
}

/**
 * Not every browser iterates over a body's stream.
 * @param {ReadableStream<Uint8Array>} body
 */
async function* chunks(body) {
  const reader = body.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      yield read.value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
