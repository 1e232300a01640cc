import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changesOf, compareVersions, reapplied } from '../../../samples/Investigations.Api/wwwroot/lib/conflict.js';

const members = ['title', 'notes', 'progress', 'phase'];
const base = { title: 'A', notes: null, progress: 10, phase: 'x' };

test('only what changed is sent, and what was emptied is null', () => {
  assert.deepEqual(changesOf(base, { title: 'B', notes: null, progress: 10, phase: null }, members), { title: 'B', phase: null });
  assert.deepEqual(changesOf(base, { ...base, notes: undefined }, members), {});
});

test('each member says who changed it', () => {
  const mine = { ...base, title: 'mine', progress: 20 };
  const theirs = { ...base, title: 'theirs', notes: 'new' };
  const rows = compareVersions(base, mine, theirs, members);
  assert.deepEqual(rows.map(row => row.who), ['both', 'them', 'me', 'nobody']);
  assert.deepEqual(rows[0], { member: 'title', was: 'A', mine: 'mine', theirs: 'theirs', who: 'both' });
});

test('reapplying keeps mine where I changed, and theirs everywhere else', () => {
  const rows = compareVersions(base, { ...base, title: 'mine', progress: 20 }, { ...base, title: 'theirs', notes: 'new' }, members);
  assert.deepEqual(reapplied(rows), { title: 'mine', notes: 'new', progress: 20, phase: 'x' });
});

test('what both changed to the same is no contradiction', () => {
  const both = { ...base, title: 'same' };
  const rows = compareVersions(base, both, both, members);
  assert.equal(rows[0].who, 'alike');
  assert.equal(reapplied(rows).title, 'same');
});
