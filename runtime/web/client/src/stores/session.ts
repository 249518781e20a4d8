import { reactive } from 'vue';
import { api } from '@/api';
import { Problem, setCsrf } from '@/api/http';
import type { App, Entity, Field, Me } from '@/api/types';
import { useZone } from '@/logic/dates';
import { t, useLanguage, type Language } from '@/i18n';

/** Who is signed in and what the server lets him see. */
export const session = reactive<{ me: Me | null; app: App | null; expired: boolean }>({
  me: null,
  app: null,
  expired: false,
});

async function enter(me: Me, csrf: string) {
  setCsrf(csrf);
  if (me.language === 'en' || me.language === 'zh') await useLanguage(me.language);
  session.app = await api.app();
  useZone(session.app.zone);
  session.me = me;
  session.expired = false;
}

/** True when a cookie of an earlier sign-in is still good. */
export async function resume(): Promise<boolean> {
  try {
    const answer = await api.session();
    await enter(answer.person ?? answer, answer.csrf);
    return true;
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return false;
    throw error;
  }
}

export async function signIn(user: string, password: string, language: Language): Promise<void> {
  const answer = await api.signIn(user, password);
  setCsrf(answer.csrf);
  if (answer.person.language !== language) {
    await api.setLanguage(language);
    answer.person.language = language;
  }
  await enter(answer.person, answer.csrf);
}

export async function signOut(): Promise<void> {
  await api.signOut().catch(() => undefined);
  forget();
}

export function forget() {
  session.me = null;
  session.app = null;
  session.expired = false;
  setCsrf('');
}

export async function changeLanguage(language: Language): Promise<void> {
  await useLanguage(language);
  if (session.me) {
    session.me.language = language;
    await api.setLanguage(language);
  }
}

export async function reloadApp(): Promise<void> {
  session.app = await api.app();
  useZone(session.app.zone);
}

/** By its qualified id; an unqualified one is found where it is unique. */
export function entityOf(id: string | null | undefined): Entity | undefined {
  if (!id || !session.app) return undefined;
  const own = session.app.entities[id];
  if (own || id.includes('.')) return own;
  const found = Object.values(session.app.entities).filter((e) => e.id.endsWith(`.${id}`));
  return found.length === 1 ? found[0] : undefined;
}

const kPersonFields = ['owner', 'created_by', 'updated_by'];

/** What every entity has, typed as the client edits and shows it. */
function systemField(entity: Entity, id: string, known?: Field): Field {
  const base: Field = { type: 'text', stored: true, read_only: true, ...known, id, label: t(`field.${id}`) };
  if (id === 'state') return { ...base, type: 'choice', options: entity.states };
  if (kPersonFields.includes(id)) return { ...base, type: 'user', to: 'base.person' };
  return { ...base, type: id === 'unit' ? 'unit' : 'date_time', to: id === 'unit' ? 'base.unit' : undefined };
}

/** The fields of an entity with the ones every entity has, in the order a person expects. */
export function fieldsOf(entity: Entity): Map<string, Field> {
  const fields = new Map<string, Field>();
  const system = new Map<string, Field>();
  for (const field of entity.fields) (field.system ? system : fields).set(field.id, field);
  const add = (id: string) => {
    if (!fields.has(id)) fields.set(id, systemField(entity, id, system.get(id)));
  };
  if (entity.states?.length) add('state');
  for (const id of ['owner', 'unit', 'created_at', 'created_by', 'updated_at', 'updated_by']) add(id);
  return fields;
}

/** What the models declare, without what every entity has. */
export function ownFields(entity: Entity): Field[] {
  return entity.fields.filter((f) => !f.system);
}
