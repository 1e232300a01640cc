import { byId, draw, say } from './dom.js';
import { answerTime } from './format.js';
import { percentile, pointsOf } from './sparkline.js';

const KEPT = 60;
const [WIDTH, HEIGHT] = [240, 48];

/** How long the server's answers to this tab took, and on request what reading a page of the feed costs it. */
export class LatencyPanel {
  /** @type {number[]} */
  #times = [];

  /** @param {number} milliseconds */
  note(milliseconds) {
    this.#times = [...this.#times, milliseconds].slice(-KEPT);
    const points = pointsOf(this.#times, WIDTH, HEIGHT);
    byId('spark').replaceChildren(
      draw('polygon', { points: `0,${HEIGHT} ${points} ${WIDTH},${HEIGHT}` }),
      draw('polyline', { points: this.#times.length > 1 ? points : `${points} ${WIDTH},${points.split(',')[1]}` }));
    say(byId('latency-last'), answerTime(milliseconds));
    say(byId('spark-text'), `The last ${this.#times.length} answers, over the network: half within ${answerTime(percentile(this.#times, 0.5))}, 95 % within ${answerTime(percentile(this.#times, 0.95))}.`);
  }

  /**
   * @param {import('../lib/api-client.js').ApiClient} client
   * @param {string} id the investigation
   */
  async measure(client, id) {
    const place = byId('measured');
    try {
      const { body } = await client.get(`/api/v1/investigations/${encodeURIComponent(id)}/events/performance?samples=20`);
      say(place, `median ${answerTime(body.p50_ms)}, 95 % within ${answerTime(body.p95_ms)}; target ${answerTime(body.target_ms)} ${body.met ? 'met' : 'missed'}`);
    } catch (error) {
      say(place, error instanceof Error ? error.message : String(error));
    }
  }
}
