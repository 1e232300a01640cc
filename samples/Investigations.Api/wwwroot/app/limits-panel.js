import { byId, say, tellOrHide } from './dom.js';
import { count, duration } from './format.js';
import { standingAt, standingsOf } from './standings.js';
import { everySecond } from './ticker.js';

/** @typedef {import('../lib/limits.js').Standing} Standing */

const EXPLAINED = { default: 'Reads and edits', append: 'Recording events', poll: 'Polls, from any number of tabs' };
const ORDER = Object.keys(EXPLAINED);
const STATUS = '/api/v1/rate-limit/status';
const REFRESH_AFTER = 15_000;

/** What the user may still do under each policy, and a block counting down. */
export class LimitsPanel {
  #client;
  #list = byId('gauges');
  /** @type {Map<string, Standing>} */
  #standings = new Map();
  /** @type {Map<string, number>} when the block of a policy became known */
  #since = new Map();
  #read = 0;

  /** @param {import('../lib/api-client.js').ApiClient} client */
  constructor(client) {
    this.#client = client;
    byId('try-limit').addEventListener('click', () => this.#try(1));
    byId('try-limit-many').addEventListener('click', () => this.#try(10));
    everySecond(() => this.#tick());
  }

  /** @param {Standing} standing */
  note(standing) {
    const known = this.#standings.get(standing.policy);
    const blockedUntil = Math.max(standing.blockedUntil, known?.blockedUntil ?? 0);
    this.#standings.set(standing.policy, { ...standing, limit: standing.limit || (known?.limit ?? 0), blockedUntil });
    this.#draw();
  }

  /** Reads all standings; that is not counted. */
  async refresh() {
    this.#read = Date.now();
    try {
      const { body, headers } = await this.#client.get(STATUS, { policy: 'uncounted' });
      for (const standing of standingsOf(body, headers)) {
        // Retry-After is rounded up, so that the client may wait a moment longer than the status says: that is what is shown.
        this.#client.block(standing.policy, standing.blockedUntil);
        this.#standings.set(standing.policy, { ...standing, blockedUntil: this.#client.blockedUntil(standing.policy) });
      }

      this.#draw();
    } catch {
      // Without the server there is no standing; the connection's state is shown elsewhere.
    }
  }

  /** @param {number} times */
  async #try(times) {
    for (let i = 0; i < times; i++) {
      try {
        await this.#client.send('POST', '/api/v1/rate-limit/test-limit', { insist: true });
      } catch {
        break;
      }
    }

    await this.refresh();
  }

  #tick() {
    const shown = !document.hidden && !byId('investigation').hidden;
    if (shown && Date.now() - this.#read > REFRESH_AFTER) {
      void this.refresh();
    }

    this.#draw();
  }

  #draw() {
    const now = Date.now();
    for (const standing of this.#standings.values()) {
      this.#gauge(standingAt(standing, now));
    }

    const blocked = [...this.#standings.values()].filter(standing => standing.blockedUntil > now);
    tellOrHide(byId('blocked'), blocked.length === 0 ? null : 'The limit is reached. Nothing is sent until the block ends.');
    byId('try-limit').disabled = byId('try-limit-many').disabled = blocked.some(standing => standing.policy === 'default');
  }

  /** @param {Standing} standing */
  #gauge({ policy, limit, remaining, resetAt, blockedUntil }) {
    const gauge = this.#place(policy);
    const now = Date.now();
    const meter = gauge.querySelector('meter');
    meter.max = limit;
    meter.low = limit / 4;
    meter.high = limit / 2;
    meter.optimum = limit;
    meter.value = remaining;
    meter.textContent = `${remaining} of ${limit}`;
    meter.hidden = blockedUntil > 0;
    this.#block(gauge.querySelector('.block'), policy, blockedUntil);
    say(gauge.querySelector('.left'), blockedUntil > 0 ? `blocked for ${seconds(blockedUntil - now)}` : `${count(remaining)} of ${count(limit)} left`);
    gauge.dataset.blocked = String(blockedUntil > 0);
    say(gauge.querySelector('.help'), `${EXPLAINED[/** @type {'default'} */ (policy)] ?? ''}${blockedUntil === 0 && remaining < limit ? `; full again in ${seconds(resetAt - now)}` : ''}`);
  }

  /**
   * Lets a block run down, from when it became known here.
   * @param {HTMLProgressElement} bar
   * @param {string} policy
   * @param {number} until 0 without a block
   */
  #block(bar, policy, until) {
    const now = Date.now();
    bar.hidden = until === 0;
    if (until === 0) {
      this.#since.delete(policy);
      return;
    }

    const since = this.#since.get(policy) ?? now;
    this.#since.set(policy, since);
    bar.max = Math.max(1, until - since);
    bar.value = Math.max(0, until - now);
  }

  /** @param {string} policy */
  #place(policy) {
    let gauge = [...this.#list.children].find(each => each.dataset.policy === policy);
    if (!gauge) {
      gauge = byId('gauge-template').content.firstElementChild.cloneNode(true);
      gauge.dataset.policy = policy;
      gauge.querySelector('strong').textContent = policy;
      gauge.querySelector('meter').setAttribute('aria-label', `Requests left, ${policy}`);
      gauge.querySelector('.block').setAttribute('aria-label', `Time that the block still lasts, ${policy}`);
      this.#list.append(gauge);
      this.#list.append(...[...this.#list.children].sort((a, b) => ORDER.indexOf(a.dataset.policy) - ORDER.indexOf(b.dataset.policy)));
    }

    return gauge;
  }
}

/** @param {number} milliseconds */
function seconds(milliseconds) {
  return duration(Math.ceil(milliseconds / 1000) * 1000);
}
