// Operating flows over HTTP and the command line: actions of plugins that fail, hang and crash, incidents, suspension,
// migration, bulk commands, flows that times and records start, looking back, forks, tests of runs, what-if.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Server, formwork, newFolder, removeFolder } from './server.mjs';

const folder = newFolder();
const plugins = join(folder, 'plugins');
const broken = join(folder, 'broken');
const pack = join(folder, 'opstest');
let server, admin, sales, manager;

const T = (en) => ({ en, zh: `${en}（中）` });

// The day of the week, some days from now.
const day = (ahead) => new Date(Date.now() + ahead * 86400e3);
const weekday = (ahead) => ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][day(ahead).getUTCDay()];
const late = (id, calendar) => ({
  kind: 'flow', id, label: T(id), calendar,
  nodes: [{ id: 'start', type: 'start' }, { id: 'check', type: 'approval', label: T('Check'), who: { person: 'manager' }, timeout: { after: 'PT1S', working: true, do: 'pass' } }, { id: 'end', type: 'end' }],
  edges: [{ from: 'start', to: 'check' }, { from: 'check', to: 'end' }],
});

// The pack; `changes` by file.
function files(changes = {}) {
  const service = (id, action, more = {}) => ({ id, type: 'service_task', label: T(id), action: `ops.${action}`, retries: 1, retry_after: 'PT1S', ...more });
  const line = (...ids) => ids.slice(1).map((to, i) => ({ from: ids[i], to }));
  const job = (id, action, more = {}) => ({
    kind: 'flow', id, label: T(id), variables: [{ id: 'number', type: 'text' }, { id: 'key', type: 'text' }],
    nodes: [{ id: 'start', type: 'start' }, service('work', action, { out: { number: 'result.number', key: 'result.key' }, ...more }),
      { id: 'lost', type: 'boundary', attached_to: 'work', event: 'error', error: 'sold_out' },
      { id: 'end', type: 'end' }, { id: 'none', type: 'end' }],
    edges: [...line('start', 'work', 'end'), { from: 'lost', to: 'none' }],
  });
  const all = {
    'pack.json': { kind: 'pack', id: 'opstest', version: '1.0.0', label: T('Operations') },
    'entities/item.json': {
      kind: 'entity', id: 'item', label: T('Item'), title: 'name',
      fields: [{ id: 'name', type: 'text', label: T('Name'), required: true }, { id: 'amount', type: 'decimal', label: T('Amount') }, { id: 'seen', type: 'text', label: T('Seen') }],
    },
    'roles/clerk.json': { kind: 'role', id: 'clerk', label: T('Clerk'), rights: [{ entity: 'item', create: true, read: 'all', update: 'all' }] },
    'calendars/office.json': {
      kind: 'calendar', id: 'office', label: T('Office'), zone: 'Asia/Shanghai', hours: [{ days: 'mon-fri', from: '09:00', to: '12:00' }, { days: 'mon-fri', from: '13:00', to: '18:00' }],
      holidays: [{ date: '2026-10-01', to: '2026-10-07', label: T('National day') }],
    },
    'calendars/open.json': { kind: 'calendar', id: 'open', label: T('Always open'), zone: 'UTC', hours: [{ days: 'mon-sun', from: '00:00', to: '00:00' }] },
    'calendars/shut.json': { kind: 'calendar', id: 'shut', label: T('Open on one day'), zone: 'UTC', hours: [{ days: weekday(3), from: '09:00', to: '17:00' }] },
    'flows/inner.json': {
      kind: 'flow', id: 'inner', label: T('Inner'), nodes: [{ id: 'start', type: 'start' }, { id: 'ask', type: 'approval', label: T('Ask'), who: { person: 'manager' } }, { id: 'end', type: 'end' }],
      edges: line('start', 'ask', 'end'),
    },
    'flows/outer.json': {
      kind: 'flow', id: 'outer', label: T('Outer'), nodes: [{ id: 'start', type: 'start' }, { id: 'call', type: 'call_activity', flow: 'inner' }, { id: 'after', type: 'user_task', label: T('After'), who: { person: 'manager' } }, { id: 'end', type: 'end' }],
      edges: line('start', 'call', 'after', 'end'),
    },
    'flows/in_time.json': late('in_time', 'open'),
    'flows/later.json': late('later', 'shut'),
    'decisions/rate.json': {
      kind: 'decision', id: 'rate', label: T('Rate'), inputs: [{ id: 'amount', type: 'number' }],
      decisions: [{ id: 'rate', table: { hit_policy: 'unique', inputs: [{ expression: 'amount' }], outputs: [{}], rules: [{ when: ['< 100'], then: ['1'] }, { when: ['>= 100'], then: ['2'] }, { when: ['string length(string(?)) > 3'], then: ['3'] } /* beyond what is proved */] } }],
    },
    'flows/good.json': job('good', 'good'),
    'flows/sold_out.json': job('sold_out', 'sold_out'),
    'flows/moody.json': job('moody', 'moody'),
    'flows/hang.json': job('hang', 'hang', { retries: 0, time_limit: 'PT1S' }),
    'flows/crash.json': job('crash', 'crash', { retries: 0 }),
    'flows/typed.json': { ...job('typed', 'good'), variables: [{ id: 'number', type: 'number' }, { id: 'key', type: 'text' }] },
    'flows/unlucky.json': {
      kind: 'flow', id: 'unlucky', label: T('Unlucky'), variables: [{ id: 'limit', type: 'number', initial: '0' }],
      nodes: [{ id: 'start', type: 'start' }, { id: 'soon', type: 'timer', after: 'PT1S' }, { id: 'ask', type: 'exclusive' }, { id: 'end', type: 'end' }],
      edges: [...line('start', 'soon', 'ask'), { from: 'ask', to: 'end', when: 'limit > 100' }],
    },
    'flows/rated.json': {
      kind: 'flow', id: 'rated', label: T('Rated'), variables: [{ id: 'amount', type: 'number', input: 'start' }, { id: 'rate', type: 'any' }],
      nodes: [{ id: 'start', type: 'start' }, { id: 'ask', type: 'business_rule_task', decision: 'rate', in: { amount: 'amount' }, out: { rate: 'result' } }, { id: 'wait', type: 'timer', after: 'P1D' }, { id: 'end', type: 'end' }],
      edges: line('start', 'ask', 'wait', 'end'),
    },
    'flows/review.json': {
      kind: 'flow', id: 'review', label: T('Review'), on: { entity: 'item', action: 'submit', label: T('Submit') }, variables: [{ id: 'limit', type: 'number', initial: '5' }],
      nodes: [{ id: 'start', type: 'start' }, { id: 'check', type: 'approval', label: T('Check'), who: { person: 'manager' } }, { id: 'late', type: 'boundary', attached_to: 'check', event: 'conditional', condition: 'record.amount > 500', interrupting: false },
        { id: 'note', type: 'script', set: { 'record.seen': '"large"' } }, { id: 'noted', type: 'end' }, { id: 'end', type: 'end' }],
      edges: [...line('start', 'check', 'end'), ...line('late', 'note', 'noted')],
    },
    'flows/many.json': {
      kind: 'flow', id: 'many', label: T('Many'),
      nodes: [{ id: 'start', type: 'start' }, { id: 'prepare', type: 'user_task', label: T('Prepare'), who: { person: 'manager' }, for_each: { in: '[1, 2, 3]', as: 'part' } }, { id: 'end', type: 'end' }], edges: line('start', 'prepare', 'end'),
    },
    'flows/welcome.json': {
      kind: 'flow', id: 'welcome', label: T('Welcome'), on: { entity: 'item', event: 'created', when: 'amount = 1' },
      nodes: [{ id: 'start', type: 'start' }, { id: 'set', type: 'script', set: { 'record.seen': '"new"' } }, { id: 'end', type: 'end' }], edges: line('start', 'set', 'end'),
    },
    'flows/rich.json': {
      kind: 'flow', id: 'rich', label: T('Rich'), on: { entity: 'item', event: 'condition', when: 'amount >= 1000' },
      nodes: [{ id: 'start', type: 'start' }, { id: 'look', type: 'user_task', who: { person: 'manager' } }, { id: 'end', type: 'end' }], edges: line('start', 'look', 'end'),
    },
    'flows/tick.json': {
      kind: 'flow', id: 'tick', label: T('Tick'), nodes: [{ id: 'start', type: 'start', event: 'timer', every: 'R2/PT1S' }, { id: 'end', type: 'end' }], edges: line('start', 'end'),
    },
    'flows/free.json': {
      kind: 'flow', id: 'free', label: T('Free'),
      nodes: [{ id: 'start', type: 'start' },
        { id: 'pool', type: 'ad_hoc', start: 'on_demand', complete_when: 'done = true', variables: [{ id: 'done', type: 'boolean' }],
          nodes: [{ id: 'call', type: 'user_task', who: { person: 'manager' } }, { id: 'visit', type: 'user_task', who: { person: 'manager' } }], edges: [] },
        { id: 'end', type: 'end' }],
      edges: line('start', 'pool', 'end'),
    },
    ...changes,
  };
  return Object.entries(all).filter(([, value]) => value).map(([path, value]) => ({ path, text: JSON.stringify(value, null, 2) }));
}

