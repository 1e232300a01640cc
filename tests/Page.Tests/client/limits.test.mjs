import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pace, retryAfter, standingOf } from '../../../samples/Investigations.Api/wwwroot/lib/limits.js';

const headers = (/** @type {Record<string, string>} */ values) => new Headers(values);

test('an answer that was not counted has no standing', () => {
  assert.equal(standingOf(headers({})), null);
  assert.equal(standingOf(headers({ 'X-RateLimit-Limit': 'many', 'X-RateLimit-Remaining': '1' })), null);
});

test('the relative reset wins over the absolute one, so that clocks may differ', () => {
  const standing = standingOf(headers({
    'X-RateLimit-Limit': '60', 'X-RateLimit-Remaining': '59', 'X-RateLimit-Reset': '99', RateLimit: '"poll";r=59;t=42',
  }), 1_000);
  assert.deepEqual(standing, { policy: 'poll', limit: 60, remaining: 59, resetAt: 43_000, blockedUntil: 0 });
});

test('without the relative header the absolute reset is used', () => {
  const standing = standingOf(headers({ 'X-RateLimit-Limit': '60', 'X-RateLimit-Remaining': '5', 'X-RateLimit-Reset': '99' }), 1_000);
  assert.deepEqual(standing, { policy: 'default', limit: 60, remaining: 5, resetAt: 99_000, blockedUntil: 0 });
});

test('Retry-After is seconds or a date, and never negative', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  assert.equal(retryAfter('7', now), 7_000);
  assert.equal(retryAfter('Thu, 01 Jan 2026 00:00:05 GMT', now), 5_000);
  assert.equal(retryAfter('Thu, 01 Jan 2025 00:00:05 GMT', now), 0);
  assert.equal(retryAfter('soon', now), null);
  assert.equal(retryAfter('-1 banana', now), null);
  assert.equal(retryAfter(null, now), null);
});

test('polls keep their interval while there is plenty, and spread out over the window when there isn\'t', () => {
  const standing = (/** @type {number} */ remaining) => ({ policy: 'poll', limit: 100, remaining, resetAt: 60_000, blockedUntil: 0 });
  assert.equal(pace(null, 2_000, 0), 2_000);
  assert.equal(pace(standing(50), 2_000, 0), 2_000);
  assert.equal(pace(standing(10), 2_000, 0), 6_000);
  assert.equal(pace(standing(25), 9_000, 0), 9_000);
  assert.equal(pace(standing(0), 2_000, 0), 60_000);
  assert.equal(pace(standing(0), 2_000, 70_000), 2_000);
});
