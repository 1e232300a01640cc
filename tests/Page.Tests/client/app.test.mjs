import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kept, sizeOf } from '../../../samples/Investigations.Api/wwwroot/app/event-size.js';
import { EventStore } from '../../../samples/Investigations.Api/wwwroot/app/event-store.js';
import { summaryOf } from '../../../samples/Investigations.Api/wwwroot/app/event-text.js';
import { windowOf } from '../../../samples/Investigations.Api/wwwroot/app/event-window.js';
import { duration } from '../../../samples/Investigations.Api/wwwroot/app/format.js';
import { sessionOf } from '../../../samples/Investigations.Api/wwwroot/app/session.js';
import { percentile, pointsOf } from '../../../samples/Investigations.Api/wwwroot/app/sparkline.js';
import { standingAt, standingsOf } from '../../../samples/Investigations.Api/wwwroot/app/standings.js';
import { timelineOf } from '../../../samples/Investigations.Api/wwwroot/app/timeline.js';

const second = (/** @type {number} */ s) => new Date(s * 1000).toISOString();
const event = (sequence, type = 'tool_complete', data = {}, run = 'r1', s = sequence) =>
  ({ id: `e${sequence}`, type, run_id: run, sequence, timestamp: second(s), data });

test('a timeline has a band a phase and says how it ended', () => {
  const line = timelineOf([event(0, 'phase_change', { phase: 'a' }), event(5), event(10, 'phase_change', { phase: 'b' }), event(20, 'phase_change', { phase: 'failed' })], 99e9, 100);
  assert.deepEqual(line.bands.map(({ name, from, to, end }) => [name, from, to, end]), [['a', 0, 0.5, null], ['b', 0.5, 1, null], ['failed', 1, 1, 'failed']]);
  assert.equal(line.running, false);
  assert.deepEqual(line.totals, { tool: 1, error: 0, phase: 3, other: 0 });
});

test('a run that goes on reaches to now', () => {
  const line = timelineOf([event(0, 'phase_change', { phase: 'a' })], 10_000, 100);
  assert.deepEqual([line.running, line.end - line.start], [true, 10_000]);
});

test('ten thousand events have no more marks than there are places', () => {
  const line = timelineOf(Array.from({ length: 10_000 }, (_, i) => event(i, i % 2 ? 'tool_error' : 'x')), 99e9, 50);
  assert.ok(line.marks.length <= 102);
  assert.equal(line.marks.reduce((sum, mark) => sum + mark.count, 0), 10_000);
});

test('data of any shape has a short summary, as text', () => {
  assert.equal(summaryOf(event(1, 'tool_complete', { tool: '<b>x</b>', rows: 3, deep: { a: 1 }, list: [1, 2] })), '<b>x</b> · rows 3 · deep {…} · list [2]');
  assert.equal(summaryOf(event(1, 'state_changed', { changed_by: 'bob', changes: { title: ['a', 'b'], notes: null } })), 'bob title: a → b, notes: –');
  assert.ok(summaryOf(event(1, 'x', { text: 'y'.repeat(100_000) })).length <= 160);
  assert.equal(summaryOf(/** @type {any} */ ({ type: 'x', data: null })), '');
});

test('a list of any length shows a hundred, and leads to its neighbours', () => {
  const events = Array.from({ length: 1_050 }, (_, i) => event(i * 2 + 2));
  const newest = windowOf(events, null);
  assert.deepEqual([newest.events.length, newest.events[0].sequence, newest.skipped, newest.newerTop], [100, 2_100, 0, null]);
  const older = windowOf(events, newest.olderTop);
  assert.deepEqual([older.events[0].sequence, older.skipped, older.newerTop], [1_900, 100, null]);
  const third = windowOf(events, older.olderTop);
  assert.equal(third.newerTop, 1_900);
  const last = windowOf(events, 100);
  assert.deepEqual([last.events.length, last.olderTop], [50, null]);
  assert.equal(windowOf(events, 101).events[0].sequence, 100);
  assert.deepEqual(windowOf([], null), { events: [], skipped: 0, newerTop: null, olderTop: null });
  assert.equal(windowOf(events, 0).events.length, 100);
});