async function eventually(ask, what = 'it', seconds = 40) {
  for (const end = Date.now() + seconds * 1000; ;) {
    const got = await ask();
    if (got) return got;
    assert.ok(Date.now() < end, `${what} did not happen in time`);
    await pause(50);
  }
}

const instance = async (id) => (await admin('GET', `/instances/${id}`)).json;
const state = (id, wanted) => eventually(async () => { const shown = await instance(id); return shown.state === wanted ? shown : null; }, `${id} ${wanted}`);
async function start(flow, body = {}) {
  const started = await admin('POST', `/flows/opstest.${flow}/start`, body);
  assert.equal(started.status, 201, started.text);
  return started.json.instance;
}
const incident = (id) => eventually(async () => (await admin('GET', `/incidents?instance=${id}&state=open`)).json.incidents[0], `an incident of ${id}`);

before(async () => {
  mkdirSync(join(plugins, 'ops'), { recursive: true });
  const include = fileURLToPath(new URL('../../../plugins/api', import.meta.url));
  execFileSync('cc', ['-shared', '-fPIC', '-D_GNU_SOURCE', `-I${include}`, fileURLToPath(new URL('ops/plugin.c', import.meta.url)), '-o', join(plugins, 'ops/plugin.so')]);
  writeFileSync(join(plugins, 'ops/pack.json'), JSON.stringify({ kind: 'pack', id: 'ops', version: '1.0.0', label: T('Ops') }));
  process.env.FW_OPS_BROKEN = broken;
  server = await Server.start({ folder: join(folder, 'data'), args: ['--plugins', plugins] });
  admin = await server.as('admin');
  const deployed = await admin('POST', '/deployments', { packs: [{ id: 'opstest', files: files() }] });
  assert.equal(deployed.status, 201, deployed.text);
  for (const login of ['sales', 'manager']) {
    const users = (await admin('GET', '/users')).json;
    const user = (users.users ?? users).find((each) => each.login === login);
    assert.equal((await admin('PATCH', `/users/${login}`, { roles: [...user.roles, 'opstest.clerk'] })).status, 200);
  }
  sales = await server.as('sales');
  manager = await server.as('manager');
});
after(async () => {
  await server?.stop();
  removeFolder(folder);
});

