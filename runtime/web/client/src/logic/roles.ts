import type { Text } from '@/api/types';

/** A deployed role under its full name ("sales.manager"). */
export interface Role {
  id: string;
  name: string;
}

interface Pack {
  id: string;
  files: { path: string; text: string }[];
}
interface Model {
  id: string;
  label?: Text;
}

/** The roles of the deployed packs; where two are called alike, the name of the pack stands beside. */
export function rolesOf(packs: Pack[], label: (text: Text, fallback: string) => string): Role[] {
  const found = packs.flatMap((pack) => {
    const model = pack.files.find((f) => f.path === 'pack.json');
    const packName = label(model && (JSON.parse(model.text) as Model).label, pack.id);
    return pack.files
      .filter((f) => /^roles\/[\w-]+\.json$/.test(f.path))
      .map((f) => JSON.parse(f.text) as Model)
      .map((role) => ({ id: `${pack.id}.${role.id}`, name: label(role.label, role.id), packName }));
  });
  const alike = (name: string) => found.filter((r) => r.name === name).length > 1;
  return found.map(({ id, name, packName }) => ({ id, name: alike(name) ? `${name} (${packName})` : name }));
}

/** The full name of a role as a user bears it; one without its pack is found where it is the only one of that name. */
export function fullRole(roles: Role[], id: string): string {
  if (id.includes('.')) return id;
  const same = roles.filter((r) => r.id.endsWith(`.${id}`));
  return same.length === 1 ? same[0]!.id : id;
}
