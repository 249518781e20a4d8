// Decision models of a pack: proved and tested by `check` and by deployments, evaluated on the command line and over HTTP.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Server, formwork, newFolder, packs, removeFolder } from './server.mjs';

const discount = {
  kind: 'decision',
  id: 'discount',
  label: { en: 'Discount', zh: '折扣' },
  inputs: [
    { id: 'segment', type: 'string' },
    { id: 'amount', name: 'order amount', type: 'number' },
    { id: 'on', type: 'date' },
  ],
  decisions: [
    {
      id: 'rate',
      requires: ['segment', 'amount'],
      table: {
        hit_policy: 'first',
        inputs: [{ expression: 'segment' }, { expression: 'order amount' }],
        outputs: [{ type: 'number', default: '0' }],
        rules: [
          { when: ['"gold"', '-'], then: ['10'] },
          { when: ['-', '>= 1000'], then: ['order amount / 200'] },
          { when: ['"odd"', '< 0'], then: ['1'] },
        ],
      },
    },
    { id: 'late', requires: ['on'], expression: 'on < today()' },
    { id: 'endless', requires: ['amount'], expression: 'some i in 1..10**12 satisfies i = order amount' },
    { id: 'slow', requires: ['amount'], expression: 'for i in 1..900000 return matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+(a+)\\\\1$")' },
  ],
  result: 'rate',
  tests: [
    { id: 'gold', given: { segment: 'gold', 'order amount': 1 }, expect: 10 },
    { id: 'large', given: { segment: 'x', amount: 1000 }, expect: 5 },
  ],
};
const clash = {
  kind: 'decision',
  id: 'clash',
  label: { en: 'Clash', zh: '冲突' },
  inputs: [{ id: 'n', type: 'number' }],
  decisions: [
    {
      id: 'c',
      table: {
        hit_policy: 'unique',
        inputs: [{ expression: 'n' }],
        outputs: [{ type: 'string' }],
        rules: [
          { when: ['< 10'], then: ['"small"'] },
          { when: ['> 5'], then: ['"large"'] },
        ],
      },
    },
  ],
};
const pack = (decisions) => ({
  id: 'rules',
  files: [
    { path: 'pack.json', text: JSON.stringify({ kind: 'pack', id: 'rules', version: '1.0.0', label: { en: 'Rules', zh: '规则' }, requires: [{ pack: 'base' }] }) },
    ...decisions.map((one) => ({ path: `decisions/${one.id}.json`, text: JSON.stringify(one, null, 1) })),
  ],
});
const written = (decisions) => {
  const folder = join(newFolder(), 'rules');
  for (const { path, text } of pack(decisions).files) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  folders.push(join(folder, '..'));
  return folder;
};
const folders = [];
let server, admin, sales, folder;
before(async () => {
  folder = written([discount]);
  server = await Server.start();
  admin = await server.as('admin');
  sales = await server.as('sales');
});
after(async () => {
  await server.stop();
  [...folders, server.folder].forEach(removeFolder);
});
const evaluate = (who, body, id = 'rules.discount') => who('POST', `/decisions/${id}/evaluate`, body);

test('check proves tables, runs their tests and says which rules they reach', async () => {
  const good = await formwork('check', folder);
  assert.equal(good.code, 0, good.stderr);
  assert.match(good.stdout, /decision rules\.discount: 2 of 2 tests passed\n {2}rate: 2 of 3 rules reached; never: 3/);
  assert.match(good.stdout, /1 decisions: no mistakes/);
  const failing = written([{ ...discount, tests: [{ id: 'wrong', given: { segment: 'gold' }, expect: 11 }] }]);
  const failed = await formwork('check', failing);
  assert.equal(failed.code, 1);
  assert.match(failed.stderr, /rules\/decisions\/discount\.json:\d+:\d+: error DMN-301: Test 'wrong' expects 11, but the decision gives 10/);
  assert.equal((await formwork('test', failing)).code, 1);
  const clashes = await formwork('check', written([clash]));
  assert.equal(clashes.code, 1);
  assert.match(clashes.stderr, /clash\.json:\d+:\d+: error DMN-102: Rules 1 and 2 both match n in \(5\.\.10\)/);
  assert.match(clashes.stderr, /for instance n = /);
});

