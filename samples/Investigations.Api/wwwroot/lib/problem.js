import { retryAfter } from './limits.js';

/** An answer that is not a success, with what its problem document (RFC 9457) says. */
export class ApiProblem extends Error {
  /**
   * @param {number} status
   * @param {Record<string, any>} body the problem document; `{}` where there was none
   * @param {number | null} wait milliseconds that the server asked to wait
   */
  constructor(status, body, wait) {
    super(body.detail ?? body.title ?? `The server answered ${status}.`);
    this.name = 'ApiProblem';
    this.status = status;
    this.body = body;
    this.wait = wait;
    /** @type {string} */
    this.code = body.code ?? `http_${status}`;
  }

  /**
   * @param {Response} response
   * @returns {Promise<ApiProblem>}
   */
  static async of(response) {
    const json = /[/+]json\b/.test(response.headers.get('Content-Type') ?? '');
    const body = json ? await response.json().catch(() => null) : null;
    if (!json) {
      response.body?.cancel().catch(() => {});
    }

    return new ApiProblem(response.status, typeof body === 'object' && body !== null ? body : {}, retryAfter(response.headers.get('Retry-After')));
  }

  /** Whether the API itself refused; else it may have been something on the way, such as a proxy. */
  get isOfApi() {
    return typeof this.body.code === 'string';
  }

  /** Whether trying again later can help. */
  get isTemporary() {
    return this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/**
 * The body of an answer that should be JSON.
 * @param {Response} response
 * @returns {Promise<any>}
 */
export async function jsonOf(response) {
  try {
    return await response.json();
  } catch (error) {
    throw error instanceof SyntaxError ? new TypeError('The answer is not JSON: something between here and the server answered in its place.') : error;
  }
}
