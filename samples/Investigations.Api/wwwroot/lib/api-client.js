import { Deadline } from './deadline.js';
import { standingOf } from './limits.js';
import { ApiProblem, jsonOf } from './problem.js';
import { wait } from './wait.js';

/** @typedef {import('./limits.js').Standing} Standing */

/**
 * @typedef {object} ApiClientOptions
 * @property {typeof globalThis.fetch} [fetch]
 * @property {(standing: Standing) => void} [onStanding] what an answer's headers said about the limits
 * @property {(milliseconds: number) => void} [onDuration] how long an answer took
 * @property {(problem: ApiProblem) => void} [onSignedOut] the server no longer knows who is calling
 */

/**
 * @typedef {object} RequestOptions
 * @property {unknown} [json] the body
 * @property {Record<string, string>} [headers]
 * @property {string} [policy] the limit that the request counts in, `default` without it
 * @property {AbortSignal} [signal] gives it up
 * @property {number} [within] milliseconds to wait for the answer, 30 000
 * @property {boolean} [insist] sends it although the limit is used up; while a block lasts nothing is sent all the same
 */

const TRIES = 3;
const PATIENCE = 5_000;
const FIRST_PAUSE = 300;
const ANSWER_WITHIN = 30_000;

/**
 * Calls an API that limits its callers: it sends nothing while a limit is used up or a block lasts, and repeats reads that
 * may be repeated.
 */
export class ApiClient {
  #fetch;
  #options;
  /** @type {Map<string, number>} */
  #blocks = new Map();
  /** @type {Map<string, number>} when a window ends that has nothing left */
  #usedUp = new Map();

  /** @param {ApiClientOptions} [options] */
  constructor(options = {}) {
    this.#options = options;
    this.#fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
  }

  /**
   * When a policy's block ends, in milliseconds of `Date.now()`; 0 where there is none.
   * @param {string} [policy]
   */
  blockedUntil(policy = 'default') {
    const until = this.#blocks.get(policy) ?? 0;
    return until > Date.now() ? until : 0;
  }

  /**
   * Notes a block that became known elsewhere, for instance from `rate-limit/status` after the page was loaded again.
   * @param {string} policy
   * @param {number} until milliseconds of `Date.now()`
   */
  block(policy, until) {
    this.#blocks.set(policy, Math.max(until, this.#blocks.get(policy) ?? 0));
  }

  /**
   * Reads. Where the server asks for a short pause, or can't be reached for a moment, it waits and asks again.
   * @param {string} url
   * @param {RequestOptions} [options]
   */
  async get(url, options) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.send('GET', url, options);
      } catch (error) {
        const pause = pauseAfter(error, attempt);
        if (pause === null || pause > PATIENCE || attempt === TRIES || options?.signal?.aborted) {
          throw error;
        }

        await wait(pause, ...(options?.signal ? [options.signal] : []));
      }
    }
  }

  /**
   * @param {string} method
   * @param {string} url
   * @param {RequestOptions} [options]
   * @returns {Promise<{ status: number, headers: Headers, body: any }>} `body` is null where there is none
   * @throws {ApiProblem} the answer is no success, or nothing was sent for a limit's sake
   * @throws {Error} the network failed, or no answer came in time
   */
  async send(method, url, options = {}) {
    const { policy = 'default', insist = false, signal, within = ANSWER_WITHIN } = options;
    const until = Math.max(this.blockedUntil(policy), insist ? 0 : this.#usedUp.get(policy) ?? 0);
    if (until > Date.now()) {
      throw limitProblem(policy, until - Date.now());
    }

    const deadline = new Deadline(signal ? [signal] : [], within, 'The server did not answer in time.');
    try {
      return await this.#exchange(method, url, options, deadline.signal);
    } finally {
      deadline.stop();
    }
  }

  /**
   * @param {string} method
   * @param {string} url
   * @param {RequestOptions} options
   * @param {AbortSignal} signal
   */
  async #exchange(method, url, { json, headers = {} }, signal) {
    const started = performance.now();
    const response = await this.#fetch(url, {
      method,
      headers: {
        Accept: 'application/json',
        'X-Requested-With': 'fetch',
        ...(json === undefined ? {} : { 'Content-Type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' }),
        ...headers,
      },
      body: json === undefined ? undefined : JSON.stringify(json),
      signal,
    });
    this.#options.onDuration?.(performance.now() - started);
    const standing = standingOf(response.headers);
    if (standing) {
      this.#usedUp.set(standing.policy, standing.remaining === 0 ? standing.resetAt : 0);
    }

    if (response.ok) {
      this.#tell(standing);
      return { status: response.status, headers: response.headers, body: response.status === 204 ? null : await jsonOf(response) };
    }

    const problem = await ApiProblem.of(response);
    this.#note(problem, standing);
    throw problem;
  }

  /**
   * @param {ApiProblem} problem
   * @param {Standing | null} standing
   */
  #note(problem, standing) {
    if (problem.code === 'rate_limited' && problem.wait !== null) {
      const until = Date.now() + problem.wait;
      const policy = problem.body.policy ?? 'default';
      this.block(policy, until);
      this.#tell({ limit: 0, remaining: 0, resetAt: until, ...standing, policy, blockedUntil: until });
    } else {
      this.#tell(standing);
    }

    if (problem.status === 401) {
      this.#options.onSignedOut?.(problem);
    }
  }

  /** @param {Standing | null} standing */
  #tell(standing) {
    if (standing) {
      this.#options.onStanding?.(standing);
    }
  }
}

/**
 * How long to wait before a read is repeated; null where repeating doesn't help.
 * @param {unknown} error
 * @param {number} attempt
 */
function pauseAfter(error, attempt) {
  const pause = FIRST_PAUSE * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
  if (error instanceof ApiProblem) {
    return error.isTemporary && error.wait !== null ? error.wait + pause : [500, 502, 503, 504].includes(error.status) ? pause : null;
  }

  return error instanceof TypeError ? pause : null;
}

/**
 * @param {string} policy
 * @param {number} milliseconds
 */
function limitProblem(policy, milliseconds) {
  const seconds = Math.ceil(milliseconds / 1000);
  return new ApiProblem(429, {
    code: 'rate_limited', policy, retry_after_seconds: seconds,
    detail: `The limit '${policy}' is reached. Nothing was sent; try again in ${seconds} s.`,
  }, milliseconds);
}
