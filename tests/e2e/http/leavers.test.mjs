// People who leave: what waits for them comes to the administrators, and somebody is always left who administers.
import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Server, formwork, newFolder, packs, removeFolder } from './server.mjs';

let server, sales, admin;
before(async () => {
  server = await Server.start();
  [sales, admin] = await Promise.all(['sales', 'admin'].map((login) => server.as(login)));
});
after(async () => {
  await server.stop();
  removeFolder(server.folder);
});

async function submitted(by = sales) {
  const account = await by('POST', '/records/sales.account', { name: 'Leavers' });
  const product = (await by('GET', '/records/sales.product?limit=1')).json.records[0].id;
  const made = await by('POST', '/records/sales.contract', {
    subject: 'Waits', customer: account.json.id, starts_on: '2026-12-01', ends_on: '2027-11-30', lines: [{ product, quantity: 1, price: 500 }],
  });
  const started = await by('POST', `/records/sales.contract/${made.json.id}/actions/submit`, {});
  assert.equal(started.status, 201, started.text);
  return made.json.id;
}
const waiting = async (record) => (await admin('GET', '/tasks?box=todo&limit=200')).json.tasks.find((task) => task.record.id === record);
const person = async (login) => (await admin('GET', '/records/base.person?limit=100')).json.records.find((each) => each.login === login);
async function change(login, fields) {
  const { id, version } = await person(login);
  return admin('PATCH', `/records/base.person/${id}`, fields, { 'If-Match': `"${version}"` });
}

test('the tasks of one who left are in the administrators\u2019 box, who are told and can decide or hand them on', async () => {
  const record = await submitted();
  assert.equal(await waiting(record), undefined, 'the manager is there');
  const box = (await admin('GET', '/tasks?box=todo')).json.count;
  assert.equal((await change('manager', { active: false })).status, 200);
  const task = await waiting(record);
  assert.equal(task.for.id, (await person('manager')).id);
  assert.ok((await admin('GET', '/tasks?box=todo')).json.count > box);
  const told = (await admin('GET', '/notifications?limit=5')).json.notifications.filter((each) => /cannot sign in|离职/.test(each.text));
  assert.equal(told.length, 1);
  assert.ok(task.actions.includes('transfer'));
  const director = await person('director');
  const handed = await admin('POST', `/tasks/${task.id}/transfer`, { to: director.id, comment: 'Has left' });
  assert.equal(handed.status, 200, handed.text);
  assert.equal(await waiting(record), undefined);
  const theirs = await server.as('director');
  assert.ok((await theirs('GET', '/tasks?box=todo&limit=200')).json.tasks.some((each) => each.record.id === record));
  assert.equal((await change('manager', { active: true })).status, 200);
});

test('who has left does nothing any more, though the sign-in was left open', async () => {
  const theirs = await server.as('sales2');
  assert.equal((await theirs('GET', '/me')).status, 200);
  assert.equal((await change('sales2', { active: false })).status, 200);
  assert.equal((await theirs('GET', '/me')).status, 401);
  assert.equal((await server.ask('POST', '/session', { user: 'sales2', password: 'formwork' })).status, 401);
  assert.equal((await change('sales2', { active: true })).status, 200);
  assert.equal((await theirs('GET', '/me')).status, 200);
});

test('an ended flow leaves its record to people again, and a wrong type ends nothing', async () => {
  const record = await submitted();
  const instance = (await admin('GET', `/records/sales.contract/${record}/trail`)).json.instances[0].id;
  assert.equal((await admin('POST', `/instances/${instance}/terminate`, { dry_run: 'true', comment: 'x' })).status, 422);
  assert.equal((await admin('POST', '/bulk', { action: 'suspend', select: { state: 'running' }, dry_run: 1 })).status, 422);
  assert.equal((await admin('GET', `/instances/${instance}`)).json.state, 'running');
  assert.equal((await admin('POST', `/instances/${instance}/terminate`, { comment: 'wrong one' })).status, 200);
  assert.equal((await sales('GET', `/records/sales.contract/${record}`)).json.state, 'draft');
  assert.equal((await sales('POST', `/records/sales.contract/${record}/actions/submit`, {})).status, 201);
});

