// Everybody finds an approver who is not himself (FEATURES H2): said when a flow is deployed, by `formwork doctor` and
// by `formwork prove --people`, with the names of those who do not.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Server, formwork, newFolder, packs, removeFolder } from './server.mjs';

const folder = newFolder();
const models = join(folder, 'models');
let server, admin;

const text = (en) => ({ en, zh: en });
const flow = (id, approval) => ({
  kind: 'flow', id, label: text(id), on: { entity: 'note', action: id },
  nodes: [{ id: 'start', type: 'start' }, { id: 'approval', type: 'approval', label: text('Approval'), ...approval }, { id: 'end', type: 'end' }],
  edges: [{ from: 'start', to: 'approval' }, { from: 'approval', to: 'end' }],
});
const write = (path, value) => writeFileSync(join(models, 'probe', path), JSON.stringify(value));

before(async () => {
  server = await Server.start({ folder: join(folder, 'data') });
  admin = await server.as('admin');
  for (const part of ['entities', 'flows', 'roles']) mkdirSync(join(models, 'probe', part), { recursive: true });
  for (const pack of ['base', 'sales']) cpSync(join(packs, pack), join(models, pack), { recursive: true });
  write('pack.json', { kind: 'pack', id: 'probe', version: '1.0.0', label: text('Probe'), requires: [{ pack: 'base' }, { pack: 'sales' }] });
  write('roles/nobody.json', { kind: 'role', id: 'nobody', label: text('Nobody') });
  write('entities/note.json', { kind: 'entity', id: 'note', label: text('Note'), title: 'name', fields: [{ id: 'name', type: 'text', label: text('Name') }] });
});
after(async () => {
  await server.stop();
  removeFolder(folder);
});

const hole = (run, id) => (run.stdout + run.stderr).split('\n').filter((line) => line.includes(`flow:probe.${id}/nodes/approval`)).join('\n');
const deploy = () => formwork('deploy', ...['base', 'sales', 'probe'].map((pack) => join(models, pack)), '--data', server.folder);

test('a deployment says who would find no approver, and why', async () => {
  write('flows/boss.json', flow('boss', { who: { manager_level: 1 } }));
  write('flows/empty.json', flow('empty', { who: { role: 'nobody' }, empty: 'pass' }));
  write('flows/money.json', flow('money', { who: { role: 'sales.finance' } }));
  write('flows/fine.json', flow('fine', { who: { role: 'sales.finance' }, if_initiator: 'manager' }));
  const deployed = await deploy();
  assert.equal(deployed.code, 0, deployed.stdout + deployed.stderr);
  assert.equal(hole(deployed, 'boss'), '', 'the director has no manager: the administrator approves for him');
  assert.match(hole(deployed, 'empty'), /李娜.*the step would pass by itself/);
  assert.match(hole(deployed, 'money'), /only the initiator himself for 陈静/);
  assert.equal(hole(deployed, 'fine'), '');
});

test('doctor and prove --people list the same holes with names', async () => {
  const doctor = await formwork('doctor', '--data', server.folder);
  assert.match(hole(doctor, 'money'), /陈静/);
  assert.match(hole(doctor, 'empty'), /李娜/);
  const proved = await formwork('prove', join(models, 'probe', 'flows', 'empty.json'), '--people', server.folder);
  const file = join(models, 'probe', 'flows', 'empty.json');
  const [, line, column] = /empty\.json:(\d+):(\d+): warning FLOW-083/.exec(proved.stderr) ?? [];
  const written = readFileSync(file, 'utf8').split('\n')[line - 1].slice(column - 1);
  assert.match(written, /^\{"role":"nobody"\}/, 'at whom it asks');
  assert.match(proved.stdout.trimEnd().split('\n').at(-1), /^sound$/);
  assert.equal(proved.code, 0, 'the organisation may change: a warning');
});

test('a leaver is nobody\u2019s approver', async () => {
  const people = (await admin('GET', '/records/base.person?limit=50')).json.records;
  const leaver = people.find((each) => each.login === 'finance');
  const left = await admin('PATCH', `/records/base.person/${leaver.id}`, { active: false }, { 'If-Match': `"${leaver.version}"` });
  assert.equal(left.status, 200, left.text);
  const doctor = await formwork('doctor', '--data', server.folder);
  // Nobody of the role is left: everybody falls to the administrators, and the only one has nobody.
  assert.match(hole(doctor, 'money'), /finds no approver for 赵宇/);
  assert.doesNotMatch(hole(doctor, 'money'), /陈静/, 'who has left starts nothing');
});
