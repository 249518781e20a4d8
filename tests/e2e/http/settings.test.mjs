// The company's time zone, the access log, imports and exports of many rows, batches.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Server, formwork, newFolder, packs, removeFolder } from './server.mjs';

const folder = newFolder();
const log = join(folder, 'access.log');
let server, admin, sales;
before(async () => {
  server = await Server.start({ folder: join(folder, 'data'), args: ['--zone', 'Asia/Shanghai', '--access-log', log] });
  admin = await server.as('admin');
  sales = await server.as('sales');
});
after(async () => {
  await server.stop();
  removeFolder(folder);
});

const today = (zone) => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date());

test('the zone decides what day it is; it is kept, and changed while the server runs', async () => {
  assert.deepEqual((await sales('GET', '/settings')).json, { zone: 'Asia/Shanghai', history_days: 0 });
  assert.equal((await admin('PATCH', '/settings', { history_days: 365 })).json.history_days, 365);
  for (const days of [-1, 'ten', 1e9]) assert.equal((await admin('PATCH', '/settings', { history_days: days })).status, 422);
  assert.equal((await sales('GET', '/app')).json.zone, 'Asia/Shanghai');
  // Two zones a day apart: one of them is another day than UTC at any moment.
  for (const zone of ['Pacific/Kiritimati', 'Etc/GMT+12']) {
    const set = await formwork('settings', '--zone', zone, '--data', server.folder);
    assert.equal(set.code, 0, set.stderr);
    assert.match(set.stdout, new RegExp(`zone +${zone.replace('+', '\\+')}`));
    const tag = (await sales('GET', '/app')).headers.get('etag');
    assert.equal((await sales('GET', '/app')).json.zone, zone);
    const made = await sales('POST', '/records/sales.account', { name: 'Today' });
    assert.equal(made.status, 201, made.text);
    const found = await sales('GET', `/records/sales.account?filter=${encodeURIComponent(`id = "${made.json.id}" and string(today()) = "${today(zone)}"`)}`);
    assert.equal(found.json.records?.length, 1, found.text);
    assert.ok(tag);
  }
  for (const zone of ['Nowhere/Land', '+08:00', '', 'a/../b', 7]) {
    const refused = await admin('PATCH', '/settings', { zone });
    assert.equal(refused.status, 422, `${zone}: ${refused.text}`);
  }
  assert.equal((await admin('PATCH', '/settings', { zoen: 'UTC' })).status, 422);
  assert.equal((await admin('PATCH', '/settings', { zone: 'Asia/Shanghai' })).json.zone, 'Asia/Shanghai');
  const wrong = await formwork('serve', '--zone', 'Mars/Olympus', '--port', '0', '--data', join(folder, 'other'));
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /error CLI-023: /);
});

test('the access log has a line a request and cannot be written to by one', async () => {
  await server.ask('GET', '/records/sales.account?filter=%22%0A%22');
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  for (const line of lines) assert.match(line, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ \S+ "[A-Z]+ \S+" \d{3} \d+us$/);
  assert.ok(lines.some((line) => line.includes('"GET /api/v1/records/sales.account?filter=')));
});

test('a batch: each record good or refused by itself, all or none, or only checked', async () => {
  const count = async () => (await admin('GET', '/records/sales.account?limit=1&count=true')).json.count;
  const before_ = await count();
  const records = [{ name: 'Batch one' }, { name: 7 }, { name: 'Batch two' }, 5];
  const send = (more) => sales('POST', '/records/sales.account/batch', { records, ...more });
  const checked = await send({ check: true });
  assert.equal(checked.status, 200, checked.text);
  assert.deepEqual([checked.json.stored, checked.json.failed], [0, 2]);
  const together = await send({ together: true });
  assert.equal(together.json.stored, 0);
  for (const result of together.json.results) assert.ok(result.diagnostics && !result.id, JSON.stringify(result));
  assert.equal(await count(), before_);
  const done = await send({});
  assert.deepEqual([done.json.stored, done.json.failed], [2, 2]);
  assert.equal(done.json.results[1].diagnostics[0].field, 'name');
  assert.equal(await count(), before_ + 2);
  const id = done.json.results[0].id;
  const changed = await sales('POST', '/records/sales.account/batch', { records: [{ id, name: 'Batch 1' }, { id, version: 99, name: 'x' }, { id: '1', name: 'x' }] });
  assert.deepEqual(changed.json.results.map((r) => r.diagnostics?.[0].code ?? r.version), [2, 'REC-021', 'REC-020']);
  assert.equal((await sales('GET', `/records/sales.account/${id}`)).json.name, 'Batch 1');
  assert.equal((await sales('POST', '/records/sales.account/batch', {})).status, 422);
  assert.equal((await sales('POST', '/records/sales.account/batch', { records: [], more: 1 })).status, 422);
  assert.equal((await sales('POST', '/records/sales.account/batch', { records: Array(501).fill({}) })).status, 422);
  const foreign = await sales('POST', '/records/sales.product/batch', { records: [{ name: 'x' }] });
  assert.equal(foreign.json.results[0].diagnostics[0].code, 'AUTH-403');
});

