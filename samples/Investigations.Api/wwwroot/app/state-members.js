/** The members of a state that can be edited, with their names for people. */
export const LABELS = { title: 'Title', status: 'Status', phase: 'Phase', progress: 'Progress', assignee: 'Assignee', notes: 'Notes' };

export const MEMBERS = Object.freeze(Object.keys(LABELS));

/**
 * The values of the form as the API takes them: what is empty and may be, is null.
 * @param {Record<string, { value: string }>} fields
 * @returns {Record<string, string | number | null>}
 */
export function valuesOf(fields) {
  return Object.fromEntries(MEMBERS.map(member => {
    const text = fields[member].value;
    return [member, member === 'progress' ? Number(text) : text === '' ? null : text];
  }));
}

/**
 * @param {unknown} value
 * @returns {string} for a person
 */
export function shown(value) {
  return value === null || value === undefined || value === '' ? '–' : String(value);
}

/**
 * @param {string} status
 * @returns {string} for a person
 */
export function statusText(status) {
  return status.replaceAll('_', ' ').toLowerCase();
}
