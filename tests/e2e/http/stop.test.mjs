// SIGTERM in the middle of a load: the server ends with 0, says nothing on stderr, and what it answered is there. FW_STOPS=n
// sets how often.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Server, newFolder, removeFolder } from './server.mjs';

const stops = Number(process.env.FW_STOPS ?? 5);
const folder = newFolder();
const tokens = {};

before(async () => {
  const first = await Server.start({ folder });
  for (const login of ['sales', 'manager', 'admin']) tokens[login] = await first.token(login);
  assert.deepEqual(await first.stop(), { code: 0, signal: null });
});
after(() => removeFolder(folder));

// Sixteen people who work until the server is gone. What was answered is noted in `made`.
async function work(server, made) {
  let product, customer;
  const ask = (login, method, path, body) => server.ask(method, path, body, { Authorization: `Bearer ${tokens[login]}` });
  const until_gone = async (step) => {
    for (let i = 0; ; ++i) {
      let answer;
      try {
        answer = await step(i);
      } catch {
        return; // the connection was closed
      }
      if (answer) assert.ok(answer.status < 300 || answer.status === 503, `${answer.status} ${answer.text}`);
    }
  };
  product = (await ask('sales', 'GET', '/records/sales.product?limit=1')).json.records[0].id;
  customer = (await ask('sales', 'GET', '/records/sales.account?limit=1')).json.records[0].id;
  const create = async () => {
    const answer = await ask('sales', 'POST', '/records/sales.account', { name: 'Under load' });
    if (answer.status === 201) made.push(answer.json.id);
    return answer;
  };
  const submit = async () => {
    const contract = await ask('sales', 'POST', '/records/sales.contract', {
      subject: 'Under load', customer, starts_on: '2026-12-01', ends_on: '2027-11-30', lines: [{ product, quantity: 1, price: 200000 }],
    });
    if (contract.status !== 201) return contract;
    return ask('sales', 'POST', `/records/sales.contract/${contract.json.id}/actions/submit`, {});
  };
  const decide = async () => {
    const box = await ask('manager', 'GET', '/tasks?box=todo&limit=5');
    const task = box.json?.tasks?.[0];
    return task ? ask('manager', 'POST', `/tasks/${task.id}/approve`, { comment: 'ok' }) : box;
  };
  const listen = async () => {
    const news = await fetch(`${server.address}/api/v1/events`, { headers: { Authorization: `Bearer ${tokens.admin}` } });
    for await (const part of news.body) void part;
  };
  await Promise.all([
    ...Array.from({ length: 6 }, () => until_gone(create)),
    ...Array.from({ length: 3 }, () => until_gone(submit)),
    until_gone(decide),
    until_gone(() => ask('admin', 'GET', '/reports/sales.contracts_by_month')),
    until_gone(() => ask('admin', 'GET', '/records/sales.account/export')),
    until_gone(() => ask('admin', 'GET', '/records/sales.contract?sort=-total&limit=200')),
    until_gone(() => server.ask('POST', '/session', { user: 'sales', password: 'formwork' })),
    until_gone(listen),
    until_gone(listen),
  ]);
}

test(`SIGTERM under load ${stops} times`, { timeout: 30_000 + stops * 60_000 }, async () => {
  const made = [];
  for (let i = 0; i < stops; ++i) {
    const server = await Server.start({ folder, demo: false });
    const load = work(server, made);
    const answered = made.length;
    while (made.length < answered + 5 + i * 3) await pause(2);
    const began = Date.now();
    assert.deepEqual(await server.stop(), { code: 0, signal: null }, server.errors);
    assert.equal(server.errors, '');
    assert.ok(Date.now() - began < 25_000, `took ${Date.now() - began} ms`);
    await load;
  }
  const server = await Server.start({ folder, demo: false });
  const headers = { Authorization: `Bearer ${tokens.admin}` };
  for (const id of made) assert.equal((await server.ask('GET', `/records/sales.account/${id}`, undefined, headers)).status, 200);
  assert.equal((await server.stop()).code, 0);
});
