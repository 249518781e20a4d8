// The story of the first company over HTTP, with what the client and machines read.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Server, removeFolder } from './server.mjs';

let server, sales, manager, finance, admin;
before(async () => {
  server = await Server.start();
  [sales, manager, finance, admin] = await Promise.all(['sales', 'manager', 'finance', 'admin'].map((login) => server.as(login)));
});
after(async () => {
  await server.stop();
  removeFolder(server.folder);
});

async function newContract(price) {
  const account = await sales('POST', '/records/sales.account', { name: 'Story account' });
  assert.equal(account.status, 201, account.text);
  const products = await sales('GET', '/records/sales.product?limit=1');
  const made = await sales('POST', '/records/sales.contract', {
    subject: 'Story',
    customer: account.json.id,
    starts_on: '2026-12-01',
    ends_on: '2027-11-30',
    lines: [{ product: products.json.records[0].id, quantity: 1, price }],
  });
  assert.equal(made.status, 201, made.text);
  return made;
}

const openTask = async (ask, record) => {
  const box = await ask('GET', '/tasks?box=todo&limit=200');
  assert.equal(box.status, 200, box.text);
  return box.json.tasks.find((task) => task.record.id === record);
};

test('a contract from draft to effective, returned once on its way', async () => {
  const made = await newContract(200000);
  const id = made.json.id;
  const path = `/records/sales.contract/${id}`;
  assert.equal(made.json.state, 'draft');
  assert.ok(made.json.actions.some((action) => action.action === 'submit' && action.enabled), made.text);
  const started = await sales('POST', `${path}/actions/submit`, { comment: 'Please' }, { 'If-Match': made.headers.get('etag') });
  assert.equal(started.status, 201, started.text);
  const first = await openTask(manager, id);
  assert.ok(first, 'the manager has a task');
  assert.equal((await openTask(sales, id)) ?? null, null);
  for (const action of ['approve', 'refuse', 'transfer']) {
    const refused = await sales('POST', `/tasks/${first.id}/${action}`, action === 'transfer' ? { to: first.initiator.id } : { comment: 'mine' });
    assert.equal(refused.status, 403, refused.text);
  }
  const returned = await manager('POST', `/tasks/${first.id}/return`, { comment: 'Terms?', to: 'initiator' });
  assert.equal(returned.status, 200, returned.text);
  assert.equal((await manager('POST', `/tasks/${first.id}/approve`, {})).status, 409);
  assert.equal((await sales('GET', path)).json.state, 'draft');
  const back = await openTask(sales, id);
  assert.deepEqual([back.kind, back.id, back.node_label, back.returned], ['resubmit', started.json.instance, 'Resubmit', true]);
  assert.ok(back.actions.includes('resubmit') && back.actions.includes('withdraw'), back.actions.join());
  assert.equal((await openTask(manager, id)) ?? null, null);
  const again = await sales('POST', `${path}/actions/submit`, {});
  assert.equal(again.status, 201, again.text);
  assert.equal(again.json.instance, started.json.instance);
  assert.equal((await openTask(sales, id)) ?? null, null, 'what was submitted again waits for him no more');
  const people = { manager, finance, director: await server.as('director') };
  for (let round = 0; round < 6; ++round) {
    const record = await sales('GET', path);
    if (record.json.state === 'effective') break;
    for (const ask of Object.values(people)) {
      const task = await openTask(ask, id);
      if (!task) continue;
      const done = await ask('POST', `/tasks/${task.id}/approve`, { comment: 'ok' });
      assert.equal(done.status, 200, done.text);
    }
  }
  const effective = (await sales('GET', path)).json;
  assert.equal(effective.state, 'effective');
  const offered = effective.actions.find((action) => action.action === 'submit');
  assert.equal(offered.enabled, false);
  assert.match(offered.reason.en, /locked in the state 'Effective'/);
  assert.match(offered.reason.zh, /“已生效”状态，已锁定/);
  const refused = await sales('POST', `${path}/actions/submit`, {});
  assert.deepEqual([refused.status, refused.json.diagnostics[0].code], [409, 'REC-022'], refused.text);
  const trail = await sales('GET', `${path}/trail`);
  assert.equal(trail.status, 200, trail.text);
  assert.match(trail.text, /Terms\?/);
  const instance = await admin('GET', `/instances/${started.json.instance}`);
  assert.equal(instance.json.state, 'completed', instance.text);
});

