/** What an uploaded candidate is: the deployed pack of a flow with some of its models changed. */
import { t } from '@/i18n';

export interface PackFile {
  path: string;
  text: string;
}
export interface Pack {
  id: string;
  files: PackFile[];
}
export interface Change {
  /** Name of the file that was chosen. */
  name: string;
  path: string;
  added: boolean;
  text: string;
}
export interface Difference {
  what: 'path' | 'approvers' | 'outcome';
  before: string;
  after: string;
}
export interface Report {
  flow: string;
  replayed: number;
  same: number;
  different: number;
  cannot_tell: number;
  instances: {
    instance: string;
    record?: { title: string } | null;
    result: 'same' | 'different' | 'cannot_tell';
    reason?: string;
    differences: Difference[];
  }[];
}

interface Model {
  kind?: unknown;
  id?: unknown;
}
const read = (text: string): Model | null => {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
};
const folders: Record<string, string> = { entity: 'entities', decision: 'decisions', query: 'queries' };

export const packOf = (packs: Pack[], flow: string) => packs.find((p) => flow.startsWith(`${p.id}.`));

/** The packs in a file as the server gives them ({"packs": […]}), or one ({"id", "files"}); else null. */
function packsIn(value: unknown): Pack[] | null {
  const whole = value as { packs?: Pack[]; id?: string; files?: PackFile[] };
  if (Array.isArray(whole.packs)) return whole.packs;
  return Array.isArray(whole.files) && typeof whole.id === 'string' ? [whole as Pack] : null;
}

/** What a chosen file changes in the pack; throws a sentence where it is no model. */
export function changesOf(name: string, text: string, pack: Pack): Change[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(t('whatif.no_json', { name, why: (error as Error).message }), { cause: error });
  }
  const packs = value !== null && typeof value === 'object' ? packsIn(value) : null;
  if (packs) {
    const own = packs.find((p) => p.id === pack.id);
    if (!own) throw new Error(t('whatif.no_model', { name }));
    const deployed = new Map(pack.files.map((f) => [f.path, f.text]));
    return own.files
      .filter((f) => deployed.get(f.path) !== f.text)
      .map((f) => ({ name, path: f.path, added: !deployed.has(f.path), text: f.text }));
  }
  const model = read(text);
  if (typeof model?.kind !== 'string' || typeof model.id !== 'string') throw new Error(t('whatif.no_model', { name }));
  const same = pack.files.find((f) => {
    const there = f.path.endsWith('.json') ? read(f.text) : null;
    return there !== null && there.kind === model.kind && there.id === model.id;
  });
  const path = same?.path ?? `${folders[model.kind] ?? `${model.kind}s`}/${model.id}.json`;
  return [{ name, path, added: !same, text }];
}

export function changed(pack: Pack, changes: Change[]): Pack {
  const files = new Map(pack.files.map((f) => [f.path, f.text]));
  for (const change of changes) files.set(change.path, change.text);
  return { id: pack.id, files: [...files].map(([path, text]) => ({ path, text })) };
}
