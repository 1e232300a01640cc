import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Inbox } from '../../../samples/Investigations.Api/wwwroot/lib/inbox.js';
import { comparePositions } from '../../../samples/Investigations.Api/wwwroot/lib/position.js';
import { randomFrom } from './random.mjs';

const at = (/** @type {number} */ sequence, second = sequence) => ({ sequence, timestamp: `2026-01-01T00:00:${String(second).padStart(2, '0')}.000Z` });
const feed = Array.from({ length: 30 }, (_, i) => at(i + 1));
const batch = (/** @type {number} */ from, /** @type {number} */ to) => ({ after: feed[from - 1] ?? null, events: feed.slice(from, to), cursor: `c${to}` });

test('positions are ordered by timestamp, then sequence, and nothing comes before everything', () => {
  assert.ok(comparePositions(at(1, 5), at(2, 4)) > 0);
  assert.ok(comparePositions(at(1, 5), at(2, 5)) < 0);
  assert.equal(comparePositions(at(1), at(1)), 0);
  assert.ok(comparePositions(null, at(1)) < 0);
  assert.ok(comparePositions(at(1), null) > 0);
  assert.equal(comparePositions(null, null), 0);
});

test('batches that follow each other go through', () => {
  const inbox = new Inbox();
  assert.deepEqual(inbox.offer(batch(0, 2)), { gap: false, events: feed.slice(0, 2) });
  assert.deepEqual(inbox.offer(batch(2, 3)), { gap: false, events: feed.slice(2, 3) });
  assert.equal(inbox.cursor, 'c3');
});

test('what was let through already is not let through again, and doesn\'t move the cursor back', () => {
  const inbox = new Inbox();
  inbox.offer(batch(0, 5));
  assert.deepEqual(inbox.offer(batch(1, 4)), { gap: false, events: [] });
  assert.equal(inbox.cursor, 'c5');
  assert.deepEqual(inbox.offer(batch(3, 7)).events, feed.slice(5, 7));
});

test('a batch that doesn\'t join is a gap, and nothing of it is taken', () => {
  const inbox = new Inbox();
  inbox.offer(batch(0, 2));
  assert.deepEqual(inbox.offer(batch(3, 4)), { gap: true, events: [] });
  assert.equal(inbox.cursor, 'c2');
  assert.deepEqual(inbox.position, at(2));
});

test('an empty page moves the cursor alone', () => {
  const inbox = new Inbox();
  inbox.offer(batch(0, 2));
  inbox.offer({ after: inbox.position, events: [], cursor: 'later' });
  assert.equal(inbox.cursor, 'later');
  assert.deepEqual(inbox.position, at(2));
});

test('starting over repeats nothing, and a new feed begins again', () => {
  const inbox = new Inbox();
  inbox.offer(batch(0, 3));
  inbox.restart();
  assert.equal(inbox.cursor, null);
  assert.deepEqual(inbox.offer(batch(0, 4)).events, feed.slice(3, 4));
  inbox.clear();
  assert.deepEqual(inbox.offer(batch(0, 1)).events, feed.slice(0, 1));
});

test('from any batches in any order, each event comes once and in order, once the gaps are read', () => {
  const random = randomFrom(7);
  for (let round = 0; round < 500; round++) {
    const inbox = new Inbox();
    const got = [];
    for (let i = 0; i < 40; i++) {
      const from = random(30);
      const offered = batch(from, from + 1 + random(6));
      const { gap, events } = inbox.offer(offered);
      got.push(...events);
      if (gap && random(2) === 0) {
        got.push(...inbox.offer(batch(got.length, offered.events[0].sequence)).events);
      }
    }

    assert.deepEqual(got, feed.slice(0, got.length));
  }
});
