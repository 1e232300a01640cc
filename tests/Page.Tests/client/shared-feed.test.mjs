import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { SharedFeed } from '../../../samples/Investigations.Api/wwwroot/lib/shared-feed.js';
import { fakeClock, settled } from './clock.mjs';
import { FakeChannel, FakeLocks } from './fake-locks.mjs';
import { FakeServer, problem } from './fake-server.mjs';
import { randomFrom } from './random.mjs';

/** @type {ReturnType<typeof fakeClock>} */
let clock;
/** @type {FakeServer} */
let server;
/** @type {FakeLocks} */
let locks;
let tabs = [];
const upTo = count => Array.from({ length: count }, (_, i) => i + 1);

beforeEach(() => {
  clock = fakeClock();
  server = new FakeServer();
  locks = new FakeLocks();
  tabs = [];
  FakeChannel.all.clear();
  globalThis.BroadcastChannel = /** @type {any} */ (FakeChannel);
});

afterEach(async () => {
  tabs.forEach(tab => tab.close());
  await settled();
  clock.stop();
});

/** Opens a tab: each has locks of its own. */
async function open(options = {}) {
  const own = options.withoutLocks ? undefined : options.locks ?? locks.tab();
  Object.defineProperty(globalThis, 'navigator', { value: { locks: own, onLine: true }, configurable: true });
  const page = new EventTarget();
  Object.defineProperty(globalThis, 'document', { value: page, configurable: true });
  const tab = { page, got: [], statuses: [], cleared: 0, told: [], close: () => tab.feed.close(), status: () => tab.statuses.at(-1) };
  tab.feed = new SharedFeed({
    name: 'feed:1', follow: { urls: server.urls, fetch: server.fetch },
    onEvents: events => tab.got.push(...events.map(event => event.sequence)),
    onStatus: status => tab.statuses.push(status),
    onCleared: () => (tab.got = []),
    onMessage: message => tab.told.push(message),
  });
  // A tab that is killed says nothing any more: its locks go, and its requests end.
  tab.kill = () => {
    tab.channel?.close();
    tab.feed.close();
    own?.close();
  };
  // A tab that the system freezes hears nothing and does nothing, but keeps what it holds.
  tab.freeze = () => {
    tab.channel.frozen = true;
  };
  tab.thaw = () => tab.channel.thaw();
  tabs.push(tab);
  void tab.feed.start();
  tab.channel = [...FakeChannel.all].at(-1);
  await clock.pass(0);
  return tab;
}

test('twelve tabs cost one stream, and all see everything once and in order', async () => {
  server.append(3);
  for (let i = 0; i < 12; i++) {
    await open();
    server.append(1);
  }

  server.append(5);
  await clock.pass(6_000);
  assert.equal(server.count('/stream'), 1);
  assert.equal(server.openStreams, 1);
  assert.ok(tabs.every(tab => JSON.stringify(tab.got) === JSON.stringify(upTo(20))));
  assert.equal(tabs.filter(tab => tab.feed.leads).length, 1);
  assert.deepEqual(tabs.map(tab => tab.status().tabs), Array(12).fill(12));
  assert.deepEqual(tabs.map(tab => tab.status().state), Array(12).fill('live'));
});

test('when the leader is killed the next one takes over, without loss or repeat', async () => {
  const [first, ...others] = [await open(), await open(), await open()];
  server.append(2);
  await clock.pass(100);
  first.kill();
  server.append(3);
  await clock.pass(6_000);
  assert.equal(others.filter(tab => tab.feed.leads).length, 1);
  assert.ok(others.every(tab => JSON.stringify(tab.got) === JSON.stringify(upTo(5))));
  assert.deepEqual(others.map(tab => tab.status().tabs), [2, 2]);
  assert.equal(server.openStreams, 1);
});

test('a tab that heard nothing for a while reads what it missed', async () => {
  const [, late] = [await open(), await open()];
  late.channel.deaf = true;
  server.append(4);
  await clock.pass(100);
  assert.deepEqual(late.got, []);
  late.channel.deaf = false;
  server.append(1);
  await clock.pass(100);
  assert.deepEqual(late.got, upTo(5));
});

