// kill -9 at random moments under load: what was answered is there exactly once, nothing is half done, every flow goes on to
// its end and every timer fires once. FW_SEED=n repeats the moments of a run, FW_KILLS=n sets how many.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import { Client, random } from './client.mjs';
import { binary, Server } from './server.mjs';

const seed = Number(process.env.FW_SEED ?? Math.floor(Math.random() * 1e9));
const kills = Number(process.env.FW_KILLS ?? 20);
const creators = 6;
const most = Number(process.env.FW_ITEMS ?? 1000);

function packFiles(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    return { path: path.slice(folder.length + 1), text: readFileSync(path, 'utf8') };
  });
}

async function signIn(server) {
  const answer = await fetch(server.url + '/api/v1/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ user: 'admin', password: 'formwork' }),
  });
  assert.equal(answer.status, 200, await answer.clone().text());
  const cookie = answer.headers.get('set-cookie').split(';')[0];
  const { csrf } = await answer.json();
  return { Cookie: cookie, 'X-CSRF-Token': csrf, 'Content-Type': 'application/json' };
}

// Deploys the pack, lets three people work with it and gives each a token.
async function prepare(server) {
  const headers = await signIn(server);
  const call = async (method, path, body) => {
    const answer = await fetch(server.url + '/api/v1' + path, { method, headers, body: JSON.stringify(body) });
    const text = await answer.text();
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  };
  await call('POST', '/deployments', { packs: [{ id: 'killtest', files: packFiles(join(import.meta.dirname, 'pack')) }] });
  const tokens = {};
  for (const login of ['sales', 'manager', 'finance', 'admin']) {
    if (login === 'sales') await call('PATCH', '/users/sales', { roles: ['sales.sales', 'killtest.clerk'] });
    tokens[login] = (await call('POST', `/users/${login}/tokens`, {})).token;
  }
  return tokens;
}

