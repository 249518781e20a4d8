import type { FlowVersion } from './types';

export interface Mapped {
  from: string;
  to: string;
  /** The same id is there. */
  same: boolean;
}
type Nodes = FlowVersion['nodes'];

const letters = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/**
 * Which node of the new version a token goes on at: the one of the same id, else the only one of the same type that has
 * the same name; otherwise nothing, so that a person decides.
 */
export function proposeMapping(before: Nodes, after: Nodes, name: (n: Nodes[number]) => string): Mapped[] {
  const ids = new Set(after.map((n) => n.id));
  return before.map((n) => {
    if (ids.has(n.id)) return { from: n.id, to: n.id, same: true };
    const alike = after.filter((x) => x.type === n.type && letters(name(x)) === letters(name(n)));
    return { from: n.id, to: alike.length === 1 ? alike[0]!.id : '', same: false };
  });
}

/** What is sent: nodes of the same id need no entry. */
export function mappingBody(mapped: Mapped[]): Record<string, string> {
  return Object.fromEntries(mapped.filter((m) => m.to && m.to !== m.from).map((m) => [m.from, m.to]));
}