test('the leader\'s signs of life tell a tab that it missed the last events', async () => {
  const [, late] = [await open(), await open()];
  late.channel.deaf = true;
  server.append(4);
  await clock.pass(100);
  late.channel.deaf = false;
  await clock.pass(5_100);
  assert.deepEqual(late.got, upTo(4));
});

test('a leader that was frozen is deposed, and follows again when it wakes', async () => {
  const [first, second, third] = [await open(), await open(), await open()];
  assert.equal(first.feed.leads, true);
  first.freeze();
  server.append(2);
  await clock.pass(25_000);
  assert.deepEqual([second, third].map(tab => tab.got), [upTo(2), upTo(2)]);
  assert.equal([second, third].filter(tab => tab.feed.leads).length, 1);
  first.thaw();
  server.append(2);
  await clock.pass(11_000);
  assert.ok(tabs.every(tab => JSON.stringify(tab.got) === JSON.stringify(upTo(4))), JSON.stringify(tabs.map(tab => tab.got)));
  assert.deepEqual(tabs.filter(tab => tab.feed.leads).length, 1);
  assert.equal(first.feed.leads, false);
  assert.equal(server.openStreams, 1);
});

test('a leader that is told that it will be frozen gives the lead away at once, and answers no more', async () => {
  const [first, second] = [await open(), await open()];
  first.page.dispatchEvent(new Event('freeze'));
  server.append(2);
  await clock.pass(100);
  assert.deepEqual([first.feed.leads, second.feed.leads, second.got, server.openStreams], [false, true, upTo(2), 1]);
  assert.deepEqual([first.status().leads, second.status().leads], [false, true]);
  first.page.dispatchEvent(new Event('resume'));
  await clock.pass(1_000);
  assert.deepEqual([first.feed.leads, first.got], [false, upTo(2)]);
  second.kill();
  await clock.pass(1_000);
  assert.equal(first.feed.leads, true);
});

test('a hidden leader whose timers are slow answers, and stays', async () => {
  const [first, second] = [await open(), await open()];
  const tell = first.channel.postMessage.bind(first.channel);
  let asked = false;
  const hear = first.channel.onmessage;
  first.channel.onmessage = message => {
    asked = message.data.kind === 'hello';
    hear(message);
    asked = false;
  };
  first.channel.postMessage = data => (data.kind !== 'status' || asked) && tell(data);
  for (let i = 0; i < 8; i++) {
    await clock.pass(15_000);
    server.say(':\n\n');
  }

  assert.deepEqual([first.feed.leads, second.feed.leads, server.count('/stream')], [true, false, 1]);
});

test('a tab that is cut off from the leader reads for itself', async () => {
  const [, alone] = [await open(), await open()];
  alone.channel.deaf = true;
  server.append(4);
  await clock.pass(25_000);
  assert.deepEqual(alone.got, upTo(4));
});

test('a tab that was elected while it could not read says so, and does not show what the last leader said', async () => {
  const [first, second] = [await open(), await open()];
  await clock.pass(6_000);
  second.channel.deaf = true;
  server.append(2);
  await clock.pass(100);
  second.channel.deaf = false;
  Object.assign(server.modes, { stream: 'down', longPoll: 'down', poll: 'down' });
  await clock.pass(5_100);
  assert.equal(second.status().state, 'live');
  first.kill();
  await clock.pass(3_000);
  assert.deepEqual([second.feed.leads, second.status().state], [true, 'reconnecting']);
  Object.assign(server.modes, { stream: 'ok', longPoll: 'ok', poll: 'ok' });
  await clock.pass(16_000);
  assert.deepEqual([second.got, second.status().state], [upTo(2), 'live']);
});

test('what is told between the leader\'s end and the next one\'s start is nobody\'s loss', async () => {
  // Of three tabs the next leader is the one that lacks most, and the third is ahead of it.
  const [first, second, third] = [await open(), await open(), await open()];
  second.channel.deaf = true;
  server.append(3);
  await clock.pass(0);
  assert.deepEqual([second.got, third.got], [[], upTo(3)]);
  first.kill();
  second.channel.deaf = false;
  server.append(2);
  await clock.pass(6_000);
  assert.equal(second.feed.leads, true);
  assert.deepEqual([second.got, third.got], [upTo(5), upTo(5)]);
});

