// The command line: on a folder alone, on the folder of a running server, and what it says when it cannot.
import assert from 'node:assert/strict';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Server, formwork, newFolder, packs, removeFolder } from './server.mjs';

let server;
const folders = [];
const folder = () => {
  const made = newFolder();
  folders.push(made);
  return made;
};
before(async () => (server = await Server.start({ folder: folder() })));
after(async () => {
  await server.stop();
  folders.forEach(removeFolder);
});

test('an empty folder gets an administrator whose password is printed once', async () => {
  const data = folder();
  const first = await Server.start({ folder: data, demo: false });
  const password = /^ {2}admin +(\S+)/m.exec(first.output)?.[1] ?? (await new Promise((resolve) => first.process.stdout.on('data', () => {
    const found = /^ {2}admin +(\S+)/m.exec(first.output);
    if (found) resolve(found[1]);
  })));
  assert.equal((await first.ask('POST', '/session', { user: 'admin', password })).status, 200);
  assert.deepEqual(await first.stop(), { code: 0, signal: null });
  const second = await Server.start({ folder: data, demo: false });
  assert.doesNotMatch(second.output, /admin /);
  assert.equal((await second.ask('POST', '/session', { user: 'admin', password })).status, 200);
  assert.equal((await second.stop()).code, 0);
});

test('commands work through a running server, and alone when none runs', async () => {
  const list = await formwork('user', 'list', '--data', server.folder);
  assert.equal(list.code, 0, list.stderr);
  assert.match(list.stdout, /^sales +/m);
  const backup = join(folder(), 'copy.db');
  assert.equal((await formwork('backup', backup, '--data', server.folder)).code, 0);
  const restored = folder();
  assert.equal((await formwork('restore', backup, '--data', restored)).code, 0);
  const alone = await formwork('export', 'sales.account', '--data', restored);
  assert.equal(alone.code, 0, alone.stderr);
  assert.ok(alone.stdout.split('\n').length > 300);
  const doctor = await formwork('doctor', '--data', restored);
  assert.equal(doctor.code, 0, doctor.stdout + doctor.stderr);
  const instances = await formwork('instance', 'list', '--data', restored);
  assert.equal(instances.code, 0, instances.stderr);
  assert.match(instances.stdout, /sales\.contract_approval/);
});

test('import creates records, names lines with mistakes, and changes by id', async () => {
  const file = join(folder(), 'accounts.csv');
  writeFileSync(file, '\ufeffname\n"Import, one"\nImport two\n');
  const good = await formwork('import', 'sales.account', file, '--data', server.folder);
  assert.equal(good.code, 0, good.stderr);
  assert.match(good.stdout, /2 of 2/);
  writeFileSync(file, 'name,nonsense\nx,y\n');
  const unknown = await formwork('import', 'sales.account', file, '--data', server.folder);
  assert.equal(unknown.code, 1);
  assert.match(unknown.stderr, /accounts\.csv:1:1: error CLI-040: .*nonsense/);
  writeFileSync(file, `name\nfine\n${'x'.repeat(5000)}\n`);
  const long = await formwork('import', 'sales.account', file, '--data', server.folder);
  assert.equal(long.code, 1);
  assert.match(long.stderr, /accounts\.csv:3:1: error REC-/);
});

test('check prints every mistake with its place; deploy changes nothing then', async () => {
  assert.equal((await formwork('check', join(packs, 'base'), join(packs, 'sales'))).code, 0);
  const broken = join(folder(), 'sales');
  cpSync(join(packs, 'sales'), broken, { recursive: true });
  const entity = join(broken, 'entities/account.json');
  writeFileSync(entity, readFileSync(entity, 'utf8').replace('"label"', '"lable"'));
  writeFileSync(join(broken, 'views/broken.json'), '{"kind": "view",');
  const check = await formwork('check', broken);
  assert.equal(check.code, 1);
  assert.match(check.stderr, /account\.json:\d+:\d+: error [A-Z]+-\d+: .*\n?/);
  assert.match(check.stderr, /broken\.json:\d+:\d+: error JSON-\d+: /);
  const deploy = await formwork('deploy', broken, '--data', server.folder);
  assert.equal(deploy.code, 1);
  const dry = await formwork('deploy', join(packs, 'sales'), '--data', server.folder, '--dry-run');
  assert.equal(dry.code, 0, dry.stderr);
  assert.match(dry.stdout, /nothing changes/);
});

