import { i18n, t } from '@/i18n';

const colors: Record<string, string> = {
  running: 'blue',
  completed: 'green',
  refused: 'red',
  terminated: 'red',
  returned: 'amber',
  withdrawn: 'grey',
  suspended: 'amber',
  incident: 'red',
};

/** The one word that says most about an instance, with its colour. */
export function stateOf(i: { state?: string; returned?: boolean; suspended?: boolean; incidents?: unknown[] }) {
  let id = i.state ?? '';
  if (i.state === 'running') {
    if (i.suspended) id = 'suspended';
    else if (i.incidents?.length) id = 'incident';
    else if (i.returned) id = 'returned';
  }
  const key = `instance.state.${id}`;
  return { id, label: i18n.global.te(key) ? t(key) : id, color: colors[id] ?? 'grey' };
}
