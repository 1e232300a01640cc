import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Follower } from '../../../samples/Investigations.Api/wwwroot/lib/follower.js';
import { fakeClock, settled } from './clock.mjs';
import { FakeServer, eventOf as event, problem } from './fake-server.mjs';

/** @type {ReturnType<typeof fakeClock>} */
let clock;
/** @type {FakeServer} */
let server;
let end = new AbortController();
let got = [];
let statuses = [];
let resets = [];
let running;

beforeEach(() => {
  clock = fakeClock();
  server = new FakeServer();
  end = new AbortController();
  [got, statuses, resets] = [[], [], []];
});

afterEach(async () => {
  end.abort();
  await settled();
  await running;
  clock.stop();
});

function follow(options = {}) {
  const follower = new Follower({
    urls: server.urls, fetch: server.fetch, isOnline: () => true,
    onEvents: events => got.push(...events.map(event => event.sequence)),
    onStatus: status => statuses.push(status), onReset: reason => resets.push(reason), ...options,
  });
  running = follower.run(end.signal);
  return follower;
}

const state = () => statuses.at(-1)?.state;
const by = () => statuses.at(-1)?.by;
const upTo = count => Array.from({ length: count }, (_, i) => i + 1);

test('events come by stream, as they happen', async () => {
  server.append(2);
  follow();
  await clock.pass(0);
  server.append();
  await clock.pass(0);
  assert.deepEqual(got, upTo(3));
  assert.equal(state(), 'live');
  assert.equal(server.requests.length, 1);
});

test('a stream that ends is opened again after the server\'s retry, where it stopped', async () => {
  follow();
  await clock.pass(0);
  server.say('retry: 4000\n\n');
  server.append(2);
  await clock.pass(0);
  server.endStreams();
  await clock.pass(3_900);
  assert.equal(server.requests.length, 1);
  await clock.pass(200);
  assert.equal(server.requests.length, 2);
  assert.equal(server.requests[1].cursor, 'c2');
});

test('a stream that breaks goes on where it stopped, without loss or repeat', async () => {
  follow();
  for (let i = 0; i < 5; i++) {
    await clock.pass(2_000);
    server.append();
    await clock.pass(0);
    server.breakStreams();
    server.append();
    await clock.pass(2_000);
  }

  assert.deepEqual(got, upTo(10));
});

test('a silent stream counts as dead', async () => {
  follow({ heartbeat: 10_000 });
  await clock.pass(0);
  assert.equal(server.openStreams, 1);
  await clock.pass(24_000);
  assert.equal(server.count('/stream'), 1);
  await clock.pass(2_000);
  assert.equal(server.count('/stream'), 2);
  assert.equal(server.openStreams, 1);
});

test('heartbeats keep a quiet stream', async () => {
  follow({ heartbeat: 10_000 });
  for (let i = 0; i < 6; i++) {
    await clock.pass(10_000);
    server.say(': \n\n');
  }

  assert.equal(server.count('/stream'), 1);
});

for (const mode of ['down', 'html', 'silent']) {
  test(`a stream that is ${mode} falls back to long polls with the same cursor, and comes back`, async () => {
    server.append(2);
    follow();
    await clock.pass(6_000);
    server.modes.stream = /** @type {any} */ (mode);
    server.breakStreams();
    server.append(1);
    await clock.pass(20_000);
    assert.deepEqual(got, upTo(3));
    assert.deepEqual([state(), by()], ['polling', 'long-poll']);
    assert.ok(server.requests.find(request => request.url.startsWith('/events'))?.cursor === 'c2');
    server.append(1);
    await clock.pass(1_000);
    server.modes.stream = 'ok';
    await clock.pass(61_000);
    server.append(1);
    await clock.pass(100);
    assert.equal(state(), 'live');
    assert.deepEqual(got, upTo(5));
  });
}

test('the first long poll does not wait, and none waits past the time when the stream is tried again', async () => {
  server.modes.stream = problem(429, 'rate_limited', { 'Retry-After': '40' });
  follow({ maxWait: 30_000 });
  await clock.pass(39_500);
  const waits = server.requests.filter(({ url }) => url.startsWith('/events')).map(({ url }) => Number(new URLSearchParams(url.split('?')[1]).get('wait')));
  assert.equal(waits[0], 0);
  assert.equal(waits[1], 30);
  assert.ok(Math.max(...waits) === 30 && waits.at(-1) <= 2, String(waits));
});