test('every flow of the packs is the same after a turn through BPMN', async () => {
  const work = folder();
  for (const pack of readdirSync(packs)) {
    const flows = join(packs, pack, 'flows');
    for (const name of existsSync(flows) ? readdirSync(flows).filter((each) => each.endsWith('.json')) : []) {
      const bpmn = join(work, name.replace('.json', '.bpmn'));
      const back = join(work, name);
      const there = await formwork('convert', join(flows, name), '-o', bpmn);
      assert.equal(there.code, 0, name + there.stderr);
      const here = await formwork('convert', bpmn, '-o', back);
      assert.equal(here.code, 0, name + here.stderr);
      assert.deepEqual(JSON.parse(readFileSync(back)), JSON.parse(readFileSync(join(flows, name))), name);
    }
  }
});

test('convert says of an empty file, and of one that is only text, what is wrong with the XML', async () => {
  const folder = newFolder();
  for (const name of ['a.dmn', 'a.bpmn']) {
    for (const [text, sentence] of [['', 'There is no element here'], ['nothing but text\n', 'Text stands outside the root element']]) {
      writeFileSync(join(folder, name), text);
      const made = await formwork('convert', join(folder, name));
      assert.equal(made.code, 1);
      assert.match(made.stderr, new RegExp(`${name}:1:1: error XML-001: ${sentence}`));
    }
  }
  removeFolder(folder);
});

test('convert tells DMN from BPMN by the root element, wherever else a namespace stands', async () => {
  const work = folder();
  const bpmn = join(work, 'uses_feel.bpmn');
  writeFileSync(bpmn, `<?xml version="1.0"?>
<!-- https://www.omg.org/spec/DMN/20230324/MODEL/ -->
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:dmn="https://www.omg.org/spec/DMN/20230324/MODEL/"
 targetNamespace="x" expressionLanguage="https://www.omg.org/spec/DMN/20230324/FEEL/"><process id="p"><startEvent id="s"/>
<endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="e"/></process></definitions>`);
  const flow = await formwork('convert', bpmn);
  assert.equal(flow.code, 0, flow.stderr);
  assert.equal(JSON.parse(flow.stdout).kind, 'flow');
  const dmn = join(work, 'named_otherwise.xml');
  writeFileSync(dmn, `<d:definitions xmlns:d="https://www.omg.org/spec/DMN/20230324/MODEL/" xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL"
 name="m" namespace="urn:m"><d:decision name="d" id="d"><d:literalExpression><d:text>1</d:text></d:literalExpression></d:decision></d:definitions>`);
  const decision = await formwork('convert', dmn);
  assert.equal(decision.code, 0, decision.stderr);
  assert.equal(JSON.parse(decision.stdout).kind, 'decision');
});

const proving = (flow) => ({ kind: 'flow', label: { en: 'F', zh: 'F' }, variables: [{ id: 'n', type: 'number', input: 'start' }], ...flow });
const ways = (...edges) => edges.map((each) => {
  const [from, to, when] = each.split(' ');
  return { from, to, ...(when === 'default' ? { default: true } : when ? { when: when.replaceAll('_', ' ') } : {}) };
});
const lastLine = (run) => run.stdout.trimEnd().split('\n').at(-1);
const plain = [{ id: 's', type: 'start' }, { id: 'x', type: 'exclusive' }, { id: 'a', type: 'task' }, { id: 'b', type: 'task' }, { id: 'm', type: 'exclusive' }, { id: 'e', type: 'end' }];

