// Every kind of bad input gets a clear answer and changes nothing.
import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { Server, removeFolder } from './server.mjs';

let server, sales, admin;
before(async () => {
  server = await Server.start();
  sales = await server.as('sales');
  admin = await server.as('admin');
});
after(async () => {
  await server.stop();
  removeFolder(server.folder);
});

const accounts = '/records/sales.account';
const count = async () => (await admin('GET', `${accounts}?limit=1&count=true`)).json.count;
const problem = (answer, status) => {
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.headers.get('content-type'), /application\/problem\+json/);
  assert.ok(answer.json.diagnostics.length > 0);
  for (const d of answer.json.diagnostics) assert.ok(d.code && d.text, answer.text);
  return answer.json;
};

test('wrong types, unknown fields and missing values: one diagnostic each, with the field', async () => {
  const before_ = await count();
  const answer = problem(await sales('POST', accounts, { name: 7, nonsense: 1 }), 422);
  const fields = answer.diagnostics.map((d) => d.field);
  assert.ok(fields.includes('name'), JSON.stringify(answer));
  assert.ok(fields.includes('nonsense'), JSON.stringify(answer));
  problem(await sales('POST', accounts, []), 422);
  assert.equal(await count(), before_);
});

test('bodies that are no JSON', async () => {
  const broken = problem(await sales('POST', accounts, '{"name": "x",}'), 400);
  assert.ok(broken.diagnostics[0].line === 1 && broken.diagnostics[0].column > 1, JSON.stringify(broken));
  problem(await sales('POST', accounts, new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])), 400);
  problem(await sales('POST', accounts, '['.repeat(5000) + ']'.repeat(5000)), 400);
  problem(await sales('POST', accounts, '{"name": "a", "name": "b"}'), 400);
  problem(await sales('POST', accounts, ''), 400);
  problem(await sales('POST', accounts, 'name=x', { 'Content-Type': 'application/x-www-form-urlencoded' }), 415);
});

test('a body over 10 MB is refused with 413', async () => {
  problem(await sales('POST', accounts, `{"name": "${'x'.repeat(11 << 20)}"}`), 413);
});

test('unknown addresses and wrong methods', async () => {
  problem(await sales('GET', '/nowhere'), 404);
  problem(await sales('GET', '/records/sales.nothing'), 404);
  problem(await sales('GET', `${accounts}/123`), 404);
  problem(await sales('GET', `${accounts}/abc`), 404);
  problem(await sales('GET', `${accounts}/%FF`), 400);
  const wrong = await sales('PUT', accounts, {});
  problem(wrong, 405);
  assert.match(wrong.headers.get('allow'), /GET.*POST|POST.*GET/);
});

test('filters, sorts, cursors and limits that make no sense', async () => {
  const filter = problem(await sales('GET', `${accounts}?filter=${encodeURIComponent('name = ')}`), 400);
  assert.ok(filter.diagnostics[0].column >= 1, JSON.stringify(filter));
  problem(await sales('GET', `${accounts}?filter=${encodeURIComponent('nonsense = 1')}`), 400);
  problem(await sales('GET', `${accounts}?sort=nonsense`), 400);
  problem(await sales('GET', `${accounts}?fields=nonsense`), 400);
  problem(await sales('GET', `${accounts}?after=nonsense`), 400);
  for (const limit of ['0', '1001', '-1', 'x', '1e3']) problem(await sales('GET', `${accounts}?limit=${limit}`), 400);
});

test('what nobody reads is refused, with what was meant', async () => {
  const misspelt = problem(await sales('GET', `${accounts}?fliter=name`), 400);
  assert.match(misspelt.diagnostics[0].hint, /filter/);
  problem(await sales('GET', '/people?name=x'), 400);
  assert.equal((await admin('GET', '/instances?limit=1&state=&search=1')).status, 200);
  const nameless = problem(await admin('GET', '/instances?limit=1&variable.amount=1'), 400);
  assert.match(nameless.diagnostics[0].text, /no flow has a variable 'amount'/, 'variable.NAME is any name that a flow has');
  problem(await admin('GET', '/instances?limit=1&variables.amount=1'), 400);
  const nowhere = problem(await admin('GET', '/instances?flow=sales.contract_aproval'), 400);
  assert.match(JSON.stringify(nowhere), /FLOW-422.*did you mean 'sales.contract_approval'/);
  problem(await sales('GET', '/reports/sales.contracts_by_month?nonsense=1'), 400);
  problem(await server.ask('POST', '/session', { user: 'sales', password: 'formwork', remember: true }), 422);
  const contract = (await sales('GET', '/records/sales.contract?limit=1')).json.records[0];
  problem(await sales('POST', `/records/sales.contract/${contract.id}/actions/submit`, { foo: 1 }), 422);
  const pack = { id: 'x', files: [{ path: 'pack.json', text: '{"kind": "pack", "id": "x", "version": "1.0.0"}' }] };
  problem(await admin('POST', '/deployments', { packs: [pack], foo: 1 }), 422);
  problem(await admin('POST', '/deployments', { packs: [pack], allow_data_loss: 'yes' }), 422);
  const named = problem(await admin('POST', '/deployments', { packs: [{ ...pack, id: 'y' }] }), 422);
  assert.match(named.diagnostics[0].text, /'y'.*'x'/);
  problem(await admin('POST', '/users', { login: 'a', name: 'b', rolse: [] }), 422);
});

