import { label, t } from '@/i18n';
import { session } from '@/stores/session';
import type { GridColumn } from '@/list/grid';
import { duration } from '@/logic/dates';
import type { Operated } from './types';

/** The deployed flows in the order of their names. */
export const flowsByName = () =>
  [...(session.app?.flows ?? [])].sort((a, b) => label(a.label, a.id).localeCompare(label(b.label, b.id)));

export const titleOf = (i: Operated) => i.record?.title || `#${i.id.slice(-6)}`;

/** Where its tokens stand: "Sign, Check ×3". */
export function placesOf(i: Operated) {
  const names = new Map<string, number>();
  for (const token of (i.tokens ?? []).filter((each) => !each.all)) {
    const name = label(token.node_label, token.node);
    names.set(name, (names.get(name) ?? 0) + 1);
  }
  return [...names].map(([name, count]) => (count > 1 ? `${name} ×${count}` : name)).join(', ');
}

type Token = NonNullable<Operated['tokens']>[number];
/** Which of several it is: "Check · 2 of 3 · Li Wei (#4)". */
export function tokenWords(token: Token, all: Token[]) {
  const alike = all.filter((each) => each.node === token.node && each.instance);
  const which = token.all
    ? t('console.token_all', { count: alike.length })
    : token.instance && t('console.token_one', { n: token.instance });
  const people = (token.people ?? []).map((p) => p.name).join(t('people.and'));
  return `${[label(token.node_label, token.node), which, people].filter(Boolean).join(' · ')} (#${token.number})`;
}

/** How long it has been running, or ran. */
export function ageOf(i: Operated) {
  if (!i.started_at) return '';
  const until = i.ended_at ? new Date(i.ended_at).getTime() : Date.now();
  const d = duration((until - new Date(i.started_at).getTime()) / 1000);
  return t(`time.${d.unit}`, { count: d.count });
}

export const instanceColumns = (): GridColumn[] => [
  { id: 'title', label: t('console.about'), width: 240, sortable: false },
  { id: 'flow', label: t('console.flow'), width: 160, sortable: false },
  { id: 'state', label: t('field.state'), width: 120, sortable: false },
  { id: 'where', label: t('console.where'), width: 230, sortable: false },
  { id: 'initiator', label: t('console.initiator'), width: 130, sortable: false },
  { id: 'started_at', label: t('console.started'), width: 150 },
  { id: 'age', label: t('console.age'), width: 92, numeric: true, sortable: false },
];