test('check says every mistake at once, also where a requirement leads nowhere', async () => {
  const decisions = [
    { id: 'a', requires: ['nobody', 'b'], expression: '1 + "x"' },
    { id: 'b', requires: ['a', 'amount'], table: { ...discount.decisions[0].table, inputs: [{ expression: 'order amuont' }, { expression: 'order amount' }] } },
    { id: 'c', requires: ['amount'], expression: 'order amount = "many"' },
  ];
  const wrong = await formwork('check', written([{ ...discount, decisions, result: 'c', tests: [] }]));
  assert.equal(wrong.code, 1);
  for (const code of ['DMN-010', 'DMN-011', 'FEEL-110', 'FEEL-101', 'FEEL-112']) {
    assert.match(wrong.stderr, new RegExp(`discount\\.json:\\d+:\\d+: error ${code}: `), code);
  }
  assert.match(wrong.stderr, /did you mean 'order amount'\?/);
});

test('decide: JSON and CSV rows, explained', async () => {
  const rows = join(folder, '..', 'rows.json');
  writeFileSync(rows, JSON.stringify([{ segment: 'gold', amount: 5 }, { segment: 'x', 'order amount': 2000 }, { segment: 'y', amount: 1 }]));
  const json = await formwork('decide', folder, 'discount', '--input', rows);
  assert.equal(json.code, 0, json.stderr);
  assert.deepEqual(JSON.parse(json.stdout).map((one) => one.value), [10, 10, 0]);
  const csv = join(folder, '..', 'rows.csv');
  writeFileSync(csv, 'segment,order amount\ngold,5\n"x",1500.5\n007,1\n');
  const table = await formwork('decide', folder, 'discount/rate', '--input', csv, '--explain');
  assert.equal(table.code, 0, table.stderr);
  const [gold, large, small] = JSON.parse(table.stdout);
  assert.equal(gold.value, 10);
  assert.match(table.stdout, /7\.5025/);
  assert.equal(small.value, 0);
  const traced = (one) => one.explanation[0].parts[0].table;
  assert.deepEqual(traced(gold).matched, [1]);
  assert.deepEqual(traced(large).matched, [2]);
  assert.deepEqual(traced(large).stopped[0], { rule: 1, column: 'segment', cell: '"gold"' });
  assert.deepEqual(traced(small).inputs, { segment: '007', 'order amount': 1 });
  writeFileSync(rows, JSON.stringify({ segment: 'gold', amount: 'any', on: '2000-01-01' }));
  assert.equal(JSON.parse((await formwork('decide', folder, 'discount/late', '--input', rows)).stdout)[0].value, true);
  const odd = join(folder, '..', 'odd.json');
  writeFileSync(odd, '[\n {"segment": "gold", "amuont": 5},\n {"amount": "many"}\n]');
  const refused = await formwork('decide', folder, 'discount', '--input', odd);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /odd\.json:2:\d+: error DMN-302: 'rate' has no input 'amuont' \(did you mean 'amount'\?\)/);
  assert.match(refused.stderr, /odd\.json:3:\d+: error DMN-303: The input 'amount' must be a number/);
  assert.equal((await formwork('decide', folder, 'nothing', '--input', rows)).code, 1);
});

test('decide: a CSV file as it comes, and what is wrong with one, by line', async () => {
  const file = join(folder, '..', 'odd.csv');
  const decided = async (text, decision = 'discount', ...more) => {
    writeFileSync(file, text);
    return formwork('decide', folder, decision, '--input', file, ...more);
  };
  const values = async (...args) => {
    const { code, stdout, stderr } = await decided(...args);
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout).map((one) => one.value);
  };
  // A mark of the byte order, CR LF, quotes, empty lines, missing cells, semicolons; a text that looks like something else.
  assert.deepEqual(await values('\uFEFFsegment,order amount\r\n"gold",5\r\n\r\n"a ""b"", c",2000\r\nx\r\n'), [10, 10, 0]);
  assert.deepEqual(await values('segment;amount\ntrue;1000\n12;1\n'), [5, 0]);
  assert.deepEqual(await values('segment,amount\n'), []);
  assert.deepEqual(await values('on\n2000-01-01\n9000-01-01\n', 'discount/late'), [true, false]);
  // Columns for the inputs of the whole model, of which a decision needs a few: the others are not even read.
  assert.deepEqual(await values('segment,order amount,on\ngold,5,31.12.2026\n', 'discount/rate'), [10]);
  assert.deepEqual(await values('segment,amount,on\ngold,many,2000-01-01\n', 'discount/late'), [true]);
  const refused = async (text, pattern, decision) => {
    const { code, stderr, stdout } = await decided(text, decision);
    assert.equal(code, 1, stdout);
    assert.match(stderr, pattern);
  };
  await refused('', /odd\.csv:1:1: error CLI-064: The file is empty/);
  await refused('segment,segment\nx,y\n', /odd\.csv:1:1: error CLI-064: Two columns are called 'segment'/);
  await refused('segment,amount\ngold,1,000\n', /odd\.csv:2:1: error CLI-064: This row has 3 cells, but the first line names 2 columns/);
  await refused('segmnet,amount\ngold,1\ngold,2\n', /odd\.csv:1:1: error DMN-302: 'rate' has no input 'segmnet' \(did you mean 'segment'\?\)/);
  await refused('segment,amount\n\ngold,many\n', /odd\.csv:3:1: error DMN-303: The input 'amount' must be a number/);
  await refused('segment,amount\ngold,"1,5"\n', /odd\.csv:2:1: error DMN-303/);
  await refused('on\n31.12.2026\n', /odd\.csv:2:1: error DMN-303: The input 'on' must be a date/, 'discount/late');
  await refused('segment,amount\n"gold,1\n', /odd\.csv:2:1: error CLI-042/);
  const twice = await decided('a,b\n1,2\n3,4\n');
  assert.equal(twice.stderr.match(/DMN-302/g).length, 2, 'a column is told of once, not for each row');
});

