// An export is imported again: what says what is stored already is counted, not written and not refused.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Server, formwork, removeFolder } from './server.mjs';

let server, admin, sales, locked, draft, file;
const of = 'starts with(subject, "Again,")';
const made = async (subject) => {
  const customer = (await sales('GET', '/records/sales.account?limit=1')).json.records[0].id;
  const product = (await sales('GET', '/records/sales.product?limit=1')).json.records[0].id;
  const answer = await sales('POST', '/records/sales.contract', { subject, customer, starts_on: '2026-12-01', ends_on: '2027-11-30', lines: [{ product, quantity: 2, price: 12.5 }] });
  assert.equal(answer.status, 201, answer.text);
  return answer.json;
};
const version = async (id) => (await admin('GET', `/records/sales.contract/${id}`)).json.version;
before(async () => {
  server = await Server.start();
  [admin, sales] = await Promise.all(['admin', 'sales'].map((login) => server.as(login)));
  file = join(server.folder, 'again.csv');
  draft = await made('Again, a draft');
  locked = await made('Again, in approval');
  const started = await sales('POST', `/records/sales.contract/${locked.id}/actions/submit`, {});
  assert.equal(started.status, 201, started.text);
  const exported = await formwork('export', 'sales.contract', '--filter', of, '--sort', 'id', '-o', file, '--data', server.folder);
  assert.equal(exported.code, 0, exported.stderr);
});
after(async () => {
  await server.stop();
  removeFolder(server.folder);
});

test('an export that nobody changed: every row is unchanged, also those of locked records', async () => {
  const before_ = [await version(draft.id), await version(locked.id)];
  const checked = await formwork('import', 'sales.contract', file, '--check', '--data', server.folder);
  assert.equal(checked.code, 0, checked.stderr);
  assert.match(checked.stdout, /^0 of 2 rows can be imported, 2 unchanged$/m);
  const done = await formwork('import', 'sales.contract', file, '--data', server.folder);
  assert.equal(done.code, 0, done.stderr);
  assert.match(done.stdout, /^0 of 2 rows imported, 2 unchanged$/m);
  assert.deepEqual([await version(draft.id), await version(locked.id)], before_, 'nothing is written');
});

test('a changed row of a locked record stays a mistake with its reason, a changed one of a draft is stored', async () => {
  const text = readFileSync(file, 'utf8');
  const other = join(server.folder, 'changed.csv');
  writeFileSync(other, text.replace('Again, in approval', 'Again, changed'));
  const refused = await formwork('import', 'sales.contract', other, '--data', server.folder);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /changed\.csv:3:1: error REC-022: the record is locked in the state/);
  assert.match(refused.stdout, /^nothing imported: 0 of 2 rows are good, 1 unchanged$/m);
  writeFileSync(other, text.replace('Again, a draft', 'Again, a new draft'));
  const done = await formwork('import', 'sales.contract', other, '--data', server.folder);
  assert.equal(done.code, 0, done.stderr);
  assert.match(done.stdout, /^1 of 2 rows imported, 1 unchanged$/m);
  assert.equal((await admin('GET', `/records/sales.contract/${draft.id}`)).json.subject, 'Again, a new draft');
});

test('over HTTP: told in each result; a stale version, another value and what is not to be read are not passed', async () => {
  const send = async (ask, ...records) => (await ask('POST', '/records/sales.contract/batch', { records })).json;
  const { id, subject } = locked;
  const now = await version(id);
  const answer = await send(sales, { id, subject }, { id, subject, version: now }, { id, subject, version: now + 7 }, { id, subject: 'Another' });
  assert.deepEqual([answer.stored, answer.unchanged, answer.failed], [0, 2, 2]);
  assert.deepEqual(answer.results.map((each) => each.diagnostics?.[0].code ?? each.unchanged), [true, true, 'REC-022', 'REC-022']);
  assert.equal(answer.results[0].version, now);
  const row = (await sales('GET', `/records/sales.contract/${id}`)).json.lines[0];
  const lines = await send(sales, { id, lines: [{ id: row.id, quantity: 2 }] }, { id, lines: [{ id: row.id, quantity: 3 }] }, { id, lines: [] });
  assert.deepEqual(lines.results.map((each) => each.diagnostics?.[0].code ?? each.unchanged), [true, 'REC-022', 'REC-022']);
  const finance = await server.as('finance');
  const foreign = await send(finance, { id, subject });
  assert.ok(foreign.results[0].unchanged || foreign.results[0].diagnostics[0].code === 'REC-020', JSON.stringify(foreign));
});
