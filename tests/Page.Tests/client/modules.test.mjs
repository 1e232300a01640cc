import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = `${dirname(fileURLToPath(import.meta.url))}/../../../samples/Investigations.Api/wwwroot`;
const html = readFileSync(`${root}/index.html`, 'utf8');

/** @param {string} path @param {Set<string>} seen */
function reach(path, seen = new Set()) {
  if (!seen.has(path)) {
    seen.add(path);
    for (const [, target] of readFileSync(`${root}${path}`, 'utf8').matchAll(/^(?:import|export) .*? from '(.+?)';$/gm)) {
      reach(posix.join(posix.dirname(path), target), seen);
    }
  }

  return seen;
}

test('every module is announced in the page, so that all load in one round trip', () => {
  const announced = [...html.matchAll(/rel="modulepreload" href="(.+?)"/g)].map(([, href]) => href);
  assert.deepEqual([...announced].sort(), [...reach('/app/main.js')].filter(path => path !== '/app/main.js').sort());
});

test('every module of the page is used', () => {
  const used = reach('/app/main.js');
  assert.deepEqual(readdirSync(`${root}/app`).filter(name => !used.has(`/app/${name}`)), []);
});

test('the client module stands alone', () => {
  assert.deepEqual([...reach('/lib/index.js')].filter(path => !path.startsWith('/lib/')), []);
});

test('every element that the code asks for is on the page', () => {
  const ids = new Set([...html.matchAll(/ id="(.+?)"/g)].map(([, id]) => id));
  const asked = readdirSync(`${root}/app`).flatMap(name => [...readFileSync(`${root}/app/${name}`, 'utf8').matchAll(/byId\('(.+?)'\)/g)].map(([, id]) => id));
  assert.deepEqual(asked.filter(id => !ids.has(id)), []);
});

test('nothing on the page is inline or from elsewhere', () => {
  assert.doesNotMatch(html, /<script(?![^>]* src=)|<style| style=| on[a-z]+=|(?:src|href)="(?:https?:)?\/\//);
});
