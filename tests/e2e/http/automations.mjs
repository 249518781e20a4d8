// What the tests of automations share: models, the plugin `ops`, waiting.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const T = (en, zh = `${en}（中）`) => ({ en, zh });
export const text = (id, more = {}) => ({ id, type: 'text', label: T(id), ...more });
export const automation = (id, entity, on, steps, more = {}) => ({ kind: 'automation', id, label: T(id), entity, on, ...more, do: steps });
export const set = (id, values, more = {}) => ({ id, type: 'set', values, ...more });

// Models by path, as deployments take them.
export const packed = (all) => Object.entries(all).filter(([, value]) => value).map(([path, value]) => ({ path, text: JSON.stringify(value, null, 2) }));

// Builds the plugin (ops/plugin.c) into this folder of plugins.
export function buildOps(plugins) {
  mkdirSync(join(plugins, 'ops'), { recursive: true });
  const include = fileURLToPath(new URL('../../../plugins/api', import.meta.url));
  execFileSync('cc', ['-shared', '-fPIC', '-D_GNU_SOURCE', `-I${include}`, fileURLToPath(new URL('ops/plugin.c', import.meta.url)), '-o', join(plugins, 'ops/plugin.so')]);
  writeFileSync(join(plugins, 'ops/pack.json'), JSON.stringify({ kind: 'pack', id: 'ops', version: '1.0.0', label: T('Ops') }));
}

export async function eventually(ask, what, seconds = 40) {
  for (const end = Date.now() + seconds * 1000; ;) {
    const got = await ask();
    if (got) return got;
    assert.ok(Date.now() < end, `${what} did not happen in time`);
    await pause(50);
  }
}
