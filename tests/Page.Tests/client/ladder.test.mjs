import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ladder } from '../../../samples/Investigations.Api/wwwroot/lib/ladder.js';

const ladder = () => new Ladder(['stream', 'long-poll', 'poll'], () => 1);

test('the best way comes first', () => {
  assert.deepEqual(ladder().choose(0), { rung: 'stream', wait: 0 });
});

test('one failure is forgiven after half a second, the second costs thirty seconds', () => {
  const l = ladder();
  l.failed('stream', 0);
  assert.deepEqual(l.choose(0), { rung: 'long-poll', wait: 0 });
  assert.deepEqual(l.choose(500), { rung: 'stream', wait: 0 });
  l.failed('stream', 500);
  assert.equal(l.choose(30_499).rung, 'long-poll');
  assert.equal(l.choose(30_500).rung, 'stream');
});

test('the penalty doubles up to five minutes, and a success ends it', () => {
  const l = ladder();
  const penalties = Array.from({ length: 7 }, () => {
    l.failed('stream', 0);
    return l.betterAt('poll') === 500 ? 500 : l.betterAt('long-poll');
  });
  assert.deepEqual(penalties, [500, 30_000, 60_000, 120_000, 240_000, 300_000, 300_000]);
  l.succeeded('stream');
  l.failed('stream', 0);
  assert.equal(l.betterAt('long-poll'), 500);
});

test('what Retry-After asks for is never cut short, and spread a little', () => {
  for (const [random, until] of [[0, 7_000], [1, 7_700]]) {
    const l = new Ladder(['stream', 'long-poll', 'poll'], () => random);
    l.failed('stream', 0, 7_000);
    assert.equal(l.choose(until - 1).rung, 'long-poll');
    assert.equal(l.choose(until).rung, 'stream');
  }

  const patient = ladder();
  patient.failed('stream', 0, 3_600_000);
  assert.equal(patient.betterAt('long-poll'), 3_601_000);
});

test('a way whose limit is used up rests until its window ends, also after waking up', () => {
  const l = new Ladder(['poll'], () => 1);
  l.succeeded('poll');
  l.rest('poll', 9_000);
  l.forgive();
  assert.deepEqual(l.choose(1_000), { rung: 'poll', wait: 8_000 });
});

test('where the last way fails too, all wait and the best is tried first', () => {
  const l = ladder();
  l.failed('stream', 0);
  l.failed('stream', 0);
  l.failed('long-poll', 0);
  l.failed('poll', 0);
  assert.deepEqual(l.choose(0), { rung: 'stream', wait: 500 });
  assert.deepEqual(l.choose(500), { rung: 'stream', wait: 0 });
});

test('outages are tried again ever less often, up to fifteen seconds', () => {
  const l = ladder();
  const waits = Array.from({ length: 7 }, () => {
    l.failed('poll', 0);
    return l.choose(0).wait;
  });
  assert.deepEqual(waits, [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
});

test('an outage doesn\'t shorten what the server asked for, and neither does waking up', () => {
  const l = ladder();
  l.failed('stream', 0, 60_000);
  l.failed('poll', 0);
  l.forgive();
  assert.equal(l.choose(0).rung, 'long-poll');
  assert.equal(l.betterAt('long-poll'), 61_000);
});

test('waking up frees what only waits for its own penalty', () => {
  const l = ladder();
  l.failed('poll', 0);
  l.forgive();
  assert.deepEqual(l.choose(0), { rung: 'stream', wait: 0 });
});

test('nothing is better than the best', () => {
  assert.equal(ladder().betterAt('stream'), Infinity);
});
