// What automations could not do, over HTTP and the command line: seen, tried again, skipped, also after a restart. The
// outside world is a real endpoint that answers 500 until it is told otherwise.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { T, automation, buildOps, eventually, packed, set, text } from './automations.mjs';
import { Server, formwork, good, newFolder, removeFolder } from './server.mjs';

const folder = newFolder();
const data = join(folder, 'data');
const plugins = join(folder, 'plugins');
const posted = [];
let status = 500;
let shop, server, admin, sales;

const post = (more = {}) => ({ id: 'post', type: 'action', action: 'ops.post', arguments: { name: 'name' }, retries: 1, retry_after: 'PT1S', ...more });

function files(changes = {}) {
  return packed({
    'pack.json': { kind: 'pack', id: 'fails', version: '1.0.0', label: T('Failures') },
    'entities/ticket.json': { kind: 'entity', id: 'ticket', label: T('Ticket'), title: 'name', fields: [text('name', { required: true }), text('mark'), text('note')] },
    'entities/task.json': { kind: 'entity', id: 'task', label: T('Task'), title: 'name', fields: [text('name', { max_length: 12, required: true }), { id: 'ticket', type: 'reference', to: 'ticket', label: T('Ticket') }] },
    'automations/order.json': automation('order', 'ticket', { type: 'create' }, [set('before', { mark: '"ordered"' }), post(), set('behind', { note: 'mark + "!"' })], { when: 'starts with(name, "order")' }),
    ...changes,
  });
}
const deploy = async (changes) => good(await admin('POST', '/deployments', { packs: [{ id: 'fails', files: files(changes) }] }), 201);
const ticket = async (name) => good(await admin('POST', '/records/fails.ticket', { name }), 201).id;
const shown = async (id) => good(await admin('GET', `/records/fails.ticket/${id}`));
const tasks = async (id) => good(await admin('GET', `/records/fails.task?filter=${encodeURIComponent(`ticket.id = "${id}"`)}`)).records.map((each) => each.name);
const failures = async (query = '') => good(await admin('GET', `/automations/failures${query}`)).failures;
const failureOf = (record) => eventually(async () => (await failures('?limit=1000')).find((each) => each.record?.id === record), `a failure of ${record}`);
const none = (record) => eventually(async () => !(await failures('?limit=1000')).some((each) => each.record?.id === record), `no failure of ${record}`);
const solve = (one, action, body) => admin('POST', `/automations/failures/${one.id}/${action}`, body);
const postsOf = (name) => posted.filter((each) => each.body === JSON.stringify({ name }));
const restart = async () => {
  await server.stop();
  server = await Server.start({ folder: data, demo: false, args: ['--plugins', plugins] });
  admin = await server.as('admin');
};

before(async () => {
  buildOps(plugins);
  shop = createServer((request, answer) => {
    let body = '';
    request.on('data', (chunk) => { body += chunk; });
    request.on('end', () => {
      posted.push({ key: request.headers['idempotency-key'], body: JSON.stringify(JSON.parse(body)), status });
      answer.writeHead(status).end();
    });
  });
  await new Promise((done) => { shop.listen(0, '127.0.0.1', done); });
  process.env.FW_OPS_PORT = String(shop.address().port);
  server = await Server.start({ folder: data, args: ['--plugins', plugins] });
  admin = await server.as('admin');
  sales = await server.as('sales');
  await deploy();
});
after(async () => {
  await server?.stop();
  shop?.close();
  removeFolder(folder);
});

test('without failures the list is empty', async () => {
  assert.deepEqual(good(await admin('GET', '/automations/failures')), { failures: [], next: null, count: 0 });
});

test('an action that fails for good is listed with everything one needs, and retried with its key, after a restart', async () => {
  const id = await ticket('order one');
  const one = await failureOf(id);
  const record = await shown(id);
  assert.deepEqual([record.mark, record.note], ['ordered', 'ordered!'], 'the other steps did not wait for it');
  assert.equal(one.automation, 'fails.order');
  assert.equal(one.automation_label, 'order');
  assert.deepEqual([one.kind, one.step, one.number, one.type, one.action], ['action', 'post', 2, 'action', 'ops.post']);
  assert.deepEqual(one.record, { entity: 'fails.ticket', id, title: 'order one' });
  assert.equal(one.attempts, 2);
  assert.match(one.text, /The shop answers 500/);
  assert.ok(Date.parse(one.first_at) < Date.parse(one.last_at), `${one.first_at} ${one.last_at}`);
  const chinese = await admin('GET', '/automations/failures', undefined, { 'Accept-Language': 'zh' });
  assert.match(chinese.json.failures[0].text, /商店应答 500/);
  assert.equal(chinese.json.failures[0].automation_label, 'order（中）');

  await restart();
  assert.deepEqual(await failureOf(id), one, 'a restart changes nothing');
  assert.equal(good(await solve(one, 'retry', {})).state, 'retried');
  const again = await eventually(async () => (postsOf('order one').length === 4 ? failureOf(id) : null), 'the retry and its retry');
  assert.equal(again.id, one.id);
  assert.equal(again.first_at, one.first_at);
  assert.ok(Date.parse(again.last_at) > Date.parse(one.last_at));

  status = 200;
  assert.equal(good(await solve(again, 'retry', { reason: 'the shop is back' })).state, 'retried');
  await none(id);
  await eventually(() => postsOf('order one').some((each) => each.status === 200), 'the order');
  assert.deepEqual([...new Set(postsOf('order one').map((each) => each.key))], [`automation:${one.id}`]);
  const refused = await solve(one, 'retry', {});
  assert.equal(refused.status, 409, refused.text);
  assert.equal(refused.json.diagnostics[0].code, 'AUTO-409');
  assert.equal((await solve(one, 'skip')).status, 409);
  assert.equal(postsOf('order one').filter((each) => each.status === 200).length, 1, 'done once');
  const history = good(await admin('GET', `/records/fails.ticket/${id}/changes`)).filter((each) => each.what === 'automation_retry');
  assert.equal(history.length, 2);
  assert.equal(history[0].by.name, good(await admin('GET', '/me')).name);
  assert.deepEqual(history[0].changes.map((each) => [each.field, each.new]), [['automation', T('order')], ['step', 'post'], ['reason', 'the shop is back']]);
});

