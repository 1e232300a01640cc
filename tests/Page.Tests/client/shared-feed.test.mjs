import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { SharedFeed } from '../../../samples/Investigations.Api/wwwroot/lib/shared-feed.js';
import { fakeClock, settled } from './clock.mjs';
import { FakeChannel, FakeLocks } from './fake-locks.mjs';
import { FakeServer, problem } from './fake-server.mjs';

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
  const own = options.withoutLocks ? undefined : locks.tab();
  Object.defineProperty(globalThis, 'navigator', { value: { locks: own, onLine: true }, configurable: true });
  const tab = { got: [], statuses: [], cleared: 0, told: [], close: () => tab.feed.close(), status: () => tab.statuses.at(-1) };
  tab.feed = new SharedFeed({
    name: 'feed:1', follow: { urls: server.urls, fetch: server.fetch },
    onEvents: events => tab.got.push(...events.map(event => event.sequence)),
    onStatus: status => tab.statuses.push(status),
    onCleared: () => (tab.got = []),
    onMessage: message => tab.told.push(message),
  });
  tab.channel = [...FakeChannel.all].at(-1);
  // A tab that is killed says nothing any more: its locks go, and its requests end.
  tab.kill = () => {
    tab.channel?.close();
    tab.feed.close();
    own?.close();
  };
  tabs.push(tab);
  void tab.feed.start();
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

test('a tab whose leader says nothing at all reads for itself now and then', async () => {
  const [, alone] = [await open(), await open()];
  alone.channel.deaf = true;
  server.append(4);
  await clock.pass(85_000);
  assert.deepEqual(alone.got, upTo(4));
});

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
