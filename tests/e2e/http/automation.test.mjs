// Automations over HTTP and the command line: what a change, a state and a time set going, in one transaction or not at
// all, and loops that are refused at deployment.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { T, automation, buildOps, eventually, packed, set, text } from './automations.mjs';
import { Server, formwork, good, newFolder, removeFolder } from './server.mjs';

const folder = newFolder();
const plugins = join(folder, 'plugins');
const log = join(folder, 'log');
let server, admin, sales, manager;

function files(changes = {}) {
  const all = {
    'pack.json': { kind: 'pack', id: 'auto', version: '1.0.0', label: T('Automations') },
    'entities/ticket.json': {
      kind: 'entity', id: 'ticket', label: T('Ticket'), title: 'name',
      fields: [text('name', { required: true }), { id: 'hours', type: 'integer', label: T('Hours') }, text('mark'), text('before'), text('sent'),
        { id: 'client', type: 'reference', to: 'client', label: T('Client') }],
      states: [{ id: 'new', label: T('New') }, { id: 'open', label: T('Open') }, { id: 'done', label: T('Done') }],
      transitions: [{ id: 'take', label: T('Take'), from: ['new'], to: 'open' }, { id: 'finish', label: T('Finish'), from: ['open'], to: 'done' }],
    },
    'entities/task.json': {
      kind: 'entity', id: 'task', label: T('Task'), title: 'name',
      fields: [text('name', { max_length: 12, required: true }), { id: 'ticket', type: 'reference', to: 'ticket', label: T('Ticket') }, text('kind', { default: '"follow-up"' })],
    },
    'entities/client.json': {
      kind: 'entity', id: 'client', label: T('Client'), title: 'name',
      fields: [text('name'), { id: 'hours', type: 'rollup', label: T('Hours'), over: 'ticket.client', sum: 'hours' }, text('grade')],
    },
    'roles/clerk.json': { kind: 'role', id: 'clerk', label: T('Clerk'), rights: [{ entity: 'ticket', create: true, read: 'all', update: 'all' }, { entity: 'client', create: true, read: 'all', update: 'all' }, { entity: 'task', read: 'all' }] },
    'flows/review.json': {
      kind: 'flow', id: 'review', label: T('Review'), on: { entity: 'ticket', action: 'review', label: T('Review') }, variables: [{ id: 'limit', type: 'number' }],
      nodes: [{ id: 'start', type: 'start' }, { id: 'check', type: 'approval', label: T('Check'), who: { person: 'manager' } }, { id: 'end', type: 'end' }],
      edges: [{ from: 'start', to: 'check' }, { from: 'check', to: 'end' }],
    },
    // What a new ticket sets going: a field of it, a record the clerk may not create, a flow, a message.
    'automations/a_welcome.json': automation('a_welcome', 'ticket', { type: 'create' }, [
      set('mark', { mark: '"seen by " + initiator.login' }),
      { id: 'task', type: 'create', entity: 'task', values: { name: '"do " + name', ticket: 'record' } },
      { id: 'review', type: 'start_flow', flow: 'review', variables: { limit: 'hours * 2' }, when: 'hours > 8' },
      { id: 'tell', type: 'notify', who: { person: 'manager' }, text: T('{name} {mark}', '{name} 已受理') },
    ]),
    'automations/grew.json': automation('grew', 'ticket', { type: 'update', fields: ['hours'] }, [set('before', { before: 'string(old.hours) + " to " + string(hours)' })], { when: 'hours > old.hours' }),
    'automations/taken.json': automation('taken', 'ticket', { type: 'state', from: ['new'], to: ['open'] }, [{ id: 'task', type: 'create', entity: 'task', values: { name: '"taken"', ticket: 'record', kind: 'null' } }]),
    'automations/graded.json': automation('graded', 'client', { type: 'update', fields: ['hours'] }, [set('grade', { grade: 'if hours > 100 then "A" else "B"' })]),
    'automations/posted.json': automation('posted', 'ticket', { type: 'state', to: ['done'] }, [{ id: 'post', type: 'action', action: 'ops.log', arguments: { number: 'name' }, retries: 3, retry_after: 'PT1S' }]),
    'automations/tick.json': automation('tick', 'ticket', { type: 'schedule', every: 'R3/PT1S' }, [
      set('count', { sent: 'if sent = null then "1" else string(number(sent) + 1)' })], { when: 'starts with(name, "tick")' }),
    ...changes,
  };
  return packed(all);
}

