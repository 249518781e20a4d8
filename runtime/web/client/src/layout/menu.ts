import type { RouteLocationRaw } from 'vue-router';
import type { MenuItem } from '@/api/types';
import { label, t } from '@/i18n';
import { entityOf, session } from '@/stores/session';

/** The rail, the phone's menu and the search all read the same list of places. */
export interface Place {
  id: string;
  label: string;
  icon?: string;
  to: RouteLocationRaw;
}
export interface PlaceGroup {
  id: string;
  label: string;
  places: Place[];
}

/** "contracts" or "sales.contracts" → the entity that has this view. */
function entityOfView(view: string): { entity: string; view: string } | undefined {
  const short = view.split('.').pop()!;
  for (const entity of Object.values(session.app?.entities ?? {})) {
    const found =
      entity.views?.find((v) => v.id === view) ?? entity.views?.find((v) => v.id.split('.').pop() === short);
    if (found) return { entity: entity.id, view: found.id };
  }
  return undefined;
}

function placeOf(item: MenuItem): Place | undefined {
  if (item.report) {
    const report = session.app?.reports.find(
      (r) => r.id === item.report || r.id.split('.').pop() === item.report!.split('.').pop(),
    );
    if (!report) return undefined;
    return {
      id: item.id,
      label: label(item.label, label(report.label, item.id)),
      icon: item.icon ?? 'bar_chart',
      to: { name: 'report', params: { id: report.id } },
    };
  }
  const target = item.view ? entityOfView(item.view) : item.entity ? { entity: item.entity, view: '' } : undefined;
  const entity = entityOf(target?.entity);
  if (!target || !entity) return undefined;
  const isFirst = entity.views?.[0]?.id === target.view || !target.view;
  return {
    id: item.id,
    label: label(item.label, label(entity.plural, item.id)),
    icon: item.icon ?? entity.icon,
    to: { name: 'list', params: { entity: entity.id }, query: isFirst ? {} : { view: target.view } },
  };
}

export function placeGroups(): PlaceGroup[] {
  const menus = [...(session.app?.menus ?? [])].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  const groups = menus
    .map((m) => ({
      id: m.id,
      label: label(m.label, m.id),
      places: m.items.map(placeOf).filter((p) => p !== undefined),
    }))
    .filter((g) => g.places.length);
  if (session.me?.administrator) {
    const operations = [
      { id: 'instances', label: t('menu.instances'), icon: 'account_tree' },
      { id: 'incidents', label: t('menu.incidents'), icon: 'error' },
      { id: 'automations', label: t('menu.automations'), icon: 'sync_problem' },
      { id: 'durations', label: t('menu.durations'), icon: 'timer' },
      { id: 'what-if', label: t('menu.what-if'), icon: 'science' },
      { id: 'bulk', label: t('menu.bulk'), icon: 'done_all' },
    ];
    groups.push({
      id: 'operations',
      label: t('menu.operations'),
      places: operations.map((o) => ({ ...o, to: { name: o.id } })),
    });
    groups.push({
      id: 'admin',
      label: t('menu.admin'),
      places: [{ id: 'users', label: t('menu.users'), icon: 'key', to: { name: 'users' } }],
    });
  }
  return groups;
}
