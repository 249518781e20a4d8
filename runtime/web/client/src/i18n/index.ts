import { computed } from 'vue';
import { createI18n } from 'vue-i18n';
import type { Text } from '@/api/types';
import { setRequestLanguage } from '@/api/http';

export const languages = [
  { id: 'en', name: 'English' },
  { id: 'zh', name: '简体中文' },
] as const;
export type Language = (typeof languages)[number]['id'];

export const i18n = createI18n({ legacy: false, locale: '', fallbackLocale: false, messages: {} });
const global = i18n.global as unknown as {
  locale: { value: string };
  t: (key: string, values: Record<string, unknown>, count?: number) => string;
  setLocaleMessage: (locale: string, messages: object) => void;
  availableLocales: string[];
};

const loaders: Record<Language, () => Promise<{ default: object }>> = {
  en: () => import('./en.json'),
  zh: () => import('./zh.json'),
};

export function preferredLanguage(): Language {
  const stored = localStorage.getItem('fw.language') ?? navigator.language;
  return stored.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

export async function useLanguage(language: Language): Promise<void> {
  if (!global.availableLocales.includes(language)) {
    global.setLocaleMessage(language, (await loaders[language]()).default);
  }
  global.locale.value = language;
  localStorage.setItem('fw.language', language);
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  setRequestLanguage(language);
}

export const language = computed(() => global.locale.value as Language);

export function t(key: string, values: Record<string, unknown> = {}): string {
  return typeof values.count === 'number' ? global.t(key, values, values.count) : global.t(key, values);
}

/** A text of a model in the reader's language. */
export function label(text: Text, fallback = ''): string {
  if (!text) return fallback;
  if (typeof text === 'string') return text;
  const own = language.value === 'zh' ? text.zh : text.en;
  return own || text.en || text.zh || fallback;
}