test('prove says of a flow in a pack what check says of its data; last line and exit code agree', async () => {
  const pack = join(folder(), 'probe');
  mkdirSync(join(pack, 'flows'), { recursive: true });
  writeFileSync(join(pack, 'pack.json'), JSON.stringify({ kind: 'pack', id: 'probe', version: '1.0.0', label: { en: 'P', zh: 'P' }, requires: [{ pack: 'base' }] }));
  const write = (id, edges) => {
    const file = join(pack, 'flows', `${id}.json`);
    writeFileSync(file, JSON.stringify(proving({ id, nodes: plain, edges: ways('s x', ...edges, 'a m', 'b m', 'm e') }), null, 1));
    return file;
  };
  const gap = write('gap', ['x a n_<_5', 'x b n_>_5']);
  const proved = await formwork('prove', gap);
  assert.equal(proved.code, 0, proved.stderr);
  assert.equal(lastLine(proved), 'sound');
  assert.match(proved.stderr, new RegExp(`^${gap}:\\d+:\\d+: warning FLOW-049: .*n = 5`, 'm'));
  const alone = join(folder(), 'gap.json');
  cpSync(gap, alone);
  const apart = await formwork('prove', alone);
  assert.deepEqual([apart.code, lastLine(apart), apart.stderr], [0, 'sound', '']);
  const bare = write('bare', ['x a', 'x b']);
  const refused = await formwork('prove', bare);
  assert.equal(refused.code, 1);
  assert.equal(lastLine(refused), "unsound: mistake at 'x' (FLOW-048)");
  assert.match(refused.stderr, new RegExp(`^${bare}:\\d+:\\d+: error FLOW-048: `, 'm'));
  const both = await formwork('prove', gap, bare);
  assert.deepEqual([both.code, lastLine(both)], [1, "unsound: mistake at 'x' (FLOW-048)"]);
});

test('prove says what no flow has, and what is empty', async () => {
  const file = join(folder(), 'alone.json');
  const model = (end, more = '') =>
    `{"kind": "flow", "id": "f"${more}, "nodes": [{"id": "s", "type": "start"}, ${end}], "edges": [{"from": "s", "to": "e"}]}`;
  const mistakes = [
    [model('{"id": "e", "type": "end", "event": "terminat"}'), 'MODEL-006'],
    [model('{"id": "e", "type": "end"}', ', "multiple_tokens": "intendet"'), 'MODEL-006'],
    [model('{"id": "e", "type": "end", "evnt": "terminate"}'), 'MODEL-003'],
    [model('{"id": "e", "type": "fin"}'), 'MODEL-006'],
    ['{"kind": "flow", "id": "f"}', 'MODEL-004'],
  ];
  for (const [text, code] of mistakes) {
    writeFileSync(file, text);
    const proved = await formwork('prove', file);
    assert.equal(proved.code, 1, text);
    assert.match(proved.stdout, new RegExp(`unsound: mistake at '\\w+' \\(${code}\\)\n$`));
    assert.match(proved.stderr, new RegExp(`alone\\.json:1:\\d+: error ${code}`));
  }
  writeFileSync(file, model('{"id": "e", "type": "end", "event": "terminate"}'));
  assert.equal((await formwork('prove', file)).code, 0);
  const empty = join(folder(), 'empty.bpmn');
  writeFileSync(empty, '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><process id="P"/></definitions>');
  const nothing = await formwork('prove', empty);
  assert.equal(nothing.code, 2);
  assert.match(nothing.stderr, /the process 'P' has no nodes/);
  writeFileSync(empty, '');
  assert.match((await formwork('prove', empty)).stderr, /XML-001/);
});