test('an action that no plugin has is refused at deployment, at its place', async () => {
  const wrong = files({ 'flows/wrong.json': { kind: 'flow', id: 'wrong', label: T('Wrong'), nodes: [{ id: 'start', type: 'start' }, { id: 'work', type: 'service_task', action: 'ops.god' }, { id: 'end', type: 'end' }], edges: [{ from: 'start', to: 'work' }, { from: 'work', to: 'end' }] } });
  const refused = await admin('POST', '/deployments/check', { packs: [{ id: 'opstest', files: wrong }] });
  const found = refused.json.diagnostics.find((each) => each.code === 'FLOW-070');
  assert.ok(found, refused.text);
  assert.match(found.file, /flows\/wrong\.json$/);
  assert.ok(found.line > 1);
  assert.match(found.hint, /good/);
});

test('an action answers, with a key; its error code goes to the boundary event', async () => {
  const id = await start('good');
  const shown = await state(id, 'completed');
  assert.equal(shown.variables.number, 'A-17');
  assert.equal(shown.variables.key, `job:${id}:1`);
  const other = await state(await start('sold_out'), 'completed');
  assert.equal(other.variables.number, null);
});

test('an action that crashes or hangs becomes an incident; the server stays', async () => {
  const crashed = await incident(await start('crash'));
  assert.equal(crashed.code, 'PLUG-015');
  assert.match(crashed.text, /crashed/);
  const hanging = await incident(await start('hang'));
  assert.equal(hanging.code, 'PLUG-014');
  assert.equal((await state(await start('good'), 'completed')).variables.number, 'A-17');
  const called = await admin('POST', '/actions/ops.crash', {});
  assert.equal(called.status, 500, called.text);
  assert.equal((await admin('POST', '/actions/ops.good', {})).json.number, 'A-17');
});

test('a time-out counts the working hours of the calendar', async () => {
  const soon = await start('in_time');
  const waits = await start('later');
  await state(soon, 'completed');
  const task = (await manager('GET', '/tasks?box=todo&limit=200')).json.tasks.find((each) => each.instance === waits);
  assert.equal(task.due_at.slice(0, 19), `${day(3).toISOString().slice(0, 10)}T09:00:01`, 'a second after the doors open');
  assert.equal((await instance(waits)).state, 'running');
});

test('nobody goes on as if a called flow had been agreed to', async () => {
  const called = async (id) => (await instance(id)).waits.find((each) => each.kind === 'call').called;
  const task = async (id) => (await manager('GET', '/tasks?box=todo&limit=200')).json.tasks.find((each) => each.instance === id);
  const no = await start('outer');
  const asked = await task(await called(no));
  assert.equal((await manager('POST', `/tasks/${asked.id}/refuse`, { comment: 'no' })).status, 200);
  assert.equal((await instance(no)).state, 'refused');

  const id = await start('outer');
  const first = await called(id);
  assert.ok(!(await instance(first)).actions.includes('withdraw'));
  const alone = await admin('POST', `/instances/${first}/withdraw`, {});
  assert.equal(alone.status, 409, alone.text);
  assert.equal(alone.json.diagnostics[0].code, 'FLOW-231');
  assert.equal((await admin('POST', `/instances/${first}/terminate`, { comment: 'by mistake' })).status, 200);
  const broken = await incident(id);
  assert.equal(broken.code, 'FLOW-307');
  assert.equal((await instance(id)).state, 'running');
  assert.equal((await admin('POST', `/incidents/${broken.id}/retry`)).status, 200);
  const second = await called(id);
  assert.notEqual(second, first);
  assert.equal((await manager('POST', `/tasks/${(await task(second)).id}/approve`, {})).status, 200);
  assert.deepEqual((await instance(id)).tokens.map((each) => each.node), ['after']);

  const other = await start('outer');
  assert.equal((await admin('POST', `/instances/${await called(other)}/terminate`, { comment: 'by mistake' })).status, 200);
  assert.equal((await admin('POST', `/incidents/${(await incident(other)).id}/skip`, { result: {} })).status, 200);
  assert.deepEqual((await instance(other)).tokens.map((each) => each.node), ['after']);

  // With the caller ends what it called.
  const whole = await start('outer');
  const part = await called(whole);
  assert.equal((await admin('POST', `/instances/${whole}/withdraw`, {})).status, 200);
  assert.equal((await instance(part)).state, 'terminated');
});