test('lists page by key without a gap, filtered and sorted', async () => {
  const seen = [];
  let after_ = '';
  do {
    const page = await admin('GET', `/records/sales.contract?limit=97&sort=-total,number&fields=number,total&filter=${encodeURIComponent('total > 1000')}&after=${after_}`);
    assert.equal(page.status, 200, page.text);
    seen.push(...page.json.records);
    after_ = page.json.next ? encodeURIComponent(page.json.next) : '';
  } while (after_);
  const all = await admin('GET', `/records/sales.contract?limit=1&count=true&filter=${encodeURIComponent('total > 1000')}`);
  assert.equal(seen.length, all.json.count);
  assert.equal(new Set(seen.map((record) => record.id)).size, seen.length);
  for (let i = 1; i < seen.length; ++i) assert.ok(seen[i - 1].total >= seen[i].total);
});

test('people see their own: the same 404 for what they may not see', async () => {
  const page = await admin('GET', `/records/sales.contract?limit=50`);
  const statuses = new Set();
  for (const record of page.json.records) {
    const answer = await sales('GET', `/records/sales.contract/${record.id}`);
    statuses.add(answer.status);
    if (answer.status === 404) assert.equal(answer.json.diagnostics.length, 1);
  }
  assert.deepEqual([...statuses].filter((s) => s !== 200 && s !== 404), []);
  const own = await sales('GET', '/records/sales.contract?limit=1&count=true');
  const every = await admin('GET', '/records/sales.contract?limit=1&count=true');
  assert.ok(own.json.count < every.json.count, `${own.json.count} of ${every.json.count}`);
});

test('references lead nowhere where the reader may not go', async () => {
  const [one, two] = [await server.as('sales'), await server.as('sales2')];
  const customer = (await two('POST', '/records/sales.account', { name: 'Of sales2' })).json.id;
  const contract = await two('POST', '/records/sales.contract', { customer, subject: 'a secret', lines: [] });
  assert.equal(contract.status, 201, contract.text);
  const { id } = contract.json;
  const plan = (to) => one('POST', '/records/sales.receipt_plan', { contract: to, due_on: '2026-12-01', amount: 777 });
  const [hidden, missing] = [await plan(id), await plan('12345')];
  assert.equal(hidden.status, 422, hidden.text);
  assert.equal(hidden.text.replaceAll(id, '12345'), missing.text, 'the same answer');
  const live = await one('POST', '/records/sales.receipt_plan/compute', { record: { contract: id } });
  assert.ok(!live.text.includes(contract.json.number) && !live.text.includes('secret'), live.text);
  const owner = await one('POST', '/records/sales.account', { name: 'x', owner: '123' });
  assert.equal(owner.status, 422);
  assert.equal(owner.json.diagnostics[0].field, 'owner');
  const kept = await one('POST', '/records/sales.account', { name: 'x', id: '5', created_by: '6' });
  assert.deepEqual(kept.json.diagnostics.map((d) => d.field).sort(), ['created_by', 'id']);
  const described = (await one('GET', '/app')).json.entities['sales.account'].fields.find((f) => f.id === 'owner');
  assert.equal(described.read_only, false);
});

test('the application, people, reports, notifications', async () => {
  const app = await sales('GET', '/app');
  assert.equal(app.status, 200, app.text);
  assert.ok(app.json.menus.length > 0);
  assert.ok(app.json.entities['sales.contract'].form.sections.length > 0);
  assert.equal((await sales('GET', '/app', undefined, { 'If-None-Match': app.headers.get('etag') })).status, 304);
  const people = await sales('GET', '/people?q=');
  assert.ok(people.json.length >= 8);
  const reports = await manager('GET', '/reports');
  assert.ok(reports.json.length > 0, reports.text);
  for (const report of reports.json) {
    const figures = await manager('GET', `/reports/${report.id}`);
    assert.equal(figures.status, 200, figures.text);
    assert.ok(Array.isArray(figures.json.rows));
    const csv = await manager('GET', `/reports/${report.id}.csv`);
    assert.match(csv.headers.get('content-type'), /text\/csv/);
  }
  const inbox = await sales('GET', '/notifications');
  assert.equal(inbox.status, 200, inbox.text);
  assert.equal(typeof inbox.json.unread, 'number');
});

