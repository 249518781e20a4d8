import { reactive } from 'vue';
import { api } from '@/api';
import { Problem, setCsrf } from '@/api/http';
import type { App, Entity, Field, Me } from '@/api/types';
import { t, useLanguage, type Language } from '@/i18n';

/** Who is signed in and what the server lets him see. */
export const session = reactive<{ me: Me | null; app: App | null }>({ me: null, app: null });

async function enter(me: Me, csrf: string) {
  setCsrf(csrf);
  if (me.language === 'en' || me.language === 'zh') await useLanguage(me.language);
  session.app = await api.app();
  session.me = me;
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
}

export function entityOf(id: string | undefined): Entity | undefined {
  return id ? session.app?.entities[id] : undefined;
}

/** The fields of an entity with the ones every entity has. */
export function fieldsOf(entity: Entity): Map<string, Field> {
  const fields = new Map<string, Field>();
  for (const field of entity.fields) fields.set(field.id, field);
  const add = (field: Field) => {
    if (!fields.has(field.id)) fields.set(field.id, { stored: true, read_only: true, ...field });
  };
  if (entity.states?.length) {
    add({ id: 'state', type: 'choice', label: t('field.state'), options: entity.states });
  }
  add({ id: 'owner', type: 'user', to: 'base.person', label: t('field.owner') });
  add({ id: 'created_at', type: 'date_time', label: t('field.created_at') });
  add({ id: 'created_by', type: 'user', to: 'base.person', label: t('field.created_by') });
  add({ id: 'updated_at', type: 'date_time', label: t('field.updated_at') });
  add({ id: 'updated_by', type: 'user', to: 'base.person', label: t('field.updated_by') });
  return fields;
}