test('an incident is retried, or skipped, once its cause is known', async () => {
  writeFileSync(broken, '');
  const id = await start('moody');
  const other = await start('moody');
  const failed = await incident(id);
  assert.equal(failed.attempts, 2);
  assert.equal(failed.kind, 'job');
  assert.equal(failed.text, 'The shop does not answer');
  assert.deepEqual((await instance(id)).incidents.map((each) => each.id), [failed.id]);
  assert.equal((await sales('GET', '/incidents')).status, 403);
  assert.equal((await sales('POST', `/incidents/${failed.id}/retry`)).status, 403);
  const dry = await admin('POST', `/incidents/${failed.id}/retry`, { dry_run: true });
  assert.equal(dry.json.possible, true, dry.text);
  rmSync(broken);
  assert.equal((await admin('POST', `/incidents/${failed.id}/retry`, { comment: 'the shop is open again' })).status, 200);
  assert.equal((await state(id, 'completed')).variables.key, `job:${id}:1`);
  assert.equal((await admin('POST', `/incidents/${failed.id}/retry`)).status, 409);
  const large = await admin('POST', `/instances/${other}/set`, { variables: { key: 'x'.repeat(5_000_000) } });
  assert.equal(large.status, 200, 'as large as a start may bring');
  const skipped = await admin('POST', `/instances/${other}/skip`, { result: { number: 'by hand' } });
  assert.equal(skipped.status, 200, skipped.text);
  assert.equal((await state(other, 'completed')).variables.number, 'by hand');
  const solved = (await admin('GET', `/incidents?state=solved&flow=opstest.moody`)).json;
  assert.deepEqual(solved.incidents.map((each) => each.how).sort(), ['retried', 'skipped']);
  assert.equal(solved.count, 2);
});

test('a decision answers; one that goes wrong is an incident, and goes on with other values', async () => {
  const id = await start('rated', { variables: { amount: 50 } });
  assert.equal(Number((await instance(id)).variables.rate), 1);
  const wrong = await start('rated', { variables: { amount: 5000 } });
  const failed = await incident(wrong);
  assert.equal(failed.kind, 'decision');
  assert.match(failed.code, /^DMN-/);
  assert.equal((await admin('POST', `/instances/${wrong}/set`, { variables: { amount: 500 } })).status, 200);
  assert.equal((await admin('POST', `/instances/${wrong}/retry`)).status, 200);
  assert.equal(Number((await instance(wrong)).variables.rate), 2);
});

test('nobody acts on a suspended instance', async () => {
  const record = (await sales('POST', '/records/opstest.item', { name: 'Suspended', amount: 2 })).json;
  const started = await sales('POST', `/records/opstest.item/${record.id}/actions/submit`, {});
  const id = started.json.instance;
  assert.equal((await sales('POST', `/instances/${id}/suspend`)).status, 403);
  const box = async (name) => (await manager('GET', `/tasks?box=${name}&limit=1000`)).json;
  const task = (await box('todo')).tasks.find((each) => each.instance === id);
  const before = (await box('todo')).count;
  assert.equal((await admin('POST', `/instances/${id}/suspend`, { comment: 'audit' })).status, 200);
  assert.ok(!(await box('todo')).tasks.some((each) => each.instance === id), 'it is not to do');
  assert.equal((await box('todo')).count, before - 1);
  const waits = (await box('waiting')).tasks.find((each) => each.instance === id);
  assert.equal(waits.id, task.id);
  assert.equal(waits.suspended, true);
  assert.deepEqual(waits.actions, ['comment']);
  const refused = await manager('POST', `/tasks/${task.id}/approve`, {});
  assert.equal(refused.status, 409);
  assert.equal(refused.json.diagnostics[0].code, 'FLOW-250');
  assert.ok((await admin('GET', '/instances?state=suspended')).json.instances.some((each) => each.id === id));
  assert.equal((await admin('POST', `/instances/${id}/resume`)).status, 200);
  assert.equal((await box('todo')).count, before);
  assert.ok(!(await box('waiting')).tasks.some((each) => each.instance === id));
  assert.equal((await manager('POST', `/tasks/${task.id}/approve`, {})).status, 200);
  const kinds = (await instance(id)).trail.map((each) => each.kind);
  assert.ok(kinds.includes('suspended') && kinds.includes('resumed'), kinds.join());
});

test('a new task is on the first page of an inbox full of others, suspended or not', async () => {
  const make = async (name) => {
    const record = (await sales('POST', '/records/opstest.item', { name, amount: 2 })).json;
    return (await sales('POST', `/records/opstest.item/${record.id}/actions/submit`, {})).json.instance;
  };
  const old = [];
  for (let i = 0; i < 6; i += 1) old.push(await make(`Old ${i}`));
  for (const id of old.slice(0, 3)) assert.equal((await admin('POST', `/instances/${id}/suspend`)).status, 200);
  const last = await make('New');
  const page = (await manager('GET', '/tasks?box=todo&limit=2')).json;
  assert.equal(page.tasks[0].instance, last);
  const seen = [];
  for (let at = page; ; at = (await manager('GET', `/tasks?box=todo&limit=2&after=${at.next}`)).json) {
    seen.push(...at.tasks.map((each) => each.instance));
    if (!at.next) break;
  }
  assert.deepEqual(seen.filter((id) => old.includes(id)), old.slice(3).reverse());
  const waiting = (await manager('GET', '/tasks?box=waiting&limit=1000')).json;
  assert.deepEqual(waiting.tasks.map((each) => each.instance).filter((id) => old.includes(id)), old.slice(0, 3).reverse());
  assert.equal(waiting.count, waiting.tasks.length);
  for (const id of [...old, last]) await admin('POST', `/instances/${id}/${'terminate'}`, { comment: 'done' });
});