test('what becomes too large is refused, never left out of a total', async () => {
  const account = await sales('POST', '/records/sales.account', { name: 'Large' });
  const product = (await sales('GET', '/records/sales.product?limit=1')).json.records[0].id;
  const line = (quantity, price) => ({ product, quantity, price });
  const refused = await sales('POST', '/records/sales.contract', {
    subject: 'Large', customer: account.json.id, starts_on: '2026-12-01', ends_on: '2027-11-30', lines: [line(1e9, 1e9), line(1, 10)],
  });
  assert.equal(refused.status, 422, refused.text);
  assert.equal(refused.json.diagnostics[0].code, 'REC-007');
});

test('a start of a wrong type starts nothing', async () => {
  const { id } = (await newContract(700)).json;
  for (const body of [{ comment: 1 }, { variables: 5 }, [], { comment: 'x'.repeat(20_001) }]) {
    const refused = await sales('POST', `/records/sales.contract/${id}/actions/submit`, body);
    assert.equal(refused.status, 422, refused.text);
  }
  assert.equal((await sales('GET', `/records/sales.contract/${id}`)).json.state, 'draft');
});

test('live events reach who may know', async () => {
  const token = await server.token('manager');
  const abort = new AbortController();
  const stream = await fetch(`${server.address}/api/v1/events`, { headers: { Authorization: `Bearer ${token}` }, signal: abort.signal });
  assert.equal(stream.headers.get('content-type'), 'text/event-stream');
  const made = await newContract(500);
  await sales('POST', `/records/sales.contract/${made.json.id}/actions/submit`, {});
  let text = '';
  for await (const bytes of stream.body) {
    text += Buffer.from(bytes).toString();
    if (/event: task/.test(text)) break;
  }
  abort.abort();
  assert.match(text, /id: \S+\nevent: /);
});

test('machines: health, metrics, OpenAPI', async () => {
  assert.equal((await server.ask('GET', '//healthz')).json.status, 'ok');
  assert.equal((await server.ask('GET', '//readyz')).json.status, 'ready');
  const metrics = await server.ask('GET', '//metrics');
  assert.match(metrics.text, /formwork_http_requests_total\{method="POST",route="\/api\/v1\/records\/\{entity\}",status="201"\} \d+/);
  assert.match(metrics.text, /formwork_commits_total \d+/);
  const open = (await server.ask('GET', '//openapi.json')).json;
  assert.equal(open.openapi, '3.1.0');
  assert.ok(open.paths['/api/v1/records/{entity}']);
  assert.ok(!JSON.stringify(open).includes('sales.'), 'the models are for those who are signed in');
  const seller = (await (await server.as('sales'))('GET', '//openapi.json')).json;
  assert.ok(!seller.components.schemas['sales.product'].properties.cost, 'a hidden field');
  const openapi = (await (await server.as('admin'))('GET', '//openapi.json')).json;
  assert.ok(openapi.components.schemas['sales.product'].properties.cost);
  assert.ok(openapi.components.schemas['sales.contract'].properties.total);
  assert.ok(openapi.components.schemas['sales.contract'].properties.created_at);
  assert.ok(openapi.components.schemas['sales.contract.patch'].properties.owner);
  const ids = Object.values(openapi.paths).flatMap((path) => Object.values(path).map((o) => o.operationId).filter(Boolean));
  assert.equal(new Set(ids).size, ids.length);
  const refs = [...JSON.stringify(openapi).matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)];
  for (const [, kind, name] of refs) assert.ok(openapi.components[kind][name], `${kind}/${name}`);
  const page = await server.ask('GET', '//list/sales.contract', undefined, { Accept: 'text/html' });
  assert.match(page.headers.get('content-type'), /text\/html/);
});

