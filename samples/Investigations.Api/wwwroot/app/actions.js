import { byId, tellOrHide } from './dom.js';

/**
 * Sets up what a person can do to the open investigation beside editing it: start a run and record an event.
 * @param {import('../lib/api-client.js').ApiClient} client
 * @param {() => { id: string, runId: string | null } | null} current the open investigation, and the run that is shown
 * @param {(message: string | null) => void} explain
 */
export function setUpActions(client, current, explain) {
  byId('start-run').addEventListener('click', () => attempt(explain, async () => {
    const { id } = current() ?? {};
    if (id) {
      await client.send('POST', `/api/v1/investigations/${encodeURIComponent(id)}/runs`, { json: {} });
    }
  }));

  byId('event-form').addEventListener('submit', (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const { id, runId } = current() ?? {};
    const form = byId('event-form');
    void attempt(message => tellOrHide(byId('event-error'), message), async () => {
      const data = objectOf(form.data.value);
      await client.send('POST', `/api/v1/investigations/${encodeURIComponent(id ?? '')}/events`, {
        json: { type: form.type.value, data, ...(runId ? { run_id: runId } : {}) }, policy: 'append',
      });
    });
  });
}

/** @param {string} text */
function objectOf(text) {
  const value = JSON.parse(text.trim() || '{}');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError('The data must be a JSON object, such as {"tool":"by_hand"}.');
  }

  return value;
}

/**
 * @param {(message: string | null) => void} explain
 * @param {() => Promise<void>} work
 */
async function attempt(explain, work) {
  try {
    await work();
    explain(null);
  } catch (error) {
    explain(error instanceof SyntaxError ? `The data is not JSON: ${error.message}` : error instanceof Error ? error.message : String(error));
  }
}
