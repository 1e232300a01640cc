import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SseParser } from '../../../samples/Investigations.Api/wwwroot/lib/sse-parser.js';

/** @param {...string} pieces */
function parse(...pieces) {
  const parser = new SseParser();
  return pieces.flatMap(piece => [...parser.push(piece)]);
}

const event = (data, id = null, type = 'message') => ({ kind: 'event', type, data, id });

test('an event has its type, its data and its own id', () => {
  assert.deepEqual(parse('id: c1\nevent: tool_complete\ndata: {"a":1}\n\n'), [event('{"a":1}', 'c1', 'tool_complete')]);
});

test('a frame without an id carries none, whatever came before', () => {
  assert.deepEqual(parse('id: c1\ndata: a\n\nevent: reset\ndata: b\n\n'), [event('a', 'c1'), event('b', null, 'reset')]);
});

test('lines of data are joined, and one leading space is dropped', () => {
  assert.deepEqual(parse('data:a\ndata:  b\ndata\n\n'), [event('a\n b\n')]);
});

test('comments are signs of life, and empty frames are nothing', () => {
  assert.deepEqual(parse(': hello\n\n:\n\nevent: x\n\n'), [{ kind: 'comment' }, { kind: 'comment' }]);
});

test('retry is milliseconds, and nothing else is accepted', () => {
  assert.deepEqual(parse('retry: 1500\nretry: 1.5\nretry: -1\nretry:\n'), [{ kind: 'retry', milliseconds: 1500 }]);
});

test('an id with a null character is ignored', () => {
  assert.deepEqual(parse('id: a\0b\ndata: x\n\n'), [event('x')]);
});

test('unknown fields are ignored, and an unfinished frame is not given out', () => {
  assert.deepEqual(parse('foo: bar\ndata: x\n\ndata: y\n'), [event('x')]);
});

test('a byte order mark is dropped at the beginning alone', () => {
  assert.deepEqual(parse('\uFEFFdata: a\n\n', '\uFEFFdata: b\ndata: c\n\n'), [event('a'), event('c')]);
});

test('a lone CR ends a frame at once', () => {
  assert.deepEqual(parse('data: a\r\r'), [event('a')]);
});

test('wherever the text breaks and however lines end, the items are the same', () => {
  const text = '\uFEFF: hi\nid: 1\nevent: x\ndata: {"s":"ä 🎉"}\ndata: more\n\nretry: 10\ndata: z\n\n';
  for (const ending of ['\n', '\r', '\r\n']) {
    const source = text.replaceAll('\n', ending);
    const whole = parse(source);
    assert.equal(whole.length, 4);
    assert.deepEqual(parse(...source), whole);
    for (let i = 0; i <= source.length; i++) {
      assert.deepEqual(parse(source.slice(0, i), '', source.slice(i)), whole, `broken at ${i}`);
    }
  }
});

test('a long line in small pieces is read, and an endless one is refused', () => {
  const long = 'x'.repeat(300_000);
  assert.deepEqual(parse('data: ', ...long.match(/.{1,1000}/g), '\n\n'), [event(long)]);
  assert.throws(() => parse('x'.repeat(17 * 1024 * 1024)), RangeError);
});

test('an endless event in short lines is refused too', () => {
  const lines = `data: ${'x'.repeat(1024)}\n`.repeat(1024);
  const parser = new SseParser();
  assert.throws(() => {
    for (let i = 0; i < 17; i++) {
      [...parser.push(lines)];
    }
  }, RangeError);
});