test('many rows: checked first, nothing half done; an export can be changed and imported', async () => {
  const rows = 3000;
  const file = join(folder, 'many.csv');
  const line = (i) => `"Many, ${i}",${i % 2 ? 'Prospect' : '成交客户'},=1+${i},${i}.50`;
  const text = (bad) => `name,Type,remark,credit_limit\n${Array.from({ length: rows }, (_, i) => (i === bad ? '"x",?,y,z' : line(i))).join('\n')}\n`;
  const label = (await admin('GET', '/app')).json.entities['sales.account'].fields.find((f) => f.id === 'kind').label.en;
  writeFileSync(file, text(2500).replace('Type', label));
  const refused = await formwork('import', 'sales.account', file, '--data', server.folder);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /many\.csv:2502:1: error REC-\d+: /);
  assert.match(refused.stdout, /nothing imported: 2999 of 3000 rows are good/);
  const some = `filter=${encodeURIComponent('starts with(name, "Many, ")')}`;
  assert.equal((await admin('GET', `/records/sales.account?limit=1&count=true&${some}`)).json.count, 0);
  writeFileSync(file, text(-1).replace('Type', label));
  const done = await formwork('import', 'sales.account', file, '--data', server.folder);
  assert.equal(done.code, 0, done.stderr);
  assert.match(done.stdout, /3000 of 3000 rows imported/);
  assert.equal((await admin('GET', `/records/sales.account?limit=1&count=true&${some}`)).json.count, rows);

  const out = join(folder, 'out.csv');
  const exported = await formwork('export', 'sales.account', '--filter', 'starts with(name, "Many, ")', '--sort', 'id', '-o', out, '--data', server.folder);
  assert.equal(exported.code, 0, exported.stderr);
  const csv = readFileSync(out, 'utf8');
  assert.equal(csv.trimEnd().split('\r\n').length, rows + 1);
  assert.match(csv, /"'=1\+7"/, 'a spreadsheet must not run it');
  writeFileSync(out, csv.replaceAll('Many, ', 'Much, '));
  const again = await formwork('import', 'sales.account', out, '--data', server.folder);
  assert.equal(again.code, 0, again.stderr);
  assert.equal((await admin('GET', `/records/sales.account?limit=1&count=true&${some}`)).json.count, 0);
  const much = await admin('GET', `/records/sales.account?limit=1000&sort=id&filter=${encodeURIComponent('starts with(name, "Much, ")')}`);
  assert.equal(much.json.records[7].remark, '=1+7');
  assert.equal(much.json.records[7].kind, 'prospect');
  const json = await formwork('export', 'sales.account', '--format', 'json', '--data', server.folder);
  assert.ok(JSON.parse(json.stdout).length >= rows);
  const nowhere = await formwork('export', 'sales.account', '-o', '/nowhere/at/all.csv', '--data', server.folder);
  assert.equal(nowhere.code, 1);
  assert.match(nowhere.stderr, /error CLI-006: /);
});

test('references of an export find their records again; every mistake of a row is told', async () => {
  const customer = (await admin('GET', '/records/sales.account?limit=1')).json.records[0].id;
  for (const phone of ['1', '2']) {
    const twin = await admin('POST', '/records/sales.contact', { account: customer, name: 'Twin', phone });
    assert.equal(twin.status, 201, twin.text);
    const made = await admin('POST', '/records/sales.contract', { customer, contact: twin.json.id, subject: `Of twin ${phone}`, lines: [] });
    assert.equal(made.status, 201, made.text);
  }
  const out = join(folder, 'contracts.csv');
  const exported = await formwork('export', 'sales.contract', '--filter', 'starts with(subject, "Of twin")', '-o', out, '--data', server.folder);
  assert.equal(exported.code, 0, exported.stderr);
  const csv = readFileSync(out, 'utf8');
  assert.match(csv.split('\r\n')[0], /,Contact,Contact\.id,/);
  const again = await formwork('import', 'sales.contract', out, '--data', server.folder);
  assert.equal(again.code, 0, again.stderr);
  writeFileSync(out, csv.replace(/,Twin,\d+,/, ',Twin,,'));
  const ambiguous = await formwork('import', 'sales.contract', out, '--data', server.folder);
  assert.match(ambiguous.stderr, /contracts\.csv:2:1: error CLI-040: Several sales\.contact have the title 'Twin'.*NAME\.id/);
  writeFileSync(out, 'name,kind,name\nx,y,z\n');
  const twice = await formwork('import', 'sales.account', out, '--data', server.folder);
  assert.match(twice.stderr, /contracts\.csv:1:1: error CLI-040: The columns 1 and 3 both give 'name'/);
  writeFileSync(out, 'subject,customer,contact,starts_on,ends_on\nx,No such,Nobody,31.12.2026,2026-13-01\ny,,,2026/12/31,2026年12月31日\n');
  const wrong = await formwork('import', 'sales.contract', out, '--check', '--data', server.folder);
  const lines = wrong.stderr.trim().split('\n');
  assert.equal(lines.filter((line) => line.includes('contracts.csv:2:1: error')).length, 3, wrong.stderr);
  assert.ok(!lines.some((line) => line.includes('starts_on')), wrong.stderr);
  assert.ok(!lines.some((line) => line.includes('csv:3') && line.includes('_on')), wrong.stderr);
});

test('a record rule that no database can decide is refused at its place', async () => {
  const current = (await admin('GET', '/deployments/current')).json;
  const pack = current.packs.find((one) => one.id === 'sales');
  const role = pack.files.find((file) => file.path === 'roles/sales.json');
  role.text = role.text.replace('"contract.owner.id = user.id"', '"count(split(contract.owner.name, \\" \\")) > 1"');
  const refused = await admin('POST', '/deployments', { packs: [pack] });
  assert.equal(refused.status, 422, refused.text);
  const found = refused.json.diagnostics.find((d) => d.code === 'QRY-001');
  assert.ok(found, refused.text);
  assert.match(found.file, /roles\/sales\.json$/);
  assert.equal(role.text.split('\n')[found.line - 1].includes('count(split('), true, JSON.stringify(found));
  assert.ok(packs);
});