test('the tokens of a repeated activity are told apart, and counted as its instances', async () => {
  const id = await start('many');
  const tokens = (await instance(id)).tokens;
  assert.deepEqual(tokens.map((each) => [each.all ?? false, each.instance ?? 0, each.people?.length ?? 0]), [[true, 0, 0], [false, 1, 1], [false, 2, 1], [false, 3, 1]]);
  const listed = (await admin('GET', `/instances?search=${id}`)).json.instances[0];
  assert.equal(listed.tokens.filter((each) => !each.all).length, 3);
  assert.deepEqual((await admin('GET', `/instances/${id}/diagram`)).json.instance.tokens, { prepare: 3 });
  assert.deepEqual((await admin('GET', `/instances/${id}/replay`)).json.steps.at(-1).tokens, { prepare: 3 });
  const which = await admin('POST', `/instances/${id}/jump`, { to: 'end', comment: 'x' });
  assert.match(which.json.diagnostics[0].text, /1 at 'Prepare' \(all instances\), 2 at 'Prepare' \(instance 1\)/);
  const line = (await formwork('instance', 'list', '--flow', 'opstest.many', '--data', server.folder)).stdout;
  assert.match(line, /  prepare x3  /);
  await admin('POST', `/instances/${id}/terminate`, { comment: 'done' });
});

test('a search by a variable that no flow has says so, and what was meant', async () => {
  const wrong = async (query, words) => {
    const answer = await admin('GET', `/instances?${query}`);
    assert.equal(answer.status, 400, answer.text);
    assert.equal(answer.json.diagnostics[0].code, 'FLOW-422');
    assert.match(answer.json.diagnostics[0].text, words);
    return answer.json.diagnostics[0].hint;
  };
  assert.match(await wrong('variable.amonut=5', /no flow has a variable 'amonut'/), /amount/);
  assert.match(await wrong('flow=opstest.review&variable.amount=5', /'opstest.review' has no variable 'amount'/), /there are: limit/);
  assert.equal((await admin('GET', '/instances?flow=opstest.review&variable.limit=999')).json.instances.length, 0, 'nothing fits is no mistake');
  const bulk = await admin('POST', '/bulk', { action: 'suspend', select: { variables: { amonut: '5' } }, dry_run: true });
  assert.equal(bulk.status, 422, bulk.text);
  const cli = await formwork('instance', 'list', '--where', 'amonut>5', '--data', server.folder);
  assert.equal(cli.code, 1);
  assert.match(cli.stderr, /FLOW-422: no flow has a variable 'amonut'.*amount/);
});

test('records start flows: made, changed so that a condition becomes true; and wake those that wait for them', async () => {
  const made = (await sales('POST', '/records/opstest.item', { name: 'One', amount: 1 })).json;
  assert.equal((await sales('GET', `/records/opstest.item/${made.id}`)).json.seen, 'new');
  const record = (await sales('POST', '/records/opstest.item', { name: 'Rich', amount: 10 })).json;
  const rich = async () => (await admin('GET', `/instances?flow=opstest.rich&record=${record.id}`)).json.instances.length;
  assert.equal(await rich(), 0);
  const patch = async (amount) => {
    const now = await sales('GET', `/records/opstest.item/${record.id}`);
    const done = await sales('PATCH', `/records/opstest.item/${record.id}`, { amount }, { 'If-Match': `"${now.json.version}"` });
    assert.equal(done.status, 200, done.text);
  };
  const started = await sales('POST', `/records/opstest.item/${record.id}/actions/submit`, {});
  assert.equal(started.status, 201, started.text);
  await patch(600);
  assert.equal((await sales('GET', `/records/opstest.item/${record.id}`)).json.seen, 'large', 'the conditional event of the running flow');
  await patch(2000);
  assert.equal(await rich(), 1);
  await patch(3000);
  assert.equal(await rich(), 1, 'it holds already');
});

test('a time starts a flow as often as it says', async () => {
  await eventually(async () => (await admin('GET', '/instances?flow=opstest.tick&count=true')).json.count === 2, 'two ticks');
});

test('a result of another type is an incident that says so', async () => {
  const id = await start('typed');
  const found = await incident(id);
  assert.deepEqual([found.code, found.node], ['FLOW-315', 'work']);
  assert.match(found.text, /'number' must be a number: the result of 'work' gives a string/);
  assert.equal((await instance(id)).variables.number, null, 'nothing was set');
  assert.equal((await admin('POST', `/incidents/${found.id}/skip`, { result: { number: 17, key: 'k' } })).status, 200);
  assert.equal((await state(id, 'completed')).variables.number, 17);
});