test('prove speaks of BPMN with the ids of its file, and names ways that lead nowhere', async () => {
  const file = join(folder(), 'p.bpmn');
  const process = (flows) => `<?xml version="1.0"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/2010/0524/MODEL" targetNamespace="x"><process id="P">
<startEvent id="S"/><exclusiveGateway id="X"/><task id="A"/><task id="B"/><parallelGateway id="J"/><endEvent id="E"/>
${flows.map(([from, to], i) => `<sequenceFlow id="F${i}" sourceRef="${from}" targetRef="${to}"/>`).join('\n')}
</process></definitions>`.replace('2010/0524', '20100524');
  writeFileSync(file, process([['S', 'X'], ['X', 'A'], ['X', 'B'], ['A', 'J'], ['B', 'J'], ['J', 'E']]));
  const stuck = await formwork('prove', file);
  assert.equal(stuck.code, 1);
  assert.match(stuck.stdout, /a token from 'B', which 'X' has led another way/);
  writeFileSync(file, process([['S', 'A'], ['A', 'NOPE'], ['A', 'E']]));
  const loose = await formwork('prove', file);
  assert.match(loose.stderr, new RegExp(`^${file}:5:\\d+: \\w+ BPMN-105: .*'F1'.*targetRef 'NOPE'`, 'm'));
  writeFileSync(file, process([['S', 'A'], ['A', 'E']]).replace('<task id="B"/>', '<task id="B"/><boundaryEvent id="T" attachedToRef="NOPE"/>'));
  const nowhere = await formwork('prove', file);
  assert.equal(nowhere.code, 2);
  assert.match(nowhere.stderr, new RegExp(`^${file}:3:\\d+: \\w+ BPMN-105: .*'T'.*'NOPE'`, 'm'));
});

test("a flow's own test that fails: check refuses at its place, deploy warns and goes on", async () => {
  const changed = folder();
  cpSync(join(packs, 'sales'), changed, { recursive: true });
  const file = join(changed, 'flows/contract_approval.json');
  const text = readFileSync(file, 'utf8');
  assert.match(text, /record\.total >= 100000/);
  writeFileSync(file, text.replace('record.total >= 100000', 'record.total >= 1000'));
  const line = text.split('\n').findIndex((each) => each.includes('"just_below"'));  // its brace stands one line above
  const told = new RegExp(`^${file}:${line}:\\d+: (error|warning) FLOW-401: `, 'm');
  const check = await formwork('check', changed);
  assert.equal(check.code, 1);
  assert.equal(told.exec(check.stderr)?.[1], 'error', check.stderr);
  const dry = await formwork('deploy', changed, '--data', server.folder, '--dry-run');
  assert.equal(dry.code, 0, dry.stderr);
  assert.equal(told.exec(dry.stderr)?.[1], 'warning', dry.stderr);
});

test('deploy names files as they were given, also those it cannot send', async () => {
  const broken = join(folder(), 'mine');
  cpSync(join(packs, 'sales'), broken, { recursive: true });
  const entity = join(broken, 'entities/account.json');
  writeFileSync(entity, readFileSync(entity, 'utf8').replace('"label"', '"lable"'));
  const named = await formwork('deploy', broken, '--data', server.folder);
  assert.equal(named.code, 1);
  assert.ok(named.stderr.includes(`${entity}:`), named.stderr);
  const form = join(broken, 'forms/contact.json');
  writeFileSync(form, Buffer.concat([readFileSync(form).subarray(0, 40), Buffer.from([0xff, 0xfe]), readFileSync(form).subarray(40)]));
  const bytes = await formwork('deploy', broken, '--data', server.folder);
  assert.equal(bytes.code, 1);
  assert.match(bytes.stderr, new RegExp(`${form}:\\d+:\\d+: error JSON-002`));
  assert.ok(bytes.stderr.includes(`${entity}:`), bytes.stderr);
});

