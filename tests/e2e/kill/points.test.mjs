// kill -9 at every point of the write path, by name: FORMWORK_KILL_AT=point:n ends the server there. What was answered is
// there once, actions of plugins are done at least once with one key, flows come to their end, replay equals the snapshot.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import { Client } from './client.mjs';
import { binary, Server } from './server.mjs';

const folder = mkdtempSync(join(tmpdir(), 'formwork-points-'));
const plugins = join(folder, 'plugins');
const log = join(folder, 'outside.txt');

const source = `
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "formwork_plugin.h"
static void note(const fw_host* host, fw_call* call, fw_text input) {
    (void)input;
    FILE* file = fopen(getenv("FW_OUTSIDE"), "a");
    fw_text key = host->key(call);
    fprintf(file, "%.*s\\n", (int)key.size, key.data);
    fclose(file);
    fw_text answer = {"{\\"ok\\": true}", 12};
    host->answer(call, answer);
}
static int start(const fw_host* host, fw_registry* registry) {
    (void)host;
    fw_action action;
    memset(&action, 0, sizeof action);
    action.size = sizeof action;
    action.id.data = "note";
    action.id.size = 4;
    action.label_en = action.label_zh = action.id;
    action.run = note;
    registry->add_action(registry, &action);
    return 0;
}
FW_PLUGIN_EXPORT const fw_plugin* formwork_plugin(void) {
    static fw_plugin plugin;
    plugin.size = sizeof plugin;
    plugin.api = FW_PLUGIN_API;
    plugin.id.data = "outside";
    plugin.id.size = 7;
    plugin.start = start;
    return &plugin;
}`;

const T = (en) => ({ en, zh: en });
const line = (...ids) => ids.slice(1).map((to, i) => ({ from: ids[i], to }));
const pack = [
  ['pack.json', { kind: 'pack', id: 'points', version: '1.0.0', label: T('Points') }],
  ['flows/run.json', {
    kind: 'flow', id: 'run', label: T('Run'), variables: [{ id: 'count', type: 'number', initial: '0' }, { id: 'ok', type: 'boolean' }],
    nodes: [{ id: 'start', type: 'start' }, { id: 'work', type: 'service_task', action: 'outside.note', out: { ok: 'result.ok' } },
      { id: 'check', type: 'approval', who: { person: 'manager' } }, { id: 'wait', type: 'timer', after: 'PT1S' }, { id: 'add', type: 'script', set: { count: 'count + 1' } },
      { id: 'call', type: 'call_activity', flow: 'sub' }, { id: 'end', type: 'end' }],
    edges: line('start', 'work', 'check', 'wait', 'add', 'call', 'end'),
  }],
  ['flows/sub.json', { kind: 'flow', id: 'sub', label: T('Sub'), nodes: [{ id: 'start', type: 'start' }, { id: 'rest', type: 'timer', after: 'PT1S' }, { id: 'end', type: 'end' }], edges: line('start', 'rest', 'end') }],
].map(([path, value]) => ({ path, text: JSON.stringify(value) }));
const points = [
  ...[1, 2, 3, 4, 5, 6, 7, 8].flatMap((n) => [`work_done:${n}`, `before_commit:${n}`, `after_commit:${n}`]),
  ...[1, 2, 3, 4, 5, 6].map((n) => `step_written:${n}`),
  'before_action:1', 'after_action:1', 'timers_due:1', 'timers_due:2', 'bulk_batch:1',
];

async function signIn(server) {
  const answer = await fetch(server.url + '/api/v1/session', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ user: 'admin', password: 'formwork' }) });
  const { csrf } = await answer.json();
  return { Cookie: answer.headers.get('set-cookie').split(';')[0], 'X-CSRF-Token': csrf, 'Content-Type': 'application/json' };
}