test('so are those of a closed sign-in, until it is opened again', async () => {
  const { name } = await person('manager2');
  const theirs = async () => (await admin('GET', '/notifications?limit=50')).json.notifications.filter((each) => each.text.includes(name));
  const record = await submitted(await server.as('sales3'));
  assert.equal(await waiting(record), undefined);
  assert.deepEqual(await theirs(), []);
  assert.equal((await admin('PATCH', '/users/manager2', { active: false })).status, 200);
  assert.ok(await waiting(record));
  const told = await theirs();
  assert.equal(told.length, 1);
  assert.match(told[0].text, /cannot sign in|停用/);
  assert.equal((await admin('PATCH', '/users/manager2', { active: true })).status, 200);
  assert.equal(await waiting(record), undefined);
});

test('the last administrator is not removed as a person, nor by a deployment', async () => {
  const me = await person('admin');
  const left = await change('admin', { active: false });
  assert.equal(left.status, 409, left.text);
  assert.equal(left.json.diagnostics[0].code, 'AUTH-409');
  const gone = await admin('DELETE', `/records/base.person/${me.id}`, undefined, { 'If-Match': `"${me.version}"` });
  assert.equal(gone.status, 409, gone.text);
  assert.equal((await person('admin')).active, true);
  const models = newFolder();
  cpSync(join(packs, 'base'), models, { recursive: true });
  const role = join(models, 'roles/administrator.json');
  writeFileSync(role, readFileSync(role, 'utf8').replace(/"administrator": true/, '"administrator": false'));
  const deployed = await formwork('deploy', models, '--data', server.folder);
  removeFolder(models);
  assert.equal(deployed.code, 1, deployed.stdout);
  assert.match(deployed.stderr, /AUTH-409/);
  assert.equal((await admin('GET', '/users')).status, 200);
});

test('a flow that is not offered says what the record lacks', async () => {
  const account = await sales('POST', '/records/sales.account', { name: 'Empty' });
  const made = await sales('POST', '/records/sales.contract', { subject: 'Empty', customer: account.json.id, starts_on: '2026-12-01', ends_on: '2027-11-30' });
  const refused = await sales('POST', `/records/sales.contract/${made.json.id}/actions/submit`, {});
  assert.equal(refused.status, 409, refused.text);
  assert.equal(refused.json.diagnostics[0].code, 'FLOW-222');
  const shown = (await sales('GET', `/records/sales.contract/${made.json.id}`)).json.actions.find((each) => each.action === 'submit').reason;
  assert.ok(refused.json.detail.includes(shown.en ?? shown), `${refused.json.detail} / ${JSON.stringify(shown)}`);
});

test('a rule that came later stops no approval under way, and holds for whoever changes the record', async () => {
  const record = await submitted();
  const models = newFolder();
  cpSync(join(packs, 'sales'), models, { recursive: true });
  const file = join(models, 'entities/contract.json');
  const entity = JSON.parse(readFileSync(file, 'utf8'));
  entity.fields.push({ id: 'purpose', type: 'text', label: { en: 'Purpose', zh: '用途' }, required: true });
  writeFileSync(file, JSON.stringify(entity));
  const deployed = await formwork('deploy', models, '--data', server.folder);
  removeFolder(models);
  assert.equal(deployed.code, 0, deployed.stdout + deployed.stderr);
  const manager = await server.as('manager');
  const task = (await manager('GET', '/tasks?box=todo&limit=200')).json.tasks.find((each) => each.record.id === record);
  const returned = await manager('POST', `/tasks/${task.id}/return`, { to: 'initiator', comment: 'what for?' });
  assert.equal(returned.status, 200, returned.text);
  const { version } = (await sales('GET', `/records/sales.contract/${record}`)).json;
  const changed = await sales('PATCH', `/records/sales.contract/${record}`, { subject: 'Other' }, { 'If-Match': `"${version}"` });
  assert.equal(changed.status, 422, changed.text);
});
