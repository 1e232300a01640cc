/** A feed behind a fetch of its own: pages, long polls and streams, each of which can be made to fail. */
export class FakeServer {
  /** @type {{ id: string, sequence: number, timestamp: string, type: string, run_id: null, data: {} }[]} */
  events = [];
  /** @type {{ url: string, cursor: string | null }[]} */
  requests = [];
  /** @type {Record<'stream' | 'longPoll' | 'poll', 'ok' | 'down' | 'html' | 'silent' | 'finished' | 'hangs' | 'turned-away' | Response>} */
  modes = { stream: 'ok', longPoll: 'ok', poll: 'ok' };
  urls = { stream: '/stream', longPoll: '/events?wait=30', poll: '/poll' };
  /** @type {Set<ReadableStreamDefaultController<Uint8Array>>} */
  #streams = new Set();
  #lastResponse = { remaining: 100 };

  append(count = 1) {
    for (let i = 0; i < count; i++) {
      const sequence = this.events.length + 1;
      const event = eventOf(sequence);
      this.events.push(event);
      this.say(`id: c${sequence}\nevent: tool_complete\ndata: ${JSON.stringify(event)}\n\n`);
    }
  }

  /** Writes to every open stream. */
  say(text) {
    for (const stream of this.#streams) {
      stream.enqueue(new TextEncoder().encode(text));
    }
  }

  endStreams() {
    for (const stream of this.#streams) {
      stream.close();
    }

    this.#streams.clear();
  }

  breakStreams() {
    for (const stream of this.#streams) {
      stream.error(new TypeError('connection reset'));
    }

    this.#streams.clear();
  }

  get openStreams() {
    return this.#streams.size;
  }

  set remaining(value) {
    this.#lastResponse.remaining = value;
  }

  /** How often each way was asked. */
  count(path) {
    return this.requests.filter(request => request.url.startsWith(path)).length;
  }

  fetch = async (url, { headers = {}, signal } = {}) => {
    signal?.throwIfAborted();
    const query = new URL(url, 'http://localhost').searchParams;
    const cursor = headers['Last-Event-ID'] ?? query.get('cursor');
    this.requests.push({ url, cursor });
    const way = url.startsWith('/stream') ? 'stream' : url.startsWith('/events') ? 'longPoll' : 'poll';
    const mode = this.modes[way];
    if (mode instanceof Response) {
      return mode.clone();
    }

    switch (mode) {
      case 'down': throw new TypeError('fetch failed');
      case 'html': return new Response('<h1>Sorry</h1>', { headers: { 'Content-Type': 'text/html' } });
      case 'hangs': return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      case 'turned-away': return new Response('retry: 15000\n\n', { headers: { 'Content-Type': 'text/event-stream' } });
      case 'finished': return new Response(null, { status: 204 });
      default: return way === 'stream' ? this.#stream(cursor, signal, mode === 'silent') : this.#page(cursor, Number(query.get('limit')));
    }
  };

  #page(cursor, limit) {
    const from = cursor === null ? 0 : Number(cursor.slice(1));
    const events = this.events.slice(from, from + limit);
    return Response.json({ events, next: `c${from + events.length}`, has_more: events.length === limit }, {
      headers: { 'X-RateLimit-Limit': '100', 'X-RateLimit-Remaining': String(this.#lastResponse.remaining), RateLimit: `"poll";r=${this.#lastResponse.remaining};t=60` },
    });
  }

  #stream(cursor, signal, silent) {
    const from = cursor === null ? 0 : Number(cursor.slice(1));
    const body = new ReadableStream({
      start: controller => {
        signal.addEventListener('abort', () => {
          if (this.#streams.delete(controller)) {
            controller.error(signal.reason);
          }
        });
        this.#streams.add(controller);
        if (!silent) {
          const replay = this.events.slice(from).map(event => `id: c${event.sequence}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
          controller.enqueue(new TextEncoder().encode(`: hello\n\n${replay.join('')}`));
        }
      },
    });
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
  }
}

/** @param {number} sequence */
export function eventOf(sequence) {
  return { id: `e${sequence}`, sequence, timestamp: new Date(sequence * 1000).toISOString(), type: 'tool_complete', run_id: null, data: {} };
}

/** A problem document as the API answers it. */
export function problem(status, code, headers = {}) {
  return new Response(JSON.stringify({ status, code, detail: code }), { status, headers: { 'Content-Type': 'application/problem+json', ...headers } });
}