test('decide and eval: odd JSON', async () => {
  const file = join(folder, '..', 'odd2.json');
  const decided = (text) => (writeFileSync(file, text), formwork('decide', folder, 'discount', '--input', file));
  assert.match((await decided('')).stderr, /JSON-\d+/);
  assert.match((await decided('5')).stderr, /odd2\.json:1:1: error DMN-302: Inputs are an object/);
  assert.match((await decided('[{"segment": "gold"}, [1]]')).stderr, /odd2\.json:1:\d+: error DMN-302: Inputs are an object/);
  assert.deepEqual(JSON.parse((await decided('[]')).stdout), []);
  assert.deepEqual(JSON.parse((await decided('{}')).stdout).map((one) => one.value), [0], 'missing inputs are null');
  assert.notEqual((await formwork('decide', folder, 'discount', '--input', '/nowhere.json')).code, 0);
  assert.match((await formwork('eval', 'x + 1')).stderr, /FEEL-101/);
  assert.match((await formwork('eval', 'x + 1', '--set', 'x="a"')).stderr, /FEEL-110/);
  assert.match((await formwork('eval', 'x', '--set', 'x=count(for i in 1..10**12 return i)')).stderr, /FEEL-302/);
  assert.match((await formwork('eval', 'x', '--set', 'x')).stderr, /CLI-062/);
  assert.equal((await formwork('eval', '-x', '--set', 'x=3')).stdout.trim(), '-3', 'an expression that begins with a minus is no option');
  assert.match((await formwork('eval', '-x', '--sett', 'x=3')).stderr, /no option '--sett' \(did you mean '--set'/);
  assert.match((await formwork('eval', '1', '--now', 'yesterday')).stderr, /CLI-061/);
});

test('now() is the real clock, in decide and in eval', async () => {
  const days = join(folder, '..', 'days.json');
  writeFileSync(days, JSON.stringify([{ on: '2000-01-01' }, { on: '9000-01-01' }]));
  const decided = await formwork('decide', folder, 'discount/late', '--input', days);
  assert.deepEqual(JSON.parse(decided.stdout).map((one) => one.value), [true, false]);
  const year = await formwork('eval', 'today().year');
  assert.ok(Number(year.stdout) >= 2026);
});

test('eval: names from a file, every part explained, an endless one ends', async () => {
  const file = join(folder, '..', 'order.json');
  writeFileSync(file, JSON.stringify({ 'tax rate': 0.2, items: [{ price: 2, qty: 3 }, { price: 10, qty: 1 }] }));
  const sum = await formwork('eval', 'sum(for i in items return i.price * i.qty) * (1 + tax rate)', '--with', file);
  assert.equal(sum.stdout.trim(), '19.2');
  const explained = await formwork('eval', 'count(items) > 1 and tax rate < 0.1', '--with', file, '--explain');
  assert.match(explained.stdout, /count\(items\) = 2/);
  assert.match(explained.stdout, /tax rate < 0\.1 = false/);
  const endless = await formwork('eval', 'for i in 1..10**12 return i');
  assert.equal(endless.code, 1);
  assert.match(endless.stderr, /FEEL-302/);
});

test('a deployment is refused where a hit policy forbids what the table does, and warns of gaps', async () => {
  const refused = await admin('POST', '/deployments', { packs: [pack([clash])] });
  assert.equal(refused.status, 422);
  assert.ok(refused.json.diagnostics.some((d) => d.code === 'DMN-102' && /clash\.json$/.test(d.file) && d.line > 1), refused.text);
  const failing = await admin('POST', '/deployments/check', { packs: [pack([{ ...discount, tests: [{ id: 't', given: {}, expect: 99 }] }])] });
  assert.equal(failing.json.ok, false);
  assert.ok(failing.json.diagnostics.some((d) => d.code === 'DMN-301'));
  const gap = { ...clash, id: 'gap', decisions: [{ ...clash.decisions[0], table: { ...clash.decisions[0].table, rules: [clash.decisions[0].table.rules[0]] } }] };
  const check = await admin('POST', '/deployments/check', { packs: [pack([gap])] });
  assert.equal(check.json.ok, true, check.text);
  assert.ok(check.json.diagnostics.some((d) => d.code === 'DMN-101' && d.severity === 'warning'), check.text);
  const gapped = await admin('POST', '/deployments', { packs: [pack([gap])] });
  assert.equal(gapped.status, 201, gapped.text);
  const applied = await admin('POST', '/deployments', { packs: [pack([discount])] });
  assert.equal(applied.status, 201, applied.text);
  // Rolled back models are proved as deployed ones are.
  const back = await admin('POST', `/deployments/${gapped.json.id}/roll-back`, { allow_data_loss: true });
  assert.equal(back.status, 201, back.text);
  assert.ok(JSON.stringify(back.json).includes('DMN-101'), back.text);
  assert.equal((await admin('POST', '/deployments', { packs: [pack([discount])] })).status, 201);
});

test('evaluate: one and many rows, explained, in the language of the reader', async () => {
  const list = await sales('GET', '/decisions');
  assert.deepEqual(list.json.find((one) => one.id === 'rules.discount').inputs.map((one) => one.name), ['segment', 'order amount']);
  assert.deepEqual((await evaluate(sales, { inputs: { segment: 'gold', amount: 1 } })).json, { value: 10 });
  const many = await evaluate(sales, { rows: [{ segment: 'x', amount: 4000 }, {}, { segment: 'gold' }], explain: true });
  assert.deepEqual(many.json.map((one) => one.value), [20, 0, 10]);
  assert.deepEqual(many.json[0].explanation[0].parts[0].table.matched, [2]);
  const output = many.json[0].explanation[0].parts[0].parts.find((part) => part.what === 'output');
  assert.deepEqual({ text: output.text, value: output.value }, { text: 'order amount / 200', value: 20 });
  assert.ok(output.steps.some((step) => step.text === 'order amount / 200' && step.value === 20), JSON.stringify(output));
  assert.equal((await evaluate(sales, { decision: 'late', inputs: { on: '2000-01-01' } })).json.value, true);
});

test('evaluate refuses what does not fit, with its place', async () => {
  assert.equal((await evaluate(sales, {}, 'rules.nothing')).status, 404);
  assert.equal((await evaluate(sales, { decision: 'nothing' })).status, 404);
  assert.equal((await evaluate(server.ask.bind(server), { inputs: {} })).status, 401);
  const wrong = await evaluate(sales, { rows: [{ segment: 'gold' }, { segmnet: 'x', amount: 'many' }, 5] });
  assert.equal(wrong.status, 422);
  const found = Object.fromEntries(wrong.json.diagnostics.map((d) => [d.field, d.code]));
  assert.deepEqual(found, { 'rows/1/segmnet': 'DMN-302', 'rows/1/amount': 'DMN-303', 'rows/2': 'DMN-302' });
  assert.match(JSON.stringify(wrong.json), /did you mean 'segment'/);
  assert.ok(wrong.json.diagnostics.every((d) => d.line === 1 && d.column > 1));
  assert.equal((await evaluate(sales, { decision: 'late', inputs: { on: 'yesterday' } })).status, 422);
  assert.equal((await evaluate(sales, { rows: 5 })).status, 422);
  assert.equal((await evaluate(sales, '{"inputs": ')).status, 400);
});

test('a decision for some roles is seen and evaluated by them alone, and by administrators', async () => {
  const own = (roles) => ({
    id: 'secret',
    files: [
      { path: 'pack.json', text: JSON.stringify({ kind: 'pack', id: 'secret', version: '1.0.0', label: { en: 'Secret', zh: '机密' } }) },
      { path: 'roles/clerk.json', text: JSON.stringify({ kind: 'role', id: 'clerk', label: { en: 'Clerk', zh: '文员' } }) },
      { path: 'decisions/rate.json', text: JSON.stringify({ ...discount, id: 'rate', roles }) },
    ],
  });
  const unknown = await admin('POST', '/deployments/check', { packs: [own(['clrek'])] });
  assert.ok(unknown.json.diagnostics.some((d) => d.severity === 'error' && /rate\.json$/.test(d.file) && /clerk/.test(d.hint ?? '')), unknown.text);
  const made = await admin('POST', '/deployments', { packs: [own(['clerk'])] });
  assert.equal(made.status, 201, made.text);
  const asks = (who) => evaluate(who, { inputs: { segment: 'gold', amount: 1 } }, 'secret.rate');
  const refused = await asks(sales);
  assert.equal(refused.status, 403, refused.text);
  assert.match(refused.text, /AUTH-403/);
  assert.ok(!(await sales('GET', '/decisions')).json.some((one) => one.id === 'secret.rate'));
  assert.equal((await asks(admin)).json.value, 10);
  const user = (await admin('GET', '/users')).json;
  const { roles } = (user.users ?? user).find((each) => each.login === 'sales');
  assert.equal((await admin('PATCH', '/users/sales', { roles: [...roles, 'secret.clerk'] })).status, 200);
  assert.equal((await asks(sales)).json.value, 10);
  assert.ok((await sales('GET', '/decisions')).json.some((one) => one.id === 'secret.rate'));
  assert.equal((await evaluate(sales, { inputs: {} })).status, 200, 'a decision that names no roles is for everybody');
});

test('an endless decision ends, and the server goes on meanwhile', async () => {
  const started = Date.now();
  const endless = evaluate(sales, { decision: 'endless', rows: Array.from({ length: 2000 }, () => ({ amount: 0.5 })) });
  const slow = evaluate(sales, { decision: 'slow', inputs: { amount: 1 } });
  for (let i = 0; i < 10; ++i) assert.equal((await sales('GET', '/decisions')).status, 200);
  const rows = (await endless).json;
  assert.ok(rows.every((row) => row.value === null && /FEEL-30[16]/.test(row.warnings.at(-1).code)), JSON.stringify(rows[0]));
  assert.match((await slow).json.warnings.at(-1).code, /FEEL-30[16]/);
  assert.ok(Date.now() - started < 100_000);
  assert.equal((await evaluate(sales, { inputs: { segment: 'gold', amount: 1 } })).json.value, 10);
});

test('the discount of the sales pack runs as the documentation says, and every rule of it is tested', async () => {
  const pack = join(packs, 'sales');
  const rows = join(folder, '..', 'offers.csv');
  writeFileSync(rows, 'level,amount\na,50000\nb,250000\nc,750000\n');
  const decided = await formwork('decide', pack, 'discount', '--input', rows);
  assert.equal(decided.code, 0, decided.stderr);
  assert.deepEqual(JSON.parse(decided.stdout).map((one) => one.value), [
    { rate: 5, discount: 2500, price: 47500 },
    { rate: 3, discount: 7500, price: 242500 },
    { rate: 2, discount: 15000, price: 735000 },
  ]);
  const why = await formwork('decide', pack, 'discount/rate', '--input', rows, '--explain');
  assert.deepEqual(JSON.parse(why.stdout).map((one) => [one.value, one.explanation[0].parts[0].table.matched]), [[5, [1]], [3, [5]], [2, [8]]]);
  const tested = await formwork('test', pack);
  assert.match(tested.stdout, /decision sales\.discount: 8 of 8 tests passed\n {2}rate: 8 of 8 rules reached/);
  const answer = await sales('POST', '/decisions/sales.discount/evaluate', { inputs: { level: 'a', amount: 600000 } });
  assert.deepEqual([answer.status, answer.json], [200, { value: { rate: 12, discount: 72000, price: 528000 } }]);
  // Beyond the values of its type an input is null, with a warning: nothing is refused.
  const other = await sales('POST', '/decisions/sales.discount/evaluate', { inputs: { level: 'x', amount: 1 } });
  assert.deepEqual([other.status, other.json.value, other.json.warnings.map((w) => w.code)], [200, null, ['DMN-203']]);
});
