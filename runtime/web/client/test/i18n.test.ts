import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import en from '../src/i18n/en.json';
import zh from '../src/i18n/zh.json';

function keysOf(messages: object, prefix = ''): string[] {
  return Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key] : keysOf(value as object, `${prefix}${key}.`),
  );
}
function textOf(messages: object, key: string): string {
  return key.split('.').reduce<unknown>((node, part) => (node as Record<string, unknown>)[part], messages) as string;
}
function sources(folder: string): string {
  return readdirSync(folder, { withFileTypes: true })
    .map((e) => {
      const path = join(folder, e.name);
      if (e.isDirectory()) return sources(path);
      return /\.(ts|vue)$/.test(e.name) ? readFileSync(path, 'utf8') : '';
    })
    .join('\n');
}

const keys = keysOf(en);
const code = sources(join(import.meta.dirname, '../src'));

it('has the same keys in both languages', () => expect(keysOf(zh)).toEqual(keys));

it('has the same placeholders in both languages', () => {
  const holes = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
  for (const key of keys) expect(holes(textOf(zh, key)), key).toEqual(holes(textOf(en, key)));
});

it('uses every key', () => {
  const families = [...code.matchAll(/`((?:[a-z_]+\.)+[a-z_]*)\$\{/g)].map((m) => m[1]!);
  families.push(...[...code.matchAll(/word\('([a-z_.]+)'/g)].map((m) => `${m[1]}.`));
  const unused = keys.filter((k) => !code.includes(`'${k}'`) && !families.some((f) => k.startsWith(f)));
  expect(unused).toEqual([]);
});

it('defines every key that is used', () => {
  const used = [...code.matchAll(/\bt\('([a-z_]+(?:\.[a-z_]+)+)'/g)].map((m) => m[1]!);
  expect(used.length).toBeGreaterThan(100);
  expect(used.filter((k) => !keys.includes(k))).toEqual([]);
});