test('an action that is skipped is not done any more', async () => {
  status = 503;
  const id = await ticket('order two');
  const one = await failureOf(id);
  const before = postsOf('order two').length;
  assert.equal(good(await solve(one, 'skip', { reason: 'ordered by telephone' })).state, 'skipped');
  await none(id);
  assert.equal((await solve(one, 'skip')).status, 409);
  await restart();
  // What comes later is done: what was skipped would have been, too.
  status = 200;
  await ticket('order three');
  await eventually(() => postsOf('order three').length === 1, 'the next order');
  assert.equal(postsOf('order two').length, before);
  const [entry] = good(await admin('GET', `/records/fails.ticket/${id}/changes`));
  assert.equal(entry.what, 'automation_skip');
  assert.ok(entry.changes.some((each) => each.field === 'reason' && each.new === 'ordered by telephone'));
});

test('of several who retry at once one succeeds, and it is done once', async () => {
  status = 500;
  const id = await ticket('order four');
  const one = await failureOf(id);
  status = 200;
  const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => solve(one, n % 2 ? 'retry' : 'skip')));
  assert.deepEqual(answers.map((each) => each.status).sort(), [200, 409, 409, 409, 409, 409], answers.map((each) => each.text).join('\n'));
  const first = answers.find((each) => each.status === 200).json.state;
  await ticket('order five');
  await eventually(() => postsOf('order five').length === 1, 'the next order');
  await eventually(() => postsOf('order four').filter((each) => each.status === 200).length === (first === 'retried' ? 1 : 0), 'what was decided');
});

const late = (every, steps, when = 'starts with(name, "late")') => ({ 'automations/late.json': automation('late', 'ticket', { type: 'schedule', every }, steps, { when }) });
const work = [
  set('count', { note: 'if note = null then "1" else string(number(note) + 1)' }),
  { id: 'task', type: 'create', entity: 'task', values: { name: 'name + " 12345"', ticket: 'record' } },
  set('behind', { mark: '"behind"' }),
];

test('a scheduled run that fails is listed; a restart does not lose it; it is retried once its reason is gone', async () => {
  const bad = await ticket('late fee');
  const fine = await ticket('late');
  await deploy(late('R1/PT1S', work));
  const one = await failureOf(bad);
  assert.deepEqual((await tasks(fine)), ['late 12345']);
  assert.deepEqual([one.kind, one.step, one.number, one.type, one.action], ['run', 'task', 2, 'create', null]);
  assert.equal(one.attempts, 3);
  assert.equal(one.code, 'AUTO-301');
  assert.match(one.text, /at most 12 characters/);
  assert.equal((await shown(bad)).note, null, 'nothing of it was stored');
  await restart();
  assert.deepEqual(await failureOf(bad), one);
  const timers = good(await admin('GET', '/maintenance/doctor')).findings.find((each) => each.check === 'timers');
  assert.equal(timers.ok, true, `${JSON.stringify(timers.text)}: it is no timer of a flow`);
  const { version } = await shown(bad);
  good(await admin('PATCH', `/records/fails.ticket/${bad}`, { name: 'late f' }, { 'If-Match': `"${version}"` }));
  good(await solve(one, 'retry'));
  await eventually(async () => (await tasks(bad)).includes('late f 12345'), 'the task');
  const done = await shown(bad);
  assert.deepEqual([done.note, done.mark], ['1', 'behind']);
  await none(bad);
  const refused = await solve(one, 'retry');
  assert.equal(refused.status, 404, refused.text);
  assert.equal(refused.json.diagnostics[0].code, 'AUTO-404');
  assert.match(refused.json.detail, /failure/);
});

test('a scheduled run is done without the step that is skipped', async () => {
  const bad = await ticket('late again and again');
  await deploy(late('R1/PT1.5S', work, 'name = "late again and again"'));
  const one = await failureOf(bad);
  good(await solve(one, 'skip', {}));
  await eventually(async () => (await shown(bad)).mark === 'behind', 'the step behind');
  assert.equal((await shown(bad)).note, '1');
  assert.deepEqual(await tasks(bad), []);
  await none(bad);
});

