import { byId, make, tellOrHide } from './dom.js';
import { dateOf } from './format.js';
import { statusText } from './state-members.js';

const URL_ALL = '/api/v1/investigations';

/** The list of the user's investigations, and the form that opens a new one. */
export class Home {
  #client;
  #open;
  /** @type {string | null} */
  #next = null;

  /**
   * @param {import('../lib/api-client.js').ApiClient} client
   * @param {(id: string) => void} open
   */
  constructor(client, open) {
    this.#client = client;
    this.#open = open;
    byId('more-investigations').addEventListener('click', () => this.#load());
    byId('create-form').addEventListener('submit', (/** @type {SubmitEvent} */ event) => this.#create(event));
  }

  async show() {
    this.#next = null;
    await this.#load();
  }

  async #load() {
    const query = new URLSearchParams({ limit: '20', ...(this.#next === null ? {} : { cursor: this.#next }) });
    await this.#explained(async () => {
      const { body } = await this.#client.get(`${URL_ALL}?${query}`);
      const list = byId('investigations');
      if (this.#next === null) {
        list.replaceChildren();
      }

      list.append(...body.investigations.map(entry));
      this.#next = body.next;
      byId('more-investigations').hidden = !body.has_more;
      byId('no-investigations').hidden = list.childElementCount > 0;
    });
  }

  /** @param {SubmitEvent} event */
  async #create(event) {
    event.preventDefault();
    const form = byId('create-form');
    const members = form.members.value.split(',').map((/** @type {string} */ name) => name.trim()).filter(Boolean);
    await this.#explained(async () => {
      const { body } = await this.#client.send('POST', URL_ALL, { json: { title: form.elements.title.value, members } });
      form.reset();
      this.#open(body.id);
    });
  }

  /** @param {() => Promise<void>} work */
  async #explained(work) {
    try {
      await work();
      tellOrHide(byId('home-error'), null);
    } catch (error) {
      tellOrHide(byId('home-error'), error instanceof Error ? error.message : String(error));
    }
  }
}

/** @param {any} investigation */
function entry({ id, title, status, updated_at: updatedAt, updated_by: updatedBy }) {
  return make('li', {}, make('a', { href: `#/i/${encodeURIComponent(id)}` },
    make('strong', { text: title }),
    make('span', { class: 'chip', 'data-status': status, text: statusText(status) }),
    make('time', { datetime: updatedAt, text: `${dateOf(updatedAt)}, ${updatedBy}` })));
}