test('a new user comes whole or not at all; an administrator is left', async () => {
  const added = await formwork('user', 'add', 'wang', '--name', '王芳', '--role', 'nope', '--data', server.folder);
  assert.equal(added.code, 1);
  const filter = encodeURIComponent('login = "wang"');
  const admin = await server.as('admin');
  assert.equal((await admin('GET', `/records/base.person?filter=${filter}`)).json.records.length, 0);
  const good = await formwork('user', 'add', 'wang', '--name', '王芳', '--role', 'sales.sales', '--data', server.folder);
  assert.equal(good.code, 0, good.stderr);
  const made = (await admin('GET', `/records/base.person?filter=${filter}`)).json.records;
  assert.equal(made[0].name, '王芳');
  for (const args of [['roles', 'admin'], ['disable', 'admin']]) {
    const refused = await formwork('user', ...args, '--data', server.folder);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /error AUTH-409: This is the last active administrator/);
  }
});

test('a store that is none is refused, and makes no file', async () => {
  const nothing = join(folder(), 'foo');
  for (const store of [nothing, 'mysql://x']) {
    const refused = await formwork('serve', '--data', folder(), '--port', '0', '--store', store);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /error DB-016: --store names no PostgreSQL database.*postgresql:\/\//);
  }
  assert.ok(!existsSync(nothing));
});

test('a second server on the folder, a port in use, a folder that cannot be written', async () => {
  const second = await formwork('serve', '--data', server.folder, '--port', '0');
  assert.equal(second.code, 1);
  assert.match(second.stderr, /error DB-009: /);
  const taken = await formwork('serve', '--data', folder(), '--port', new URL(server.address).port);
  assert.equal(taken.code, 1);
  assert.match(taken.stderr, /error HTTP-101: /);
  if (process.getuid() !== 0) {
    const locked = folder();
    chmodSync(locked, 0o500);
    const answer = await formwork('serve', '--data', locked, '--port', '0');
    assert.equal(answer.code, 1);
    assert.match(answer.stderr, /error DB-0\d\d: /);
  }
  const garbage = folder();
  writeFileSync(join(garbage, 'formwork.db'), 'this is no database at all, but long enough to look at'.repeat(100));
  const damaged = await formwork('serve', '--data', garbage, '--port', '0');
  assert.equal(damaged.code, 1);
  assert.match(damaged.stderr, /error DB-007: /);
});

test('usage mistakes end with 2, help teaches', async () => {
  assert.equal((await formwork()).code, 2);
  assert.equal((await formwork('serve')).code, 2);
  const unknown = await formwork('srve');
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /no command 'srve' \(did you mean 'serve'\?\)/);
  const help = await formwork('serve', '--help');
  assert.equal(help.code, 0);
  assert.match(help.stdout, /Examples:[\s\S]*--demo/);
  const nowhere = await formwork('user', 'list', '--data', folder());
  assert.equal(nowhere.code, 1);
  assert.match(nowhere.stderr, /error CLI-004: /);
  const gone = await formwork('user', 'list', '--server', 'http://127.0.0.1:9', '--token', 'x');
  assert.equal(gone.code, 1);
  assert.match(gone.stderr, /error CLI-011: /);
});

test('SIGTERM right after the address was printed ends it well', async () => {
  const data = folder();
  for (let i = 0; i < 3; ++i) {
    const started = await Server.start({ folder: data, demo: false });
    assert.deepEqual(await started.stop(), { code: 0, signal: null });
  }
});

test('SIGTERM finishes what is being answered and exits 0', async () => {
  const other = await Server.start({ folder: folder() });
  const token = await other.token('admin');
  const { port, hostname } = new URL(other.address);
  const body = JSON.stringify({ name: 'Last one' });
  const answer = new Promise((resolve, reject) => {
    let text = '';
    const socket = net.connect(Number(port), hostname, () => {
      socket.write(`POST /api/v1/records/sales.account HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`);
      socket.write(body.slice(0, 5), () => {
        other.process.kill('SIGTERM');
        setImmediate(() => socket.write(body.slice(5)));
      });
    });
    socket.on('data', (bytes) => (text += bytes));
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
  });
  assert.match(await answer, /^HTTP\/1\.1 201 /);
  assert.deepEqual(await other.ended, { code: 0, signal: null });
});
