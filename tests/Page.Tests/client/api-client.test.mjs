import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { ApiClient } from '../../../samples/Investigations.Api/wwwroot/lib/api-client.js';
import { VersionedResource } from '../../../samples/Investigations.Api/wwwroot/lib/versioned.js';
import { fakeClock } from './clock.mjs';
import { problem } from './fake-server.mjs';

/** @type {ReturnType<typeof fakeClock>} */
let clock;
let requests = [];
beforeEach(() => {
  clock = fakeClock();
  requests = [];
});
afterEach(() => clock.stop());

const client = (answers, options = {}) => new ApiClient({
  ...options,
  fetch: /** @type {any} */ (async (url, init) => {
    requests.push({ url, ...init });
    return await answers.shift();
  }),
});

test('what changes something carries the header that a foreign page can\'t send', async () => {
  await client([new Response(null, { status: 204 })]).send('POST', '/x', { json: { a: 1 } });
  assert.equal(requests[0].headers['X-Requested-With'], 'fetch');
  assert.equal(requests[0].body, '{"a":1}');
});

test('while a block lasts nothing is sent, and then it is', async () => {
  const seen = [];
  const api = client([
    new Response('{"code":"rate_limited","policy":"default"}', { status: 429, headers: { 'Content-Type': 'application/problem+json', 'Retry-After': '10' } }),
    Response.json({ ok: true }),
  ], { onStanding: standing => seen.push(standing) });
  await assert.rejects(api.send('POST', '/x'), { status: 429, code: 'rate_limited' });
  assert.equal(seen[0].blockedUntil, Date.now() + 10_000);
  await clock.pass(9_000);
  await assert.rejects(api.send('POST', '/x'), { code: 'rate_limited' });
  assert.equal(requests.length, 1);
  await clock.pass(1_100);
  assert.deepEqual((await api.send('POST', '/x')).body, { ok: true });
});

test('a block of one policy is none of another', async () => {
  const api = client([problem(429, 'rate_limited', { 'Retry-After': '10' }), Response.json({})]);
  await assert.rejects(api.send('POST', '/x'));
  await api.send('GET', '/y', { policy: 'poll' });
  assert.equal(requests.length, 2);
});

test('a read that is asked to wait a moment is repeated, a write is not', async () => {
  const busy = () => problem(429, 'too_many_pollers', { 'Retry-After': '1' });
  const reading = client([busy(), busy(), Response.json({ n: 1 })]).get('/x');
  await clock.pass(4_000);
  assert.deepEqual((await reading).body, { n: 1 });
  await assert.rejects(client([busy()]).send('PATCH', '/x'), { code: 'too_many_pollers' });
});

test('an answer that is no problem document is still an error with its status', async () => {
  await assert.rejects(client([new Response('<html>', { status: 502 })]).send('GET', '/x'), { status: 502, code: 'http_502' });
});

test('a session that has ended is told', async () => {
  const told = [];
  await assert.rejects(client([problem(401, 'unauthorized')], { onSignedOut: each => told.push(each.status) }).get('/x'));
  assert.deepEqual(told, [401]);
});

test('a write names its version, and a conflict brings what is stored now', async () => {
  const api = client([problem(409, 'version_conflict'), Response.json({ version: 5 }), Response.json({ version: 6 })]);
  const resource = new VersionedResource(api, '/state');
  assert.deepEqual(await resource.write({ title: 'x' }, 3), { outcome: 'conflict', state: { version: 5 }, submitted: 3 });
  assert.deepEqual(await resource.write({ title: 'x' }, 5), { outcome: 'saved', state: { version: 6 } });
  assert.deepEqual(requests.map(request => request.headers['If-Match']), ['"3"', undefined, '"5"']);
  assert.equal(requests[0].headers['Content-Type'], 'application/merge-patch+json');
});

test('a block that became known elsewhere counts, and never ends earlier than the answer said', async () => {
  const api = client([problem(429, 'rate_limited', { 'Retry-After': '10' })]);
  await assert.rejects(api.send('POST', '/x'));
  api.block('default', Date.now() + 5_000);
  assert.equal(api.blockedUntil(), Date.now() + 10_000);
  api.block('poll', Date.now() + 5_000);
  await assert.rejects(api.send('GET', '/y', { policy: 'poll' }), { code: 'rate_limited' });
  assert.equal(requests.length, 1);
});

test('a limit that is used up isn\'t run into, unless somebody insists', async () => {
  const standing = remaining => ({ headers: { 'X-RateLimit-Limit': '5', 'X-RateLimit-Remaining': String(remaining), RateLimit: `"default";r=${remaining};t=10` } });
  const api = client([Response.json({}, standing(0)), Response.json({}, standing(0)), Response.json({}, standing(4))]);
  await api.send('POST', '/x');
  await assert.rejects(api.send('POST', '/x'), { code: 'rate_limited', wait: 10_000 });
  assert.equal(requests.length, 1);
  await api.send('POST', '/x', { insist: true });
  await clock.pass(10_100);
  await api.send('POST', '/x');
  assert.equal(requests.length, 3);
});

test('a read is repeated when the server can\'t be reached for a moment, a write is not', async () => {
  const flaky = () => Promise.reject(new TypeError('fetch failed'));
  const reading = client([flaky(), new Response('<html>', { status: 502 }), Response.json({ n: 1 })]).get('/x');
  await clock.pass(2_000);
  assert.deepEqual((await reading).body, { n: 1 });
  await assert.rejects(client([flaky()]).send('PATCH', '/x'), TypeError);
});

test('a request that is not answered in time is given up, and so is one whose caller left', async () => {
  const never = new ApiClient({ fetch: /** @type {any} */ ((url, { signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))) });
  const late = assert.rejects(never.get('/x', { within: 2_000 }), { name: 'TimeoutError' });
  await clock.pass(2_100);
  await late;
  const left = new AbortController();
  const gone = assert.rejects(never.get('/x', { signal: left.signal }), { name: 'AbortError' });
  left.abort();
  await gone;
});

test('an answer that should be JSON and is not, is explained', async () => {
  await assert.rejects(client([new Response('<html>')]).send('POST', '/x'), /not JSON/);
});

test('a write whose answer was lost counts as saved when it is sent again', async () => {
  const api = client([problem(409, 'version_conflict'), Response.json({ version: 4, title: 'x', notes: null, progress: 7 })]);
  const resource = new VersionedResource(api, '/state');
  assert.equal((await resource.write({ title: 'x', notes: null }, 3)).outcome, 'saved');
});
