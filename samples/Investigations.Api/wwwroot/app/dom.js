/**
 * The element of the page with this id.
 * @param {string} id
 * @returns {any}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (element === null) {
    throw new Error(`The page has no element '${id}'.`);
  }

  return element;
}

/**
 * Makes an element. Text is always set as text: what comes from the API is never markup.
 * @param {string} name
 * @param {Record<string, string | number>} [attributes] `text` is the element's text
 * @param {...Node} children
 */
export function make(name, { text, ...attributes } = {}, ...children) {
  const element = document.createElement(name);
  return fill(element, text, attributes, children);
}

/**
 * Makes an element of a picture.
 * @param {string} name
 * @param {Record<string, string | number>} [attributes]
 * @param {...Node} children
 */
export function draw(name, { text, ...attributes } = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', name), text, attributes, children);
}

/**
 * Sets a text only where it differs, so that a screen reader isn't told again what it knows.
 * @param {Element} element
 * @param {string} text
 */
export function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/**
 * Shows a message, or hides its place.
 * @param {HTMLElement} element
 * @param {string | null} message
 */
export function tellOrHide(element, message) {
  element.hidden = message === null;
  say(element, message ?? '');
}

/**
 * @template {Element} T
 * @param {T} element
 * @param {string | number | undefined} text
 * @param {Record<string, string | number>} attributes
 * @param {Node[]} children
 */
function fill(element, text, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, String(value));
  }

  if (text !== undefined) {
    element.textContent = String(text);
  }

  element.append(...children);
  return element;
}