for (const [what, breakIt] of /** @type {[string, (tab: any) => void][]} */ ([
  ['locks refuse', own => (own.request = () => Promise.reject(new DOMException('Access to the Locks API is denied.', 'SecurityError')))],
  ['channels refuse', () => (globalThis.BroadcastChannel = /** @type {any} */ (class { constructor() { throw new DOMException('denied', 'SecurityError'); } }))],
  ['there are no channels', () => Reflect.deleteProperty(globalThis, 'BroadcastChannel')],
])) {
  test(`where ${what} each tab polls for itself`, async () => {
    const own = locks.tab();
    breakIt(own);
    const tab = await open({ locks: own });
    server.append(2);
    await clock.pass(3_000);
    assert.deepEqual([tab.got, tab.status().state, server.count('/stream')], [upTo(2), 'polling', 0]);
    tab.feed.tell({ nobody: true });
  });
}

test('a machine that slept with the page in view opens the stream anew at once', async () => {
  const tab = await open();
  await clock.pass(6_000);
  clock.sleep(3_600_000);
  server.modes.stream = 'ok';
  await clock.pass(5_100);
  assert.equal(server.count('/stream'), 2);
  server.append(1);
  await clock.pass(0);
  assert.deepEqual([tab.got, tab.status().state], [[1], 'live']);
});

for (const seed of [1, 2, 3, 4, 5]) {
  test(`tabs that come, go, freeze and miss what is told, each get everything once and in order (${seed})`, async () => {
    const random = randomFrom(seed);
    const isAlive = tab => !tab.dead;
    await open();
    for (let step = 0; step < 80; step++) {
      const alive = tabs.filter(isAlive);
      const tab = alive[random(alive.length)];
      const deed = random(9);
      if (deed === 0 && alive.length < 6) {
        await open();
      } else if (deed === 1 && alive.length > 1) {
        tab.kill();
        tab.dead = true;
      } else if (deed === 2) {
        tab.freeze();
      } else if (deed === 3) {
        tab.thaw();
      } else if (deed === 4) {
        tab.channel.deaf = !tab.channel.deaf;
      } else if (deed === 5) {
        server.breakStreams();
      } else {
        server.append(1 + random(3));
      }

      await clock.pass(random(4_000));
    }

    const alive = tabs.filter(isAlive);
    alive.forEach(tab => {
      tab.thaw();
      tab.channel.deaf = false;
    });
    for (let i = 0; i < 12; i++) {
      await clock.pass(30_000);
      server.say(':\n\n');
    }

    assert.ok(server.events.length > 20);
    for (const tab of alive) {
      assert.deepEqual(tab.got, upTo(server.events.length));
    }

    assert.equal(alive.filter(tab => tab.feed.leads).length, 1);
    assert.equal(server.openStreams, 1);
  });
}

test('what a tab tells reaches the others', async () => {
  const [first, second] = [await open(), await open()];
  first.feed.tell({ state: 7 });
  await clock.pass(0);
  assert.deepEqual([first.told, second.told], [[], [{ state: 7 }]]);
});

test('another feed clears all tabs, and they start over', async () => {
  const [first, second] = [await open(), await open()];
  server.append(3);
  await clock.pass(100);
  server.events = [];
  server.say('event: reset\ndata: {"reason":"feed_reset","resume":"/stream"}\n\n');
  server.append(2);
  await clock.pass(6_000);
  assert.deepEqual([first.got, second.got], [upTo(2), upTo(2)]);
});

test('without locks each tab polls, and keeps no connection', async () => {
  const tab = await open({ withoutLocks: true });
  server.append(2);
  await clock.pass(3_000);
  assert.deepEqual(tab.got, upTo(2));
  assert.equal(server.count('/stream') + server.count('/events'), 0);
});

test('a tab that may not read stops, and opens no stream', async () => {
  server.modes.poll = problem(404, 'not_found');
  const tab = await open();
  await clock.pass(60_000);
  assert.equal(tab.status().state, 'gone');
  assert.equal(server.requests.length, 1);
});

test('a tab that starts while the server is down catches up when it is back', async () => {
  server.append(2);
  server.modes.poll = 'down';
  const tab = await open();
  await clock.pass(10_000);
  assert.equal(tab.status().state, 'reconnecting');
  server.modes.poll = 'ok';
  await clock.pass(16_000);
  assert.deepEqual(tab.got, upTo(2));
  assert.equal(tab.status().state, 'live');
});
