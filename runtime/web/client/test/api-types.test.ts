import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

it('the types are those of schemas/http.json', { timeout: 120_000 }, () => {
  const script = resolve(import.meta.dirname, '../build-tools/api-types.mjs');
  expect(() => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' })).not.toThrow();
});