test('the next turn of the schedule takes the place of what failed', async () => {
  const bad = await ticket('turn after turn');
  const rule = (every) => late(every, [work[1]], 'name = "turn after turn"');
  await deploy(rule('R1/PT1S'));
  const one = await failureOf(bad);
  await deploy(rule('R1/PT2S'));
  const other = await eventually(async () => (await failures()).find((each) => each.record?.id === bad && each.id !== one.id), 'the next turn');
  assert.equal((await failures()).filter((each) => each.record?.id === bad).length, 1);
  assert.equal((await solve(one, 'retry')).status, 404);
  good(await solve(other, 'skip'));
  await none(bad);
});

test('what failed of an automation that is deployed no more can be skipped, not retried', async () => {
  const bad = await ticket('gone soon or late');
  await deploy(late('R1/PT1.2S', [work[1]], 'name = "gone soon or late"'));
  const one = await failureOf(bad);
  await deploy({});
  const [listed] = await failures('?automation=late');
  assert.deepEqual([listed.id, listed.automation_label, listed.number, listed.record], [one.id, 'fails.late', null, null]);
  const refused = await solve(one, 'retry');
  assert.equal(refused.status, 409, refused.text);
  assert.match(refused.json.detail, /not deployed any more/);
  good(await solve(one, 'skip'));
  assert.deepEqual(await failures(), []);
});

test('pages, filters, mistakes and rights', async () => {
  status = 500;
  const ids = [];
  for (let i = 0; i < 3; i += 1) ids.push(await ticket(`order page ${i}`));
  for (const id of ids) await failureOf(id);
  const first = good(await admin('GET', '/automations/failures?limit=2&automation=order'));
  assert.equal(first.count, 3);
  assert.equal(first.failures.length, 2);
  const second = good(await admin('GET', `/automations/failures?limit=2&automation=fails.order&after=${first.next}`));
  assert.equal(second.failures.length, 1);
  assert.equal(second.next, null);
  assert.equal(new Set([...first.failures, ...second.failures].map((each) => each.record.id)).size, 3);
  const unknown = await admin('GET', '/automations/failures?automation=ordr');
  assert.equal(unknown.status, 404);
  assert.match(unknown.json.detail, /There is no automation 'ordr'/);
  assert.equal((await admin('GET', '/automations/failures?flow=x')).status, 400);
  assert.equal((await admin('GET', '/automations/failures?limit=0')).status, 400);
  const [one] = first.failures;
  assert.equal((await solve(one, 'forget')).status, 404);
  assert.equal((await solve({ id: '77' }, 'retry')).status, 404);
  assert.equal((await solve({ id: 'x' }, 'retry')).status, 404);
  for (const body of [{ comment: 'x' }, { reason: 7 }, [], { reason: 'x'.repeat(20_001) }]) {
    const wrong = await solve(one, 'skip', body);
    assert.equal(wrong.status, 422, wrong.text);
  }
  sales = await server.as('sales');
  assert.equal((await sales('GET', '/automations/failures')).status, 403);
  assert.equal((await sales('POST', `/automations/failures/${one.id}/skip`, {})).status, 403);
  assert.equal((await failures()).length, 3, 'nothing has happened');
});

test('on the command line', async () => {
  const run = (...args) => formwork('automation', ...args, '--data', data);
  const listed = await run('failures', '--automation', 'order');
  assert.equal(listed.code, 0, listed.stderr);
  const lines = listed.stdout.trim().split('\n');
  assert.equal(lines.length, 3);
  assert.match(lines[0], /^\d+ {2}fails\.order at post \(ops\.post\) {2}\S+ {2}PLUG-\d+ .*The shop answers 500.* {2}fails\.ticket \d+ order page 2$/);
  const ids = lines.map((line) => line.split(' ')[0]);
  assert.match((await run('failures', '--limit', '2')).stdout, /\n3 in all\n$/);
  status = 200;
  const retried = await run('retry', ids[0]);
  assert.equal(retried.stdout, `${ids[0]}: retried\n`);
  await eventually(() => postsOf('order page 2').some((each) => each.status === 200), 'the order');
  const skipped = await run('skip', ids[1], '--reason', 'done by hand');
  assert.equal(skipped.stdout, `${ids[1]}: skipped\n`, skipped.stderr);
  const again = await run('skip', ids[1]);
  assert.equal(again.code, 1);
  assert.match(again.stderr, /AUTO-409/);
  const unknown = await run('retry', 'nonsense');
  assert.equal(unknown.code, 1);
  assert.match(unknown.stderr, /There is no failure 'nonsense'/);
  assert.equal((await run('failures', '--automation', 'nonsense')).code, 1);
  assert.equal((await run('skip', ids[2])).code, 0);
  const empty = await run('failures');
  assert.equal(empty.stdout, '');
  assert.match(empty.stderr, /no automation has failed/);
});