const ticket = async (fields) => good(await sales('POST', '/records/auto.ticket', fields), 201).id;
const change = async (id, fields) => good(await sales('PATCH', `/records/auto.ticket/${id}`, fields, { 'If-Match': `"${(await shown('ticket', id)).version}"` }));
const shown = async (entity, id) => good(await admin('GET', `/records/auto.${entity}/${id}`));
const tasks = async (id) => good(await admin('GET', `/records/auto.task?filter=${encodeURIComponent(`ticket.id = "${id}"`)}&sort=id`)).records;

before(async () => {
  buildOps(plugins);
  process.env.FW_OPS_LOG = log;
  server = await Server.start({ folder: join(folder, 'data'), args: ['--plugins', plugins] });
  admin = await server.as('admin');
  good(await admin('POST', '/deployments', { packs: [{ id: 'auto', files: files() }] }), 201);
  const users = (await admin('GET', '/users')).json;
  const user = (users.users ?? users).find((each) => each.login === 'sales');
  good(await admin('PATCH', '/users/sales', { roles: [...user.roles, 'auto.clerk'] }));
  sales = await server.as('sales');
  manager = await server.as('manager');
});
after(async () => {
  await server?.stop();
  removeFolder(folder);
});

test('a new record sets a field, creates a record, starts a flow and tells people, at once', async () => {
  const id = await ticket({ name: 'fridge', hours: 9 });
  const record = await shown('ticket', id);
  assert.equal(record.mark, 'seen by sales');
  const made = await tasks(id);
  assert.deepEqual(made.map((each) => [each.name, each.kind]), [['do fridge', 'follow-up']]);
  const task = await shown('task', made[0].id);
  assert.equal(task.owner.id, record.owner.id, 'it belongs to the owner of the ticket');
  const running = good(await admin('GET', `/instances?flow=auto.review&record=${id}`)).instances;
  assert.equal(running.length, 1);
  assert.equal(good(await admin('GET', `/instances/${running[0].id}`)).variables.limit, 18);
  const bell = good(await manager('GET', '/notifications')).notifications;
  const note = bell.find((each) => each.text === 'fridge seen by sales');
  assert.deepEqual(note?.link, { entity: 'auto.ticket', id });
});

test('answers show the record as it is stored, after what was set going', async () => {
  const made = await sales('POST', '/records/auto.ticket', { name: 'answer', hours: 1 });
  const { id } = good(made, 201);
  assert.equal(made.json.mark, 'seen by sales');
  const stored = await sales('GET', `/records/auto.ticket/${id}`);
  assert.equal(made.headers.get('etag'), stored.headers.get('etag'));
  const changed = await sales('PATCH', `/records/auto.ticket/${id}`, { hours: 2 }, { 'If-Match': made.headers.get('etag') });
  assert.equal(good(changed).before, '1 to 2');
  const again = await sales('PATCH', `/records/auto.ticket/${id}`, { hours: 3 }, { 'If-Match': changed.headers.get('etag') });
  assert.equal(again.status, 200, again.text);
  const batch = good(await sales('POST', '/records/auto.ticket/batch', { records: [{ name: 'batch', hours: 1 }] })).results[0];
  assert.equal(batch.version, (await shown('ticket', batch.id)).version);
});

test('a step that is not wanted is left out', async () => {
  const id = await ticket({ name: 'lamp', hours: 1 });
  assert.equal(good(await admin('GET', `/instances?flow=auto.review&record=${id}`)).instances.length, 0);
});