test('a run whose time failed is kept as a test that passes', async () => {
  const id = await start('unlucky');
  const found = await incident(id);
  assert.deepEqual([found.code, found.kind], ['FLOW-301', 'timer']);
  assert.equal((await admin('POST', `/instances/${id}/set`, { variables: { limit: 200 } })).status, 200);
  assert.equal((await admin('POST', `/incidents/${found.id}/retry`, {})).status, 200);
  await state(id, 'completed');
  const kept = (await admin('GET', `/instances/${id}/test`)).json;
  assert.equal(kept.problems, undefined, JSON.stringify(kept));
  assert.deepEqual(kept.test.do.map((each) => Object.keys(each)[0]), ['wait', 'set', 'retry']);
  assert.deepEqual([kept.test.do[0].error, kept.test.expect.ended], ['FLOW-301', 'end']);
});

test('unchanged models change nothing, refusals included; what cannot be told says why', async () => {
  const record = (await sales('POST', '/records/opstest.item', { name: 'Refused', amount: 2 })).json;
  const id = (await sales('POST', `/records/opstest.item/${record.id}/actions/submit`, {})).json.instance;
  const task = (await manager('GET', '/tasks?box=todo&limit=200')).json.tasks.find((each) => each.instance === id);
  assert.equal((await manager('POST', `/tasks/${task.id}/refuse`, { comment: 'no' })).status, 200);
  const what = await admin('POST', '/flows/opstest.review/what-if', { packs: [{ id: 'opstest', files: files() }], last: 50 });
  assert.equal(what.status, 200, what.text);
  assert.equal(what.json.instances.find((each) => each.instance === id).result, 'same', what.text);
  for (const each of what.json.instances) assert.ok(each.result !== 'cannot_tell' || each.reason, JSON.stringify(each));
});

test('activities of an ad-hoc sub-process are begun by those who may', async () => {
  const id = await start('free');
  assert.equal((await sales('POST', `/instances/${id}/begin`, { node: 'call' })).status, 404);
  assert.equal((await admin('POST', `/instances/${id}/begin`, { node: 'nothing' })).status, 409);
  assert.equal((await admin('POST', `/instances/${id}/begin`, { node: 'call' })).status, 200);
  assert.equal((await admin('POST', `/instances/${id}/begin`, { node: 'visit' })).status, 200);
  const nodes = (await instance(id)).tokens.map((each) => each.node);
  assert.ok(nodes.includes('call') && nodes.includes('visit'), nodes.join());
});

test('any moment is seen again; a fork tries out; the run becomes a test', async () => {
  const record = (await sales('POST', '/records/opstest.item', { name: 'History', amount: 2 })).json;
  const id = (await sales('POST', `/records/opstest.item/${record.id}/actions/submit`, {})).json.instance;
  const fork = await admin('POST', `/instances/${id}/fork`, { do: [{ refuse: 'check', by: 'manager', comment: 'no' }] });
  assert.equal(fork.status, 200, fork.text);
  assert.equal(fork.json.state, 'refused');
  assert.equal((await instance(id)).state, 'running', 'a fork stores nothing');
  const impossible = await admin('POST', `/instances/${id}/fork`, { do: [{ approve: 'check', by: 'sales' }] });
  assert.equal(impossible.json.refused.code, 'FLOW-202', impossible.text);
  const task = (await manager('GET', '/tasks?box=todo')).json.tasks.find((each) => each.instance === id);
  assert.equal((await manager('POST', `/tasks/${task.id}/approve`, { comment: 'fine' })).status, 200);
  const then = (await admin('GET', `/instances/${id}/state?at=1`)).json;
  assert.deepEqual(then.tokens.map((each) => each.node), ['check']);
  assert.equal(then.steps, 2);
  for (const at of ['0', '-1', 'x']) {
    const none = await admin('GET', `/instances/${id}/state?at=${at}`);
    assert.equal(none.status, 400, `${at}: ${none.text}`);
  }
  assert.match((await admin('GET', `/instances/${id}/state?at=0`)).json.diagnostics[0].text, /at least 1/);
  assert.equal((await admin('GET', `/instances/${id}/state?at=3`)).status, 404);
  const early = await admin('POST', `/instances/${id}/fork`, { at: 0, do: [] });
  assert.equal(early.status, 422, early.text);
  assert.equal((await admin('GET', `/instances/${id}/state?at=9`)).status, 404);
  const history = (await admin('GET', `/instances/${id}/history`)).json;
  assert.equal(history.steps.length, 2);
  assert.equal(history.steps[1].events[0].kind, 'seat_agreed');
  assert.equal((await sales('GET', `/instances/${id}/history`)).status, 403);

  const kept = (await admin('GET', `/instances/${id}/test`)).json;
  assert.equal(kept.flow, 'opstest.review');
  assert.deepEqual(kept.test.do.map((each) => Object.keys(each)[0]), ['approve']);
  mkdirSync(pack, { recursive: true });
  const write = (list) => {
    for (const file of list) {
      mkdirSync(join(pack, file.path, '..'), { recursive: true });
      writeFileSync(join(pack, file.path), file.text);
    }
  };
  const review = JSON.parse(files().find((each) => each.path === 'flows/review.json').text);
  write(files({ 'flows/review.json': { ...review, tests: [kept.test] } }));
  const passes = await formwork('test', pack);
  assert.equal(passes.code, 0, passes.stderr);
  write(files({ 'flows/review.json': { ...review, tests: [{ ...kept.test, expect: { status: 'refused' } }] } }));
  assert.equal((await formwork('test', pack)).code, 1);

  // What if the check had been somebody else's?
  const nodes = review.nodes.map((each) => (each.id === 'check' ? { ...each, who: { person: 'finance' } } : each));
  write(files({ 'flows/review.json': { ...review, nodes } }));
  const what = await formwork('what-if', pack, '--flow', 'opstest.review', '--last', '5', '--data', server.folder);
  assert.equal(what.code, 0, what.stderr);
  assert.match(what.stdout, /different/);
  assert.match(what.stdout, /approvers: Check: /);
});

