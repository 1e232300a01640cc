import { changesOf } from './conflict.js';
import { ApiProblem } from './problem.js';

/**
 * @template T
 * @typedef {{ outcome: 'saved', state: T } | { outcome: 'conflict', state: T, submitted: number }} WriteResult
 */

/**
 * A resource whose writes say which version they were made from.
 * @template {{ version: number }} T
 */
export class VersionedResource {
  #client;
  #url;
  #readUrl;

  /**
   * @param {Pick<import('./api-client.js').ApiClient, 'get' | 'send'>} client
   * @param {string} url where it is written
   * @param {string} [readUrl] where it is read, if elsewhere
   */
  constructor(client, url, readUrl = url) {
    this.#client = client;
    this.#url = url;
    this.#readUrl = readUrl;
  }

  /**
   * Reads it as it is now; the browser's cache asks conditionally.
   * @returns {Promise<T>}
   */
  async read() {
    return (await this.#client.get(this.#readUrl)).body;
  }

  /**
   * Writes a merge patch that was made from `version`. Where somebody else was faster, nothing is written and the answer
   * is what is stored now. Where that has everything that the patch asks for, it counts as saved: most likely an earlier
   * attempt was, and only its answer was lost.
   * @param {Record<string, unknown>} patch
   * @param {number} version
   * @returns {Promise<WriteResult<T>>}
   */
  async write(patch, version) {
    try {
      const { body } = await this.#client.send('PATCH', this.#url, { json: patch, headers: { 'If-Match': `"${version}"` } });
      return { outcome: 'saved', state: body };
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'version_conflict') {
        const state = await this.read();
        return hasAll(state, patch) ? { outcome: 'saved', state } : { outcome: 'conflict', state, submitted: version };
      }

      throw error;
    }
  }
}

/**
 * @param {Record<string, unknown>} state
 * @param {Record<string, unknown>} patch
 */
function hasAll(state, patch) {
  return Object.keys(changesOf(state, patch, Object.keys(patch))).length === 0;
}