test('a change is compared with what was before', async () => {
  const id = await ticket({ name: 'sink', hours: 2 });
  await change(id, { hours: 5 });
  assert.equal((await shown('ticket', id)).before, '2 to 5');
  await change(id, { hours: 3 });
  assert.equal((await shown('ticket', id)).before, '2 to 5', 'it has become less');
  await change(id, { name: 'the sink' });
  assert.equal((await shown('ticket', id)).before, '2 to 5');
});

test('what is computed from other records is a change as well', async () => {
  const client = good(await sales('POST', '/records/auto.client', { name: 'Li' }), 201).id;
  await ticket({ name: 'roof', hours: 70, client });
  assert.equal((await shown('client', client)).grade, 'B');
  await ticket({ name: 'wall', hours: 60, client });
  assert.equal((await shown('client', client)).grade, 'A');
});

test('a state that is entered', async () => {
  const id = await ticket({ name: 'oven', hours: 1 });
  good(await sales('POST', `/records/auto.ticket/${id}/transitions/take`, {}));
  const made = await tasks(id);
  assert.deepEqual(made.map((each) => each.name), ['do oven', 'taken']);
  assert.equal((await shown('task', made[1].id)).kind, null, 'null was given: no default');
});

test('an action is called after the change, again until it succeeds, with the same key', async () => {
  const id = await ticket({ name: 'moody', hours: 1 });
  good(await sales('POST', `/records/auto.ticket/${id}/transitions/take`, {}));
  good(await sales('POST', `/records/auto.ticket/${id}/transitions/finish`, {}));
  const lines = await eventually(() => {
    const all = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
    return all.length >= 2 && all;
  }, 'the second attempt');
  assert.equal(lines[0], lines[1]);
  assert.match(lines[0], /^automation:\d+ \{"number":\s*"moody"\}$/);
});

test('an action that fails for good is told to the administrators', async () => {
  good(await admin('POST', '/deployments', { packs: [{ id: 'auto', files: files({ 'automations/crash.json': automation('crash', 'client', { type: 'create' }, [{ id: 'crash', type: 'action', action: 'ops.crash', retries: 0 }]) }) }] }), 201);
  good(await sales('POST', '/records/auto.client', { name: 'Crash' }), 201);
  await eventually(async () => good(await admin('GET', '/notifications')).notifications.some((each) => /'crash' has failed: PLUG-015/.test(each.text)), 'the message');
});

test('what an automation cannot do refuses the change, and says which one it was', async () => {
  const before = good(await admin('GET', '/records/auto.ticket?count=true&limit=1')).count;
  const refused = await sales('POST', '/records/auto.ticket', { name: 'a name that is too long for a task', hours: 1 });
  assert.equal(refused.status, 422, refused.text);
  const [found] = refused.json.diagnostics;
  assert.equal(found.code, 'AUTO-301');
  assert.match(found.text, /a_welcome.*'task'.*at most 12 characters.*name/);
  assert.match(found.file, /automations\/a_welcome\.json$/);
  assert.ok(found.line > 1);
  assert.equal(good(await admin('GET', '/records/auto.ticket?count=true&limit=1')).count, before, 'nothing was stored');
});

test('in an import one record is refused for itself', async () => {
  const answer = good(await admin('POST', '/records/auto.ticket/batch', { records: [{ name: 'one', hours: 1 }, { name: 'far too long for its task' }, { name: 'three', hours: 12 }] }));
  assert.equal(answer.stored, 2);
  assert.equal(answer.results[1].diagnostics[0].code, 'AUTO-301');
  const id = answer.results[2].id;
  assert.equal((await tasks(id)).length, 1, 'done once');
  assert.equal(good(await admin('GET', `/instances?flow=auto.review&record=${id}`)).instances.length, 1);
});