test('where long polls fail too it polls, at the given interval', async () => {
  server.modes.stream = server.modes.longPoll = 'down';
  follow({ pollInterval: 3_000 });
  await clock.pass(5_000);
  assert.deepEqual([state(), by()], ['polling', 'poll']);
  const before = server.count('/poll');
  server.append(2);
  await clock.pass(9_000);
  assert.ok(server.count('/poll') - before <= 3);
  assert.deepEqual(got, upTo(2));
});

test('polls that use up their limit wait until the window ends', async () => {
  server.modes.stream = server.modes.longPoll = problem(429, 'rate_limited', { 'Retry-After': '300' });
  server.remaining = 0;
  follow({ pollInterval: 1_000 });
  await clock.pass(50_000);
  assert.equal(server.count('/poll'), 1);
  await clock.pass(11_000);
  assert.equal(server.count('/poll'), 2);
});

test('a stream refused by the limit is not asked for before Retry-After, while polls go on', async () => {
  server.modes.stream = problem(429, 'rate_limited', { 'Retry-After': '20' });
  server.append(1);
  follow();
  await clock.pass(19_000);
  assert.equal(server.count('/stream'), 1);
  assert.deepEqual(got, [1]);
  server.modes.stream = 'ok';
  await clock.pass(2_000);
  assert.equal(state(), 'live');
});

test('a store that is down is left alone by every way for as long as it asked', async () => {
  server.modes.stream = server.modes.longPoll = server.modes.poll = problem(503, 'storage_unavailable', { 'Retry-After': '9' });
  follow();
  await clock.pass(8_500);
  assert.equal(server.requests.length, 3);
  assert.equal(state(), 'reconnecting');
  assert.ok(statuses.at(-1).retryAt > Date.now());
});

test('a server that is gone and comes back is followed by stream again, without loss or repeat', async () => {
  server.append(3);
  follow();
  await clock.pass(6_000);
  Object.assign(server.modes, { stream: 'down', longPoll: 'down', poll: 'down' });
  server.breakStreams();
  await clock.pass(60_000);
  assert.equal(state(), 'reconnecting');
  Object.assign(server.modes, { stream: 'ok', longPoll: 'ok', poll: 'ok' });
  server.append(2);
  await clock.pass(16_000);
  assert.equal(state(), 'live');
  assert.deepEqual(got, upTo(5));
});

test('waking up tries at once', async () => {
  Object.assign(server.modes, { stream: 'down', longPoll: 'down', poll: 'down' });
  const follower = follow({ isOnline: () => false });
  await clock.pass(60_000);
  assert.equal(state(), 'offline');
  Object.assign(server.modes, { stream: 'ok' });
  server.append(1);
  follower.wake();
  await settled();
  assert.deepEqual([state(), got], ['live', [1]]);
});

test('a stream that overslept is given up when the page wakes', async () => {
  const follower = follow({ heartbeat: 10_000 });
  await clock.pass(16_000);
  assert.equal(server.count('/stream'), 1);
  follower.wake();
  await clock.pass(1_000);
  assert.equal(server.count('/stream'), 2);
});

test('a finished feed is looked at now and then, and followed again when it goes on', async () => {
  server.append(1);
  server.modes.stream = 'finished';
  follow({ cursor: 'c1' });
  await clock.pass(1_000);
  assert.equal(state(), 'finished');
  server.append(1);
  server.modes.stream = 'ok';
  await clock.pass(16_000);
  assert.equal(state(), 'live');
  assert.deepEqual(got, [2]);
});

test('a cursor that is refused starts over, and says so', async () => {
  server.modes.stream = problem(410, 'cursor_expired');
  server.append(2);
  follow({ cursor: 'c1' });
  await settled();
  server.modes.stream = 'ok';
  await clock.pass(1_000);
  assert.deepEqual(resets, ['cursor_expired']);
  assert.deepEqual(got, upTo(2));
});