test('the store keeps the newest twenty thousand, and runs in order', () => {
  const store = new EventStore();
  for (let i = 0; i < 30; i++) {
    store.add(Array.from({ length: 1_000 }, (_, j) => event(i * 1_000 + j, 'x', {}, i < 10 ? 'old' : 'new')));
  }

  assert.equal(store.of(null).length + store.forgotten, 30_000);
  assert.ok(store.of(null).length <= 25_000);
  assert.deepEqual(store.runs.map(run => run.id), ['new', 'old']);
  assert.equal(store.of(null).at(-1)?.sequence, 29_999);
  assert.deepEqual(store.of('unknown'), []);
});

test('the store keeps large events in outline, and no more bytes than it may', () => {
  const store = new EventStore();
  const rows = { tool: 'x', text: 'y'.repeat(100_000), rows: Array.from({ length: 500 }, (_, i) => ({ i })), deep: { a: { b: { c: { d: 1 } } } } };
  for (let i = 0; i < 2_000; i++) {
    store.add([event(i, 'tool_complete', rows)]);
  }

  const [first] = store.of('r1');
  assert.equal(first.cut, true);
  assert.ok(sizeOf(first) < 4_096, String(sizeOf(first)));
  assert.equal(summaryOf(first).slice(0, 9), 'x · text ');
  assert.deepEqual([store.of(null).length, store.forgotten], [2_000, 0]);

  for (let i = 0; i < 20_000; i++) {
    store.add([event(2_000 + i, 'note', { text: 'z'.repeat(3_000) })]);
  }

  const all = store.of(null);
  assert.ok(all.reduce((sum, each) => sum + sizeOf(each), 0) <= 40 * 1024 * 1024);
  assert.equal(all.length + store.forgotten, 22_000);
  assert.equal(all.at(-1)?.sequence, 21_999);
  assert.deepEqual(store.of('r1'), all);
});

test('an edit of long notes keeps its line in the list', () => {
  const long = kept(event(1, 'state_changed', { version: 4, changed_by: 'bob', changes: { notes: ['a'.repeat(9_000), 'b'.repeat(9_000)] } }));
  assert.equal(long.cut, true);
  assert.match(summaryOf(long), /^bob notes: a+… → b+…$/);
  assert.equal(long.data.version, 4);
});

test('an event is measured no further than needed', () => {
  const endless = { get a() { return endless; } };
  assert.ok(sizeOf(endless, 1_000) > 1_000);
  assert.equal(kept(event(1)).cut, undefined);
});

test('a sparkline starts left and its highest value is at the top', () => {
  assert.equal(pointsOf([2, 4, 1], 10, 8), '0,4 5,0 10,6');
  assert.equal(pointsOf([], 10, 8), '');
  assert.deepEqual([percentile([3, 1, 2], 0.5), percentile([3, 1, 2], 0.95), percentile([], 0.5)], [2, 3, 0]);
});

test('a standing gives everything back when its window ends, and not while a block lasts', () => {
  const [standing] = standingsOf({ policies: [{ policy: 'default', limit: 60, remaining: 0, reset_after_seconds: 10, blocked_until: null }] }, new Headers(), 0);
  assert.equal(standingAt(standing, 9_999).remaining, 0);
  assert.equal(standingAt(standing, 10_000).remaining, 60);
  assert.equal(standingAt({ ...standing, blockedUntil: 50_000 }, 10_000).remaining, 0);
});

test('a block\'s end is put on this machine\'s clock', () => {
  const body = { policies: [{ policy: 'default', limit: 60, remaining: 0, reset_after_seconds: 10, blocked_until: '2026-01-01T00:01:00.000Z' }] };
  const headers = new Headers({ Date: 'Thu, 01 Jan 2026 00:00:00 GMT' });
  assert.equal(standingsOf(body, headers, 5_000_000)[0].blockedUntil, 5_060_000);
});

test('durations are short and exact', () => {
  assert.deepEqual([0, 1_400, 61_000, 3_600_000, 90_061_000].map(duration), ['0 s', '1 s', '1 min 1 s', '1 h', '1 d 1 h']);
});

test('a token says who it is of, in any script', () => {
  const payload = Buffer.from(JSON.stringify({ sub: 'Zoë 测试', exp: 5 })).toString('base64url');
  assert.deepEqual(sessionOf(`x.${payload}.y`), { user: 'Zoë 测试', expiresAt: 5_000 });
});