test('running instances move to a new version, checked first; many at once', async () => {
  const ids = [];
  for (let i = 0; i < 5; i += 1) {
    const record = (await sales('POST', '/records/opstest.item', { name: `Move ${i}`, amount: 2 })).json;
    ids.push((await sales('POST', `/records/opstest.item/${record.id}/actions/submit`, {})).json.instance);
  }
  assert.ok(!(await instance(ids[0])).actions.includes('migrate'), 'there is no other version');
  const review = JSON.parse(files().find((each) => each.path === 'flows/review.json').text);
  const rename = (id) => (id === 'check' ? 'approve_it' : id);
  const renamed = {
    ...review,
    variables: [...review.variables, { id: 'more', type: 'text', initial: '"new"' }],
    nodes: review.nodes.map((each) => ({ ...each, id: rename(each.id), ...(each.attached_to ? { attached_to: rename(each.attached_to) } : {}) })),
    edges: review.edges.map((each) => ({ ...each, from: rename(each.from), to: rename(each.to) })),
  };
  const deployed = await admin('POST', '/deployments', { packs: [{ id: 'opstest', files: files({ 'flows/review.json': renamed }) }] });
  assert.equal(deployed.status, 201, deployed.text);
  const versions = (await admin('GET', '/flows/opstest.review/versions')).json;
  assert.equal(versions.length, 2);
  assert.ok(versions[0].current && versions[1].running >= 5);
  assert.ok((await instance(ids[0])).actions.includes('migrate'));
  assert.equal((await admin('GET', '/instances?flow=opstest.review&variable.more=1')).status, 200);
  const lost = await admin('POST', `/instances/${ids[0]}/migrate`, { dry_run: true });
  assert.equal(lost.json.possible, false);
  assert.equal(lost.json.diagnostics[0].code, 'FLOW-261');
  assert.equal((await admin('POST', `/instances/${ids[0]}/migrate`)).status, 409);
  const cli = await formwork('instance', 'migrate', ids[0], '--node', 'check=approve_it', '--dry-run', '--data', server.folder);
  assert.equal(cli.code, 0, cli.stderr + cli.stdout);
  assert.match(cli.stdout, /would stand at approve_it/);
  assert.equal((await instance(ids[0])).tokens[0].node, 'check');
  const many = await admin('POST', '/bulk', { action: 'migrate', select: { ids: [...ids, '4711'] }, arguments: { nodes: { check: 'approve_it' } } });
  assert.equal(many.status, 201, many.text);
  const done = await eventually(async () => { const shown = (await admin('GET', `/bulk/${many.json.id}`)).json; return shown.state === 'done' ? shown : null; }, 'the migration');
  assert.deepEqual([done.total, done.succeeded, done.failed], [6, 5, 1]);
  assert.deepEqual([done.arguments, done.comment], [{ nodes: { check: 'approve_it' } }, ''], 'what it was told');
  for (const body of [
    { action: 'suspend', select: { ids, flow: 'opstest.free' } },
    { action: 'suspend', select: { flow: 'opstest.nosuch' } },
    { action: 'jump', select: { ids } },
    { action: 'terminate', select: { ids } },
  ]) {
    const wrong = await admin('POST', '/bulk', body);
    assert.deepEqual([wrong.status, wrong.json.diagnostics[0].code], [422, 'FLOW-422'], JSON.stringify(body) + wrong.text);
  }
  const failed = (await admin('GET', `/bulk/${many.json.id}/items?result=failed`)).json.items;
  assert.deepEqual(failed.map((each) => [each.instance, each.code]), [['4711', 'FLOW-404']]);
  const moved = await instance(ids[1]);
  assert.equal(moved.tokens[0].node, 'approve_it');
  assert.equal(moved.variables.more, 'new');
  assert.ok(moved.trail.some((each) => each.kind === 'migrated'));
  assert.equal((await admin('GET', `/instances/${ids[1]}/state?at=1`)).json.tokens[0].node, 'check', 'history is on the version of then');
  const task = (await manager('GET', '/tasks?box=todo&limit=200')).json.tasks.find((each) => each.instance === ids[1]);
  assert.equal(task.node, 'approve_it');
  assert.equal((await manager('POST', `/tasks/${task.id}/approve`, {})).status, 200);
  assert.equal((await instance(ids[1])).state, 'completed');

  const without = { ...renamed, variables: review.variables };
  assert.equal((await admin('POST', '/deployments', { packs: [{ id: 'opstest', files: files({ 'flows/review.json': without }) }] })).status, 201);
  const loses = (await admin('POST', `/instances/${ids[2]}/migrate`, { dry_run: true })).json;
  assert.equal(loses.possible, true);
  assert.deepEqual(loses.diagnostics.map((each) => [each.code, each.severity, /'more'/.test(each.text)]), [['FLOW-269', 'warning', true]]);
  const tried = await admin('POST', '/bulk', { action: 'migrate', select: { ids: [ids[2]] }, dry_run: true });
  const items = await eventually(async () => {
    const shown = (await admin('GET', `/bulk/${tried.json.id}/items`)).json.items;
    return shown[0].result === 'done' ? shown : null;
  }, 'the dry run');
  assert.deepEqual([items[0].code, /'more'/.test(items[0].text)], ['FLOW-269', true]);
});