test('a reset on the stream is told, and moves no cursor', async () => {
  const follower = follow({ cursor: 'c0' });
  await clock.pass(0);
  server.say('event: reset\ndata: {"reason":"feed_reset","resume":"/stream"}\n\n');
  await clock.pass(0);
  assert.deepEqual(resets, ['feed_reset']);
  assert.equal(follower.cursor, null);
});

for (const [status, expected] of [[401, 'signed-out'], [404, 'gone']]) {
  test(`${status} ends it for good`, async () => {
    server.modes.stream = problem(Number(status), 'no');
    follow();
    await clock.pass(60_000);
    assert.equal(state(), expected);
    assert.equal(server.requests.length, 1);
  });
}

test('catching up reads pages to the feed\'s end, then stops', async () => {
  server.append(1_203);
  const follower = new Follower({
    urls: { poll: '/poll' }, fetch: server.fetch, isOnline: () => true, onEvents: events => got.push(...events.map(event => event.sequence)),
  });
  running = follower.catchUp(end.signal);
  await clock.pass(0);
  await running;
  assert.deepEqual(got, upTo(1_203));
  assert.equal(server.requests.length, 3);
  assert.equal(follower.cursor, 'c1203');
});

for (const answer of [new Response('<h1>Forbidden</h1>', { status: 403 }), new Response(null, { status: 404 }), problem(503, 'too_many_streams', { 'Retry-After': '20' })]) {
  test(`a stream that something on the way refuses with ${answer.status} is no end: long polls take over, and the stream comes back`, async () => {
    server.modes.stream = answer;
    server.append(1);
    follow();
    await clock.pass(2_000);
    assert.deepEqual([state(), by(), got], ['polling', 'long-poll', [1]]);
    server.modes.stream = 'ok';
    server.append(1);
    await clock.pass(62_000);
    assert.deepEqual([state(), got], ['live', [1, 2]]);
  });
}

test('a stream that ends at once is not opened again before its own retry', async () => {
  server.modes.stream = 'turned-away';
  server.append(1);
  follow();
  await clock.pass(14_000);
  assert.equal(server.count('/stream'), 1);
  assert.deepEqual([state(), got], ['polling', [1]]);
  await clock.pass(3_000);
  assert.equal(server.count('/stream'), 2);
});

test('a stream\'s event that is no JSON moves no cursor: the page that has it is read', async () => {
  follow();
  await clock.pass(0);
  server.events.push(event(1));
  server.say('id: c1\nevent: x\ndata: {"broken\n\n');
  await clock.pass(1_000);
  assert.deepEqual(got, [1]);
});

test('a mistake of the application does not end it', async () => {
  const reported = [];
  const { error } = console;
  console.error = each => reported.push(each.message);
  follow({ onEvents: events => {
    got.push(...events.map(each => each.sequence));
    throw new Error('mine');
  } });
  await clock.pass(0);
  server.append(2);
  await clock.pass(0);
  console.error = error;
  assert.deepEqual([got, reported, state()], [[1, 2], ['mine', 'mine'], 'live']);
});

test('another network opens a stream anew at once, where it stopped, and counts as no failure', async () => {
  const follower = follow();
  await clock.pass(6_000);
  server.append(1);
  await clock.pass(0);
  follower.wake();
  await clock.pass(100);
  assert.equal(server.count('/stream'), 1);
  follower.wake(true);
  await clock.pass(100);
  assert.deepEqual([server.count('/stream'), server.openStreams, server.requests.at(-1).cursor], [2, 1, 'c1']);
  assert.ok(!statuses.some(each => each.state !== 'live'));
});

test('a long poll that hangs on a dead connection is given up when the network is another one', async () => {
  server.modes.stream = 'down';
  const follower = follow();
  await clock.pass(2_000);
  server.modes.longPoll = 'hangs';
  await clock.pass(5_000);
  const before = server.count('/events');
  server.modes.longPoll = 'ok';
  server.append(1);
  follower.wake(true);
  await clock.pass(1_000);
  assert.ok(server.count('/events') > before);
  assert.deepEqual(got, [1]);
});