test('deployments: check, diff, apply, roll back', async () => {
  const current = (await admin('GET', '/deployments/current')).json;
  const pack = current.packs.find((p) => p.id === 'sales');
  const flow = pack.files.find((file) => file.path === 'flows/contract_approval.json');
  const same = await admin('POST', '/deployments/diff', { packs: [pack] });
  assert.equal(same.status, 200, same.text);
  assert.deepEqual(same.json.changes, []);
  const broken = { ...pack, files: pack.files.map((f) => (f === flow ? { ...f, text: f.text.replace('"nodes"', '"nods"') } : f)) };
  const check = await admin('POST', '/deployments/check', { packs: [broken] });
  assert.equal(check.json.ok, false, check.text);
  assert.equal((await admin('POST', '/deployments', { packs: [broken] })).status, 422);
  const account = pack.files.find((file) => file.path === 'entities/account.json');
  const model = JSON.parse(account.text);
  model.fields.push({ id: 'nickname', type: 'text', label: { en: 'Nickname', zh: '昵称' } });
  const wider = { ...pack, files: pack.files.map((f) => (f === account ? { ...f, text: JSON.stringify(model) } : f)) };
  const diff = await admin('POST', '/deployments/diff', { packs: [wider] });
  assert.equal(diff.json.changes.length, 1, diff.text);
  assert.equal(diff.json.changes[0].element, 'fields/nickname');
  const applied = await admin('POST', '/deployments', { packs: [wider] });
  assert.equal(applied.status, 201, applied.text);
  const made = await sales('POST', '/records/sales.account', { name: 'Nick', nickname: 'N' });
  assert.equal(made.json.nickname, 'N', made.text);
  const back = await admin('POST', `/deployments/${current.id}/roll-back`, { allow_data_loss: true });
  assert.equal(back.status, 201, back.text);
  assert.equal((await sales('POST', '/records/sales.account', { name: 'Nick', nickname: 'N' })).status, 422);
  assert.ok((await admin('GET', '/deployments')).json.deployments.length >= 3);
});

test('users: add, change, disable', async () => {
  const person = await admin('POST', '/records/base.person', { login: 'newcomer', name: 'New Comer' });
  assert.equal(person.status, 201, person.text);
  const added = await admin('POST', '/users', { login: 'newcomer', person: person.json.id, password: 'long enough', roles: ['base.employee'] });
  assert.equal(added.status, 201, added.text);
  assert.equal((await admin('POST', '/users', { login: 'newcomer', person: person.json.id, password: 'long enough' })).status, 409);
  assert.equal((await server.ask('POST', '/session', { user: 'newcomer', password: 'long enough' })).status, 200);
  assert.equal((await admin('PATCH', '/users/newcomer', { roles: ['no.role'] })).status, 422);
  assert.equal((await admin('PATCH', '/users/newcomer', { active: false })).status, 200);
  assert.equal((await server.ask('POST', '/session', { user: 'newcomer', password: 'long enough' })).status, 401);
  assert.equal((await admin('PATCH', '/users/nobody', { active: false })).status, 404);
});

async function returned() {
  const id = (await newContract(5000)).json.id;
  const path = `/records/sales.contract/${id}`;
  assert.equal((await sales('POST', `${path}/actions/submit`, {})).status, 201);
  const task = await openTask(manager, id);
  const answer = await manager('POST', `/tasks/${task.id}/return`, { comment: 'not yet', to: 'initiator' });
  assert.equal(answer.status, 200, answer.text);
  return { path, id, instance: task.instance };
}

test('a returned contract that goes another way ends its flow', async () => {
  const { path, instance } = await returned();
  const cancelled = await sales('POST', `${path}/transitions/cancel`, {});
  assert.equal(cancelled.status, 200, cancelled.text);
  const ended = (await admin('GET', `/instances/${instance}`)).json;
  assert.equal(ended.state, 'terminated');
  assert.ok(ended.trail.some((each) => /^The record was (taken to another state|deleted)$/.test(each.comment)), JSON.stringify(ended.trail));
  const again = await sales('POST', `${path}/actions/submit`, {});
  assert.equal(again.status, 409, again.text); // a cancelled contract is locked
  assert.equal((await sales('GET', path)).json.state, 'cancelled');
  assert.notEqual((await sales('POST', `/instances/${instance}/withdraw`, {})).status, 200);
  assert.equal((await sales('GET', path)).json.state, 'cancelled');
});

test('a returned contract that is deleted ends its flow', async () => {
  const { path, instance } = await returned();
  assert.equal((await sales('DELETE', path)).status, 204);
  assert.equal((await admin('GET', `/instances/${instance}`)).json.state, 'terminated');
});

test('a returned contract that is handed on is resubmitted by who keeps it now', async () => {
  const { path, instance } = await returned();
  const other = await server.as('sales2');
  const next = (await admin('GET', '/users')).json.find((user) => user.login === 'sales2');
  const shown = await sales('GET', path);
  const given = await sales('PATCH', path, { owner: next.person.id }, { 'If-Match': `"${shown.json.version}"` });
  assert.equal(given.status, 200, given.text);
  assert.equal((await other('GET', path)).json.actions.find((each) => each.action === 'submit').enabled, true);
  const again = await other('POST', `${path}/actions/submit`, {});
  assert.equal(again.status, 201, again.text);
  assert.equal(again.json.instance, instance);
});