test('the command line does the same', async () => {
  const id = await start('rated', { variables: { amount: 70 } });
  const data = ['--data', server.folder];
  const listed = await formwork('instance', 'list', '--flow', 'opstest.rated', '--where', 'amount>=70', '--where', 'amount<71', ...data);
  assert.equal(listed.code, 0, listed.stderr);
  assert.match(listed.stdout, new RegExp(`^${id} `, 'm'));
  assert.equal(listed.stdout.trim().split('\n').length, 1);
  for (const [action, ...more] of [['suspend'], ['set', 'amount=90'], ['resume'], ['jump', '--to', 'end']]) {
    const done = await formwork('instance', action, id, ...more, ...data);
    assert.equal(done.code, 0, `${action}: ${done.stderr}`);
  }
  assert.equal((await instance(id)).state, 'completed');
  const refused = await formwork('instance', 'suspend', id, ...data);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /FLOW-201/);
  const bulk = await formwork('instance', 'bulk', 'terminate', '--flow', 'opstest.free', '--comment', 'tidy', ...data);
  assert.equal(bulk.code, 0, bulk.stderr);
  assert.match(bulk.stdout, /done: 1 done, 0 not possible/);
});

test('activities of an ad-hoc sub-process are offered to those who may begin them', async () => {
  const started = await sales('POST', '/flows/opstest.free/start', {});
  assert.equal(started.status, 201, started.text);
  const id = started.json.instance;
  const offered = async (who) => {
    const shown = (await who('GET', `/instances/${id}`)).json;
    const nodes = (shown.may_begin ?? []).map((each) => each.node);
    assert.equal((shown.actions ?? []).includes('begin'), nodes.length > 0);
    return nodes;
  };
  assert.deepEqual(await offered(sales), ['call', 'visit']);
  assert.deepEqual(await offered(admin), ['call', 'visit']);
  assert.deepEqual(await offered(manager), [], 'who has nothing to do with it');
  const [{ node, token }] = (await sales('GET', `/instances/${id}`)).json.may_begin;
  assert.equal((await sales('POST', `/instances/${id}/begin`, { node, token })).status, 200);
  assert.deepEqual(await offered(manager), ['call', 'visit'], 'he has a task of it now');
  assert.equal((await admin('POST', `/instances/${id}/suspend`, {})).status, 200);
  assert.deepEqual(await offered(sales), []);
});

test('a call bound to its deployment runs the flow of then, also after a restart', async () => {
  const called = (by) => ({
    kind: 'flow', id: 'called', label: T('Called'), variables: [{ id: 'k', type: 'number', initial: '0' }],
    nodes: [{ id: 'start', type: 'start' }, { id: 'work', type: 'user_task', who: { person: 'manager' } }, { id: 'add', type: 'script', set: { k: `k + ${by}` } }, { id: 'end', type: 'end' }],
    edges: [{ from: 'start', to: 'work' }, { from: 'work', to: 'add' }, { from: 'add', to: 'end' }],
  });
  const caller = (id, binding) => ({
    kind: 'flow', id, label: T(id), variables: [{ id: 'n', type: 'number', initial: '3' }],
    nodes: [{ id: 'start', type: 'start' }, { id: 'first', type: 'user_task', who: { person: 'manager' } }, { id: 'call', type: 'call_activity', flow: 'called', binding, in: { k: 'n' }, out: { n: 'result.k' } }, { id: 'end', type: 'end' }],
    edges: [{ from: 'start', to: 'first' }, { from: 'first', to: 'call' }, { from: 'call', to: 'end' }],
  });
  const deploy = async (by) => {
    const changes = { 'flows/called.json': called(by), 'flows/of_now.json': caller('of_now', 'latest'), 'flows/of_then.json': caller('of_then', 'deployment') };
    const deployed = await admin('POST', '/deployments', { packs: [{ id: 'opstest', files: files(changes) }] });
    assert.equal(deployed.status, 201, deployed.text);
  };
  const complete = async (id) => {
    const task = (await manager('GET', '/tasks?box=todo&limit=200')).json.tasks.find((each) => each.instance === id);
    assert.equal((await manager('POST', `/tasks/${task.id}/complete`, {})).status, 200);
  };
  const finish = async (id) => {
    await complete(id);
    await complete((await instance(id)).waits[0].called);
    return Number((await state(id, 'completed')).variables.n);
  };
  await deploy(1);
  const [now, then, later] = [await start('of_now'), await start('of_then'), await start('of_then')];
  await deploy(100);
  assert.equal(await finish(now), 103);
  assert.equal(await finish(then), 4);
  await complete(later);
  await server.stop();
  server = await Server.start({ folder: server.folder, args: ['--plugins', plugins] });
  [admin, manager] = [await server.as('admin'), await server.as('manager')];
  await complete((await instance(later)).waits[0].called);
  assert.equal(Number((await state(later, 'completed')).variables.n), 4);
});
