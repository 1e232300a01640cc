/**
 * One member of a resource in its three versions: as it was when editing began, as this person left it, as it is now.
 * `who`: who changed it; `alike`: both, to the same.
 * @typedef {{ member: string, was: unknown, mine: unknown, theirs: unknown, who: 'me' | 'them' | 'both' | 'alike' | 'nobody' }} Row
 */

/**
 * The members that were changed, as a JSON merge patch (RFC 7396).
 * @param {Record<string, unknown>} base
 * @param {Record<string, unknown>} edited
 * @param {readonly string[]} members
 * @returns {Record<string, unknown>}
 */
export function changesOf(base, edited, members) {
  return Object.fromEntries(members.filter(member => !same(base[member], edited[member])).map(member => [member, edited[member] ?? null]));
}

/**
 * Sets the versions of a conflict side by side.
 * @param {Record<string, unknown>} base what editing began with
 * @param {Record<string, unknown>} mine
 * @param {Record<string, unknown>} theirs what is stored now
 * @param {readonly string[]} members
 * @returns {Row[]} one for each member, in the given order
 */
export function compareVersions(base, mine, theirs, members) {
  return members.map(member => {
    const byMe = !same(base[member], mine[member]);
    const byThem = !same(base[member], theirs[member]);
    const who = byMe && byThem ? (same(mine[member], theirs[member]) ? 'alike' : 'both') : byMe ? 'me' : byThem ? 'them' : 'nobody';
    return { member, was: base[member] ?? null, mine: mine[member] ?? null, theirs: theirs[member] ?? null, who };
  });
}

/**
 * What editing continues with after the stored version is taken as the new base: what I changed stays mine.
 * @param {Row[]} rows
 * @returns {Record<string, unknown>}
 */
export function reapplied(rows) {
  return Object.fromEntries(rows.map(({ member, mine, theirs, who }) => [member, who === 'me' || who === 'both' ? mine : theirs]));
}

/**
 * @param {unknown} a
 * @param {unknown} b
 */
function same(a, b) {
  return (a ?? null) === (b ?? null);
}
