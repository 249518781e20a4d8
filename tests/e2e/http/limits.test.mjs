// Authors are users: an expression that would never end does, wherever it stands, within a second of work and with a
// message that names it; nothing is half done, and the server goes on.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Server, formwork, removeFolder } from './server.mjs';

const T = (en, zh = `${en}（中）`) => ({ en, zh });
const greedy = {
  list: ['count(for i in 1..10**12 return i)', 'FEEL-302'],
  walk: ['(if some i in 1..10**12 satisfies i < 0 then 1 else 2)', 'FEEL-301'],
  recursion: ['{f: function(g, n) g(g, n + 1), r: f(f, 1)}.r', 'FEEL-304'],
  text: ['string length({d: function(g, s, n) if n = 0 then s else g(g, s + s, n - 1), r: d(d, "abcdefgh", 40)}.r)', 'FEEL-303'],
  join: ['string length(string join(for i in 1..2000000 return "0123456789", ","))', 'FEEL-302'],
  lists: ['count({d: function(g, l, n) if n = 0 then l else g(g, concatenate(l, l), n - 1), r: d(d, [1], 60)}.r)', 'FEEL-302'],
};
const chosen = (name, otherwise) =>
  Object.entries(greedy).reduceRight((rest, [kind, [text]]) => `if ${name} = "${kind}" then ${text} else ${rest}`, otherwise);
const field = (id, more = {}) => ({ id, type: 'text', label: T(id), ...more });
const number = (id, more = {}) => ({ id, type: 'integer', label: T(id), ...more });
const files = {
  'pack.json': { kind: 'pack', id: 'greedy', version: '1.0.0', label: T('Greedy') },
  'entities/thing.json': {
    kind: 'entity', id: 'thing', label: T('Thing'), title: 'name',
    fields: [field('name'), field('formula'), field('rule'), field('script'), field('way'), field('robot'), number('set'),
      { id: 'worth', type: 'formula', result: 'number', label: T('Worth'), formula: chosen('formula', '1') }],
    checks: [{ id: 'sane', check: `(${chosen('rule', '1')}) > 0`, message: T('Never') }],
  },
  'flows/run.json': {
    kind: 'flow', id: 'run', label: T('Run'), on: { entity: 'thing', action: 'run', label: T('Run') }, variables: [{ id: 'n', type: 'number' }],
    nodes: [{ id: 'start', type: 'start' }, { id: 'work', type: 'script', set: { n: chosen('record.script', '1') } }, { id: 'split', type: 'exclusive' }, { id: 'yes', type: 'end' }, { id: 'no', type: 'end' }],
    edges: [{ from: 'start', to: 'work' }, { from: 'work', to: 'split' }, { from: 'split', to: 'yes', when: `(${chosen('record.way', '1')}) > 1` }, { from: 'split', to: 'no', default: true }],
  },
  'automations/robot.json': {
    kind: 'automation', id: 'robot', label: T('Robot'), entity: 'thing', on: { type: 'create' }, when: 'robot != null',
    do: [{ id: 'set', type: 'set', values: { set: chosen('robot', '7') } }],
  },
  'reports/sums.json': {
    kind: 'report', id: 'sums', label: T('Sums'), entity: 'thing', filter: 'set = least',
    groups: [{ id: 'name', label: T('Name'), by: 'name' }], measures: [{ id: 'count', label: T('Count'), count: true }],
    parameters: [{ id: 'least', label: T('Least'), type: 'integer', default: greedy.list[0] }],
  },
};
let server, admin;
before(async () => {
  server = await Server.start();
  admin = await server.as('admin');
  const made = await admin('POST', '/deployments', { packs: [{ id: 'greedy', files: Object.entries(files).map(([path, value]) => ({ path, text: JSON.stringify(value) })) }] });
  assert.equal(made.status, 201, made.text);
});
after(async () => {
  await server?.stop();
  removeFolder(server.folder);
});

// Refused with the code, in the sentence or its diagnostics.
function refused(answer, code, what) {
  assert.ok(answer.status === 422 || answer.status === 400, `${what}: ${answer.status} ${answer.text}`);
  assert.match(answer.text, new RegExp(code), `${what}: ${answer.text}`);
}
const create = (values) => admin('POST', '/records/greedy.thing', { name: 'x', ...values });
const count = async () => (await admin('GET', '/records/greedy.thing?count=true')).json.count;

for (const [kind, [text, code]] of Object.entries(greedy)) {
  test(`${kind}: a formula, a check and an automation refuse the record`, async () => {
    const known = await count();
    refused(await create({ formula: kind }), code, 'formula');
    refused(await create({ rule: kind }), code, 'check');
    // The automation's own code; the limit and the expression are in its sentence.
    refused(await create({ robot: kind }), 'AUTO-301.*: if robot = ', 'automation');
    assert.equal(await count(), known, 'nothing was kept');
  });

  test(`${kind}: a script and a condition fail the step, and nothing of it happens`, async () => {
    for (const where of ['script', 'way']) {
      const { id } = (await create({ [where]: kind })).json;
      refused(await admin('POST', '/flows/greedy.run/start', { record: id }), code, where);
      assert.deepEqual((await admin('GET', `/instances?flow=greedy.run&record=${id}`)).json.instances, []);
    }
  });

  test(`${kind}: a filter is refused, and eval says it`, async () => {
    refused(await admin('GET', `/records/greedy.thing?filter=${encodeURIComponent(`set = ${text}`)}`), code, 'filter');
    const said = await formwork('eval', text);
    assert.notEqual(said.code, 0);
    assert.match(said.stderr, new RegExp(code));
  });
}

test('a report whose choice never ends says so', async () => {
  refused(await admin('GET', '/reports/greedy.sums'), 'FEEL-302', 'report');
  assert.equal((await admin('GET', '/reports/greedy.sums?least=7')).status, 200);
});

test('a pattern made to hang does not', async () => {
  const said = await formwork('eval', 'replace("aaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+$", "x")');
  assert.equal(said.stdout.trim(), '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"');
});

test('the rest goes on as ever', async () => {
  const made = await create({ robot: 'none' });
  assert.equal(made.status, 201, made.text);
  assert.equal(made.json.set, 7);
  assert.equal(made.json.worth, 1);
  assert.equal((await admin('POST', '/flows/greedy.run/start', { record: made.json.id })).status, 201);
});