test('somebody stays who can administer', async () => {
  problem(await admin('PATCH', '/users/admin', { active: false }), 409);
  problem(await admin('PATCH', '/users/admin', { roles: [] }), 409);
  assert.equal((await admin('GET', '/users')).status, 200);
});

test('without signing in, without rights, without CSRF token', async () => {
  problem(await server.ask('GET', accounts), 401);
  problem(await server.ask('GET', accounts, undefined, { Authorization: 'Bearer nonsense' }), 401);
  problem(await sales('GET', '/users'), 403);
  problem(await sales('POST', '/deployments', { packs: [] }), 403);
  const signedIn = await server.ask('POST', '/session', { user: 'sales', password: 'formwork' });
  assert.equal(signedIn.status, 200, signedIn.text);
  const cookie = signedIn.headers.get('set-cookie');
  assert.match(cookie, /HttpOnly/);
  assert.match(cookie, /SameSite=Strict/);
  const headers = { Cookie: cookie.split(';')[0] };
  assert.equal((await server.ask('GET', '/me', undefined, headers)).status, 200);
  problem(await server.ask('POST', accounts, { name: 'no token' }, headers), 403);
  const made = await server.ask('POST', accounts, { name: 'With token' }, { ...headers, 'X-CSRF-Token': signedIn.json.csrf });
  assert.equal(made.status, 201, made.text);
  assert.equal((await server.ask('DELETE', '/session', undefined, { ...headers, 'X-CSRF-Token': signedIn.json.csrf })).status, 204);
  problem(await server.ask('GET', '/me', undefined, headers), 401);
});

test('wrong passwords say the same as unknown names', async () => {
  const wrong = await server.ask('POST', '/session', { user: 'finance', password: 'wrong' });
  const unknown = await server.ask('POST', '/session', { user: 'nobody at all', password: 'wrong' });
  assert.equal(wrong.status, 401);
  assert.equal(wrong.text, unknown.text);
  problem(await server.ask('POST', '/session', { user: 1 }), 422);
});

test('versions: 428 without, 412 when stale', async () => {
  const made = await sales('POST', accounts, { name: 'Versioned' });
  assert.equal(made.status, 201, made.text);
  const path = `${accounts}/${made.json.id}`;
  problem(await sales('PATCH', path, { name: 'A' }), 428);
  const first = await sales('PATCH', path, { name: 'A' }, { 'If-Match': made.headers.get('etag') });
  assert.equal(first.status, 200, first.text);
  problem(await sales('PATCH', path, { name: 'B' }, { 'If-Match': made.headers.get('etag') }), 412);
  assert.equal((await sales('GET', path)).json.name, 'A');
});

test('the same Idempotency-Key at the same time: the same answer, one effect', async () => {
  const before_ = await count();
  const send = () => sales('POST', accounts, { name: 'Once only' }, { 'Idempotency-Key': 'key-1' });
  const answers = await Promise.all(Array.from({ length: 20 }, send));
  for (const answer of answers) {
    assert.equal(answer.status, 201, answer.text);
    assert.equal(answer.text, answers[0].text);
    assert.equal(answer.headers.get('location'), answers[0].headers.get('location'));
  }
  assert.equal(await count(), before_ + 1);
  problem(await sales('POST', accounts, { name: 'Another' }, { 'Idempotency-Key': 'key-1' }), 422);
  problem(await sales('POST', accounts, { name: 'Another' }, { 'Idempotency-Key': 'x'.repeat(201) }), 400);
  assert.equal(await count(), before_ + 1);
});

test('the language of errors follows the reader', async () => {
  const answer = await server.ask('GET', '/me', undefined, { 'Accept-Language': 'zh-CN,zh;q=0.9' });
  assert.match(answer.text, /请先登录/);
});

test('bytes that are no HTTP get 400 and the server goes on', async () => {
  const { port } = new URL(server.address);
  const answer = await new Promise((resolve) => {
    let text = '';
    const socket = net.connect(Number(port), '127.0.0.1', () => socket.write('\x16\x03\x01\x02nonsense\r\n\r\n'));
    socket.on('data', (bytes) => (text += bytes));
    socket.on('close', () => resolve(text));
    socket.on('error', () => resolve(text));
  });
  assert.match(answer, /^HTTP\/1.1 400/);
  assert.equal((await server.ask('GET', '//healthz')).status, 200);
});
