// Writes src/api/openapi.ts from schemas/http.json, the shapes of /openapi.json; with --check it only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';

const client = resolve(import.meta.dirname, '..');
const target = join(client, 'src/api/openapi.ts');
const { schemas } = JSON.parse(readFileSync(join(client, '../../../schemas/http.json'), 'utf8'));
const described = { openapi: '3.1.0', info: { title: 'Formwork', version: '1' }, paths: {}, components: { schemas } };

const header = '/** Written by `npm run api-types` from schemas/http.json; do not edit. */\n';
const text = await format(header + astToString(await openapiTS(described)), {
  ...(await resolveConfig(target)),
  parser: 'typescript',
});
if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
} else if (readFileSync(target, 'utf8') !== text) {
  console.error('src/api/openapi.ts is not what schemas/http.json says: npm run api-types');
  process.exit(1);
}