test('a time comes: each record that fits, once each time, over a restart', async () => {
  const first = await ticket({ name: 'tick one' });
  const second = await ticket({ name: 'tick two' });
  const other = await ticket({ name: 'rest' });
  const rule = (every) => files({ 'automations/tick.json': automation('tick', 'ticket', { type: 'schedule', every }, [
    set('count', { sent: 'if sent = null then "1" else string(number(sent) + 1)' })], { when: 'starts with(name, "tick")' }) });
  good(await admin('POST', '/deployments', { packs: [{ id: 'auto', files: rule('R3/PT2S') }] }), 201);
  await eventually(async () => (await shown('ticket', first)).sent !== null, 'the first time');
  await server.stop();
  server = await Server.start({ folder: join(folder, 'data'), demo: false, args: ['--plugins', plugins] });
  [admin, sales, manager] = [await server.as('admin'), await server.as('sales'), await server.as('manager')];
  const counts = async () => [(await shown('ticket', first)).sent, (await shown('ticket', second)).sent];
  // A time that passed while the server was away is caught up with, several of them once.
  await eventually(async () => { const [one, two] = await counts(); return one === two && Number(one) >= 2; }, 'the later times');
  const [one, two] = await counts();
  assert.equal(one, two);
  assert.ok(Number(one) <= 3, one);
  assert.equal((await shown('ticket', other)).sent, null);
});

test('a scheduled automation that fails is given up for that record, and the administrators are told', async () => {
  const bad = await ticket({ name: 'late fee' });
  const fine = await ticket({ name: 'late' });
  good(await admin('POST', '/deployments', { packs: [{ id: 'auto', files: files({ 'automations/late.json': automation('late', 'ticket', { type: 'schedule', every: 'R1/PT1S' }, [
    { id: 'task', type: 'create', entity: 'task', values: { name: 'name + " 12345"', ticket: 'record' } }], { when: 'starts with(name, "late")' }) }) }] }), 201);
  await eventually(async () => (await tasks(fine)).some((each) => each.name === 'late 12345'), 'the other record');
  const told = await eventually(async () => good(await admin('GET', '/notifications')).notifications.find((each) => /late.*has failed: AUTO-301/.test(each.text)), 'the message');
  assert.match(told.text, /at most 12 characters/);
  assert.equal((await tasks(bad)).length, 1);
});

test('automations that set each other going without end are refused, with the loop', async () => {
  const loop = files({
    'automations/there.json': automation('there', 'ticket', { type: 'update', fields: ['mark'] }, [set('go', { before: 'mark + "!"' })]),
    'automations/back.json': automation('back', 'ticket', { type: 'update', fields: ['before'] }, [set('come', { mark: 'before + "?"' })]),
  });
  const at = join(folder, 'loop');
  for (const file of loop) {
    mkdirSync(dirname(join(at, file.path)), { recursive: true });
    writeFileSync(join(at, file.path), file.text);
  }
  const refused = await formwork('deploy', at, '--data', join(folder, 'data'));
  assert.notEqual(refused.code, 0);
  const said = refused.stdout + refused.stderr;
  assert.match(said, /AUTO-001/);
  assert.match(said, /auto\.back: 'come' sets auto\.ticket\.mark \([^)]*automations\/back\.json:\d+\) → auto\.there: 'go' sets auto\.ticket\.before \([^)]*automations\/there\.json:\d+\) → auto\.back/);
  const checked = await formwork('check', at);
  assert.notEqual(checked.code, 0);
  assert.match(checked.stdout + checked.stderr, /AUTO-001/);
  const over = await admin('POST', '/deployments/check', { packs: [{ id: 'auto', files: loop }] });
  assert.ok(over.json.diagnostics.some((each) => each.code === 'AUTO-001' && /back\.json$/.test(each.file)), over.text);
});

test('an action that no plugin has is refused at deployment', async () => {
  const wrong = files({ 'automations/posted.json': automation('posted', 'ticket', { type: 'create' }, [{ id: 'post', type: 'action', action: 'ops.god' }]) });
  const refused = await admin('POST', '/deployments/check', { packs: [{ id: 'auto', files: wrong }] });
  const found = refused.json.diagnostics.find((each) => each.code === 'FLOW-070');
  assert.match(found.file, /automations\/posted\.json$/);
});