test(`kill -9 ${kills} times`, { timeout: 240_000 }, async (t) => {
  t.diagnostic(`FW_SEED=${seed}`);
  console.log(`FW_SEED=${seed}`);
  const folder = mkdtempSync(join(tmpdir(), 'formwork-kill-'));
  const data = join(folder, 'company');
  const server = new Server(data);
  const chance = random(seed);
  try {
    await server.start('--demo');
    const tokens = await prepare(server);
    const items = new Map(); // name -> {id, instance}
    const decided = new Map(); // task -> times answered as done
    let creating = true;
    let working = true;

    const create = async (number) => {
      const client = new Client(server, tokens.sales);
      for (let i = 0; creating && items.size < most; i += 1) {
        const name = `item ${number}.${i}`;
        const made = await client.post('/records/killtest.item', { name, amount: i }, `create ${seed} ${name}`);
        assert.equal(made.status, 201, JSON.stringify(made.body));
        const item = { id: made.body.id, amount: i };
        items.set(name, item);
        const started = await client.post(`/records/killtest.item/${item.id}/actions/submit`, {}, `submit ${seed} ${name}`);
        assert.equal(started.status, 201, JSON.stringify(started.body));
        item.instance = started.body.instance;
      }
      return client.repeated;
    };

    const decide = async (login, action) => {
      const client = new Client(server, tokens[login]);
      while (working) {
        const box = await client.get('/tasks?box=todo&limit=20');
        assert.equal(box.status, 200, JSON.stringify(box.body));
        const tasks = box.body.tasks.filter((task) => task.flow === 'killtest.check');
        for (const task of tasks) {
          const done = await client.post(`/tasks/${task.id}/${action}`, { comment: `by ${login}` }, `${action} ${seed} ${task.id}`);
          assert.equal(done.status, 200, JSON.stringify(done.body));
          decided.set(task.id, (decided.get(task.id) ?? 0) + 1);
        }
        if (tasks.length === 0) await pause(50);
      }
      return client.repeated;
    };

    const load = Promise.all([
      ...Array.from({ length: creators }, (_, i) => create(i)),
      decide('manager', 'approve'),
      decide('finance', 'complete'),
    ]);
    let failed = null;
    load.catch((error) => {
      failed = error;
      working = creating = false;
    });

    for (let i = 0; i < kills && !failed; i += 1) {
      await pause(100 + chance() * 900);
      await server.kill();
      await server.start();
    }
    creating = false;

    // Every flow goes on to its end by itself once people have decided and timers have fired.
    const admin = new Client(server, tokens.admin);
    const deadline = Date.now() + 90_000;
    for (;;) {
      if (failed) break;
      const running = await admin.get('/instances?flow=killtest.check&state=running&limit=1');
      assert.equal(running.status, 200, JSON.stringify(running.body));
      const all = [...items.values()].every((item) => item.instance);
      if (all && running.body.instances.length === 0) break;
      assert.ok(Date.now() < deadline, 'some flows do not come to their end');
      await pause(200);
    }
    working = false;
    const repeated = (await load).reduce((sum, each) => sum + each, 0);
    assert.equal(failed, null);
    t.diagnostic(`${items.size} items, ${decided.size} decisions, ${repeated} requests sent again, ${server.starts} starts`);
    console.log(`${items.size} items, ${decided.size} decisions, ${repeated} requests sent again, ${server.starts} starts`);

    // Every answered create once, every submit once.
    const seen = new Map();
    for (let after = ''; ; ) {
      const page = await admin.get(`/records/killtest.item?limit=500&sort=name${after ? `&after=${encodeURIComponent(after)}` : ''}`);
      assert.equal(page.status, 200, JSON.stringify(page.body));
      for (const record of page.body.records) {
        assert.ok(!seen.has(record.name), `${record.name} twice`);
        seen.set(record.name, record);
      }
      if (!page.body.next) break;
      after = page.body.next;
    }
    assert.equal(seen.size, items.size);
    const numbers = new Set();
    for (const [name, item] of items) {
      const record = seen.get(name);
      assert.ok(record, `${name} is lost`);
      assert.equal(record.id, item.id);
      assert.equal(record.state, 'done');
      assert.equal(record.decisions, 1, `${name}: the timer fired ${record.decisions} times`);
      assert.equal(Number(record.double), item.amount * 2);
      numbers.add(record.number);
    }
    assert.equal(numbers.size, items.size, 'numbers given twice');

    // Each flow: one decision of each, one timer, one message.
    for (const [name, item] of items) {
      const shown = await admin.get(`/instances/${item.instance}`);
      assert.equal(shown.status, 200);
      assert.equal(shown.body.state, 'completed');
      const kinds = {};
      for (const entry of shown.body.trail) kinds[`${entry.kind} ${entry.action ?? ''}`.trim()] = (kinds[`${entry.kind} ${entry.action ?? ''}`.trim()] ?? 0) + 1;
      assert.deepEqual(
        kinds,
        { 'started started': 1, 'seat approve': 1, 'seat complete': 1, timer: 1, script: 1, 'notify notify': 1, 'ended completed': 1 },
        `${name}: ${JSON.stringify(kinds)}`,
      );
    }
    assert.equal(decided.size, 2 * items.size);
    for (const [task, times] of decided) assert.equal(times, 1, `task ${task} was answered ${times} times`);

    let told = 0;
    const sales = new Client(server, tokens.sales);
    for (let after = ''; ; ) {
      const page = await sales.get(`/notifications?limit=500${after ? `&after=${after}` : ''}`);
      told += page.body.notifications.filter((each) => / is done$/.test(each.text)).length;
      if (!page.body.next) break;
      after = page.body.next;
    }
    assert.equal(told, items.size);

    assert.equal(await server.stop(), 0);
    const verified = execFileSync(binary('flow_verify'), [data], { encoding: 'utf8' });
    console.log(verified.trim());
    assert.match(verified, /^verified \d+ instances$/m);
  } finally {
    await server.kill().catch(() => {});
    rmSync(folder, { recursive: true, force: true });
  }
});