test('kill -9 at every point', { timeout: 900_000 }, async () => {
  mkdirSync(join(plugins, 'outside'), { recursive: true });
  writeFileSync(join(folder, 'plugin.c'), source);
  execFileSync('cc', ['-shared', '-fPIC', `-I${join(import.meta.dirname, '../../../plugins/api')}`, join(folder, 'plugin.c'), '-o', join(plugins, 'outside/plugin.so')]);
  writeFileSync(join(plugins, 'outside/pack.json'), JSON.stringify({ kind: 'pack', id: 'outside', version: '1.0.0', label: T('Outside') }));
  process.env.FW_OUTSIDE = log;
  const data = join(folder, 'company');
  const server = new Server(data);
  let watching = true;
  try {
    await server.start('--demo', '--plugins', plugins);
    const headers = await signIn(server);
    const call = async (method, path, body) => {
      const answer = await fetch(server.url + '/api/v1' + path, { method, headers, body: JSON.stringify(body) });
      assert.ok(answer.status < 300, `${method} ${path}: ${await answer.clone().text()}`);
      return answer.status === 204 ? null : answer.json();
    };
    await call('POST', '/deployments', { packs: [{ id: 'points', files: pack }] });
    const tokens = {};
    for (const login of ['manager', 'admin']) tokens[login] = (await call('POST', `/users/${login}/tokens`, {})).token;
    const admin = new Client(server, tokens.admin);
    const manager = new Client(server, tokens.manager);
    const only = process.env.FW_POINT;
    let reached = 0;
    for (const point of points.filter((each) => !only || each.startsWith(only))) {
      await server.stop();
      process.env.FORMWORK_KILL_AT = point;
      await server.start('--plugins', plugins);
      delete process.env.FORMWORK_KILL_AT;
      // Whoever ends it: it is started again.
      let ended = false;
      const again = (async () => {
        await server.ended();
        if (!watching || ended) return;
        reached += 1;
        await server.start('--plugins', plugins);
      })();
      const started = await admin.post('/flows/points.run/start', {}, `start ${point}`);
      assert.equal(started.status, 201, JSON.stringify(started.body));
      const id = started.body.instance;
      const until = Date.now() + 60_000;
      const wait = async (what, ask) => {
        for (;;) {
          const got = await ask();
          if (got) return got;
          assert.ok(Date.now() < until, `${point}: ${what} did not happen`);
          await pause(30);
        }
      };
      const task = await wait('the task', async () => (await manager.get('/tasks?box=todo&limit=200')).body.tasks.find((each) => each.instance === id));
      const decided = await manager.post(`/tasks/${task.id}/approve`, {}, `approve ${point}`);
      assert.equal(decided.status, 200, JSON.stringify(decided.body));
      const many = await admin.post('/bulk', { action: 'set', select: { ids: [id] }, arguments: { variables: { ok: false } } }, `bulk ${point}`);
      assert.equal(many.status, 201, JSON.stringify(many.body));
      const bulk = await wait('the bulk command', async () => { const shown = (await admin.get(`/bulk/${many.body.id}`)).body; return shown.state === 'done' ? shown : null; });
      assert.deepEqual([bulk.total, bulk.done, bulk.failed], [1, 1, 0], point);
      const shown = await wait('the end', async () => { const now = (await admin.get(`/instances/${id}`)).body; return now.state === 'completed' ? now : null; });
      assert.equal(Number(shown.variables.count), 1, `${point}: the timer fired once`);
      assert.equal(shown.variables.ok, false);
      const kinds = shown.trail.map((each) => each.kind);
      assert.equal(kinds.filter((each) => each === 'edited').length, 1, `${point}: ${kinds}`);
      assert.equal(kinds.filter((each) => each === 'seat').length, 1, point);
      const subs = (await admin.get('/instances?flow=points.sub&limit=200')).body.instances;
      assert.ok(subs.every((each) => each.state === 'completed'), point);
      const keys = readFileSync(log, 'utf8').trim().split('\n').filter((each) => each.startsWith(`job:${id}:`));
      assert.ok(keys.length >= 1 && keys.length <= 2 && new Set(keys).size === 1, `${point}: ${keys}`);
      ended = true;
      void again;
    }
    console.log(`${points.length} points, ${reached} ended the server`);
    assert.ok(only || reached >= points.length - 6, `only ${reached} of ${points.length} points were reached`);
    const all = (await admin.get('/instances?flow=points.run&limit=200')).body.instances;
    const subs = (await admin.get('/instances?flow=points.sub&limit=200')).body.instances;
    assert.equal(subs.length, all.length, 'each calls one');
    watching = false;
    assert.equal(await server.stop(), 0);
    const verified = execFileSync(binary('flow_verify'), [data], { encoding: 'utf8' });
    assert.match(verified, /^verified \d+ instances$/m);
  } finally {
    watching = false;
    await server.kill().catch(() => {});
    rmSync(folder, { recursive: true, force: true });
  }
});
