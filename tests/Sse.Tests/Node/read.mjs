// Reads the stream at a URL with each independent client, up to its "done" event, and prints what each has seen.
import { createParser } from 'eventsource-parser';
import { EventSource } from 'eventsource';

// fetch-event-source expects a browser around it.
globalThis.window = globalThis;
globalThis.document = { hidden: false, addEventListener() {}, removeEventListener() {} };
const { fetchEventSource } = await import('@microsoft/fetch-event-source');

const [, , url, types] = process.argv;
const bodyOf = async () => {
  const response = await fetch(url, { headers: { accept: 'text/event-stream' } });
  return response.body;
};

async function parser() {
  const seen = [];
  const reader = createParser({ onEvent: (e) => seen.push({ id: e.id ?? '', type: e.event ?? 'message', data: e.data }) });
  const decoder = new TextDecoder();
  for await (const chunk of await bodyOf()) {
    // Byte by byte: no place to cut may matter.
    for (const byte of chunk) reader.feed(decoder.decode(Uint8Array.of(byte), { stream: true }));
  }
  return seen;
}

function eventSource() {
  return new Promise((resolve, reject) => {
    const seen = [];
    const source = new EventSource(url);
    const take = (e) => {
      seen.push({ id: e.lastEventId, type: e.type, data: e.data });
      if (e.type === 'done') {
        source.close();
        resolve(seen);
      }
    };
    source.onmessage = take;
    for (const type of JSON.parse(types)) source.addEventListener(type, take);
    source.onerror = (e) => reject(new Error(e.message));
  });
}

async function fetchSource() {
  const seen = [];
  const control = new AbortController();
  await fetchEventSource(url, {
    signal: control.signal,
    openWhenHidden: true,
    onopen() {},
    onmessage(e) {
      seen.push({ id: e.id, type: e.event || 'message', data: e.data });
      if (e.event === 'done') control.abort();
    },
    onerror(e) {
      throw e;
    },
  });
  return seen;
}

const seen = { parser: await parser(), eventSource: await eventSource(), fetchSource: await fetchSource() };
process.stdout.write(JSON.stringify(seen), () => process.exit(0));
