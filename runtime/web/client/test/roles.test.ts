import { describe, expect, it } from 'vitest';
import { fullRole, rolesOf } from '../src/logic/roles';

const file = (path: string, model: object) => ({ path, text: JSON.stringify(model) });
const packs = [
  {
    id: 'base',
    files: [
      file('pack.json', { id: 'base', label: 'Base' }),
      file('roles/administrator.json', { id: 'administrator', label: 'Administrator' }),
    ],
  },
  {
    id: 'sales',
    files: [
      file('pack.json', { id: 'sales', label: 'Sales' }),
      file('roles/manager.json', { id: 'manager', label: 'Manager' }),
    ],
  },
  {
    id: 'hr',
    files: [
      file('pack.json', { id: 'hr', label: 'People' }),
      file('roles/manager.json', { id: 'manager', label: 'Manager' }),
      file('roles/clerk.json', { id: 'clerk' }),
      file('demo/roles/x.json', { id: 'x' }),
    ],
  },
];
const roles = rolesOf(packs, (text, fallback) => (typeof text === 'string' ? text : fallback));

describe('roles', () => {
  it('stand once, under their full names', () =>
    expect(roles.map((r) => r.id)).toEqual(['base.administrator', 'sales.manager', 'hr.manager', 'hr.clerk']));
  it('say the pack where two are called alike', () =>
    expect(roles.map((r) => r.name)).toEqual(['Administrator', 'Manager (Sales)', 'Manager (People)', 'clerk']));
  it('are found without their pack only where that is certain', () => {
    expect(fullRole(roles, 'administrator')).toBe('base.administrator');
    expect(fullRole(roles, 'manager')).toBe('manager');
    expect(fullRole(roles, 'sales.manager')).toBe('sales.manager');
  });
});
