import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';

/**
 * Models name any Material Symbol ("description"). Bundling all 3,900 of them would be 1.7 MB at start and the web
 * font 4 MB, so this plugin offers them as `virtual:model-icons`: one small chunk per first two characters, loaded when needed.
 */
export function modelIcons(): Plugin {
  const prefix = '\0virtual:model-icons';
  let byLetter: Map<string, Record<string, string>> | undefined;

  async function load() {
    if (byLetter) return byLetter;
    const path = createRequire(import.meta.url).resolve('@quasar/extras/material-symbols-outlined');
    const all = (await import(pathToFileURL(path).href)) as Record<string, string>;
    byLetter = new Map();
    for (const [key, svg] of Object.entries(all)) {
      if (!key.startsWith('symOutlined')) continue;
      const name = key.slice('symOutlined'.length).toLowerCase();
      const letter = name.slice(0, 2);
      if (!byLetter.has(letter)) byLetter.set(letter, {});
      byLetter.get(letter)![name] = svg;
    }
    return byLetter;
  }

  return {
    name: 'formwork-model-icons',
    resolveId(id) {
      return id.startsWith('virtual:model-icons') ? `\0${id}` : undefined;
    },
    async load(id) {
      if (!id.startsWith(prefix)) return undefined;
      const icons = await load();
      const letter = id.slice(prefix.length + 1);
      if (letter) return `export default ${JSON.stringify(icons.get(letter))}`;
      const cases = [...icons.keys()]
        .sort()
        .map((l) => `${JSON.stringify(l)}: () => import('virtual:model-icons/${l}')`);
      return `export default {${cases.join(',')}}`;
    },
  };
}
