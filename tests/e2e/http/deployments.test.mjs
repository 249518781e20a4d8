// A dry run says what the deployment would say: each refusal of the one is the other's.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Server, removeFolder } from './server.mjs';

let server, admin, current;
before(async () => {
  server = await Server.start();
  admin = await server.as('admin');
  current = (await admin('GET', '/deployments/current')).json;
});
after(async () => {
  await server.stop();
  removeFolder(server.folder);
});

// The pack with one file changed (or, where `change` gives nothing, left out).
function changed(id, path, change) {
  const pack = structuredClone(current.packs.find((each) => each.id === id));
  const file = pack.files.find((each) => each.path === path);
  const text = change(JSON.parse(file.text));
  pack.files = text === undefined ? pack.files.filter((each) => each !== file) : pack.files;
  if (text !== undefined) file.text = JSON.stringify(text);
  return pack;
}
async function bothRefuse(packs, status, code) {
  const active = (await admin('GET', '/deployments/current')).json.id;
  const [dry, real] = [await admin('POST', '/deployments/diff', { packs }), await admin('POST', '/deployments', { packs, allow_data_loss: true })];
  for (const answer of [dry, real]) {
    assert.equal(answer.status, status, answer.text);
    assert.equal(answer.json.diagnostics[0].code, code, answer.text);
  }
  assert.deepEqual(dry.json.diagnostics, real.json.diagnostics);
  assert.equal((await admin('GET', '/deployments/current')).json.id, active, 'nothing is deployed');
}

test('a deployment that takes away the last administrator', async () => {
  await bothRefuse([changed('base', 'roles/administrator.json', (role) => ({ ...role, administrator: false }))], 409, 'AUTH-409');
});

test('a field that becomes unique over values that are not', async () => {
  const pack = changed('sales', 'entities/account.json', (entity) => ({
    ...entity, fields: entity.fields.map((field) => (field.id === 'kind' ? { ...field, unique: true } : field)),
  }));
  const dry = await admin('POST', '/deployments/diff', { packs: [pack] });
  assert.equal(dry.status, 422, dry.text);
  await bothRefuse([pack], 422, dry.json.diagnostics[0].code);
  assert.doesNotMatch(dry.json.diagnostics[0].code, /^DB-/);
});

test('what is refused for its models', async () => {
  const pack = changed('sales', 'entities/account.json', (entity) => ({ ...entity, title: 'no such field' }));
  const dry = await admin('POST', '/deployments/diff', { packs: [pack] });
  await bothRefuse([pack], 422, dry.json.diagnostics[0].code);
});

test('a dry run leaves everything as it was, and tells what would be lost', async () => {
  const pack = changed('sales', 'entities/account.json', (entity) => ({ ...entity, fields: entity.fields.filter((field) => field.id !== 'remark').concat({ id: 'extra', type: 'text', label: 'Extra', default: '"x"' }) }));
  const before_ = (await admin('GET', '/records/sales.account?limit=5&sort=id')).text;
  const dry = await admin('POST', '/deployments/diff', { packs: [pack] });
  if (dry.status === 200) {
    assert.ok(dry.json.changes.some((each) => each.element.includes('extra')), dry.text);
    assert.ok(dry.json.data.length > 0, dry.text);
  } else {
    assert.equal(dry.status, 422, dry.text); // a form names the field
  }
  const added = changed('sales', 'entities/account.json', (entity) => ({ ...entity, fields: [...entity.fields, { id: 'extra', type: 'formula', result: 'text', label: 'Extra', formula: 'name' }] }));
  const second = await admin('POST', '/deployments/diff', { packs: [added] });
  assert.equal(second.status, 200, second.text);
  assert.equal((await admin('GET', '/records/sales.account?limit=5&sort=id')).text, before_);
  assert.equal((await admin('GET', '/deployments/current')).json.id, current.id);
  const real = await admin('POST', '/deployments', { packs: [added] });
  assert.equal(real.status, 201, real.text);
  assert.deepEqual(real.json.changes, second.json.changes);
  assert.deepEqual(real.json.data, second.json.data);
});

test('a pack, or a file of one, that is sent twice', async () => {
  const pack = current.packs.find((each) => each.id === 'sales');
  for (const path of ['/deployments/check', '/deployments/diff', '/deployments']) {
    const twice = await admin('POST', path, { packs: [pack, pack] });
    assert.equal(twice.status, 422, twice.text);
    assert.equal(twice.json.diagnostics[0].field, 'packs[1].id');
    assert.match(twice.json.diagnostics[0].text, /'sales' is sent twice/);
    const files = await admin('POST', path, { packs: [{ ...pack, files: [...pack.files, pack.files[0]] }] });
    assert.equal(files.status, 422, files.text);
    assert.equal(files.json.diagnostics[0].field, `packs[0].files[${pack.files.length}].path`);
  }
});
