// What the command line says to people who mistype, name what is not there, or give the wrong file: a sentence that says
// what and what to do, and an exit code that is not 0.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Server, formwork, newFolder, packs, removeFolder } from './server.mjs';

let server, data;
const folders = [];
const folder = () => {
  const made = newFolder();
  folders.push(made);
  return made;
};
before(async () => {
  server = await Server.start({ folder: folder() });
  data = ['--data', server.folder];
});
after(async () => {
  await server.stop();
  folders.forEach(removeFolder);
});

const refused = async (code, said, ...args) => {
  const answer = await formwork(...args);
  assert.equal(answer.code, code, `${args.join(' ')}\n${answer.stdout}${answer.stderr}`);
  assert.match(answer.stderr, said, args.join(' '));
};

test('words nothing takes are named, with the nearest that is', async () => {
  await refused(2, /^formwork: say what to do: automation, backup, /);
  await refused(2, /^formwork user: say what to do: list, /, 'user');
  await refused(2, /^formwork user: there is no command 'lst' \(did you mean 'list'\?\)/, 'user', 'lst', ...data);
  await refused(2, /^formwork serve: there is no option '--dat' \(did you mean '--data'\?\)\nRun `formwork serve --help`/, 'serve', '--dat=x');
  await refused(2, /^formwork backup: 'two' is one argument too many/, 'backup', 'one', 'two', ...data);
  await refused(2, /^formwork serve: --data is required/, 'serve');
});

test('a token belongs to a server; one in the environment disturbs nobody', async () => {
  await refused(1, /error CLI-007: /, 'user', 'list', ...data, '--token', 'x');
  process.env.FORMWORK_TOKEN = 'x';
  try {
    assert.equal((await formwork('user', 'list', ...data)).code, 0);
  } finally {
    delete process.env.FORMWORK_TOKEN;
  }
});

test('folders in the place of files, files in the place of folders, a pack twice', async () => {
  const empty = folder();
  await refused(1, new RegExp(`error CLI-005: Cannot read ${empty}: Is a directory`), 'eval', '1', '--with', empty);
  await refused(1, /error CLI-005: .*Is a directory/, 'import', 'sales.account', empty, ...data);
  await refused(1, /error CLI-001: There is no folder/, 'check', join(empty, 'nope'));
  const file = join(empty, 'file');
  writeFileSync(file, 'x');
  await refused(1, /error CLI-001: .* is no folder/, 'check', file);
  await refused(1, /error CLI-008: The pack 'sales' is given twice/, 'deploy', join(packs, 'sales'), join(packs, 'sales'), ...data);
});

test('a pack with a folder that cannot be read is no half pack', { skip: process.getuid() === 0 }, async () => {
  const pack = join(folder(), 'sales');
  cpSync(join(packs, 'sales'), pack, { recursive: true });
  chmodSync(join(pack, 'flows'), 0);
  await refused(1, /error CLI-005: .*Permission denied/, 'check', pack);
  chmodSync(join(pack, 'flows'), 0o700);
});

test('flows, steps, instances, tasks, entities, roles and people that are not there', async () => {
  await refused(1, /error FLOW-422: .*'sales\.contract_aproval'.*did you mean 'sales\.contract_approval'/, 'instance', 'list', '--flow', 'sales.contract_aproval', ...data);
  await refused(1, /error FLOW-422: .*'nope'.*there are: sales\.contract_approval/, 'instance', 'incidents', '--flow', 'nope', ...data);
  await refused(1, /error CLI-044: .*did you mean 'manager'/, 'instance', 'list', '--flow', 'contract_approval', '--node', 'manger', ...data);
  await refused(1, /error CLI-044: No flow has a step/, 'instance', 'list', '--node', 'nowhere_at_all', ...data);
  await refused(1, /error FLOW-422: /, 'what-if', join(packs, 'sales'), '--flow', 'sales.nope', ...data);
  await refused(1, /There is no instance '12', or you may not see it/, 'instance', 'show', '12', ...data);
  await refused(1, /There is no task '12', or you may not see it/, 'task', 'approve', '12', '--as', 'sales', ...data);
  await refused(1, /error CLI-041: .*did you mean 'sales\.account'/, 'export', 'sales.acount', ...data);
  await refused(1, /There is no role 'sales\.sale'.*did you mean 'sales\.sales'/, 'user', 'roles', 'sales', 'sales.sale', ...data);
  await refused(1, /error AUTH-404: There is no user 'nobody'/, 'user', 'enable', 'nobody', ...data);
  await refused(1, /error AUTH-409: The user 'sales' exists already/, 'user', 'add', 'sales', ...data);
  await refused(1, /error CLI-070: There is nobody/, 'task', 'transfer', '12', '--to', 'nobody', '--as', 'sales', ...data);
  const none = await formwork('instance', 'list', '--flow', 'contract_approval', '--node', 'tell', ...data);
  assert.deepEqual(none, { code: 0, stdout: '', stderr: 'formwork: nothing fits\n' });
});

test('a command on many says which, and does nothing where a name is wrong', async () => {
  await refused(2, /say which: --ids, --flow/, 'instance', 'bulk', 'terminate', ...data);
  await refused(2, /jump needs --to/, 'instance', 'bulk', 'jump', '--flow', 'contract_approval', ...data);
  await refused(2, /set needs --set/, 'instance', 'bulk', 'set', '--all', ...data);
  await refused(1, /error FLOW-422: .*'nope' \(there are: sales\.contract_approval\)/, 'instance', 'bulk', 'suspend', '--flow', 'nope', ...data);
  await refused(1, /error CLI-030: 'limit' is not NAME=VALUE.*--where 'limit>=/, 'instance', 'bulk', 'suspend', '--where', 'limit', ...data);
  const all = await formwork('instance', 'bulk', 'suspend', '--all', '--dry-run', ...data);
  assert.equal(all.code, 0, all.stderr);
});

test('a disabled user is let in again', async () => {
  const signIn = async () => (await server.ask('POST', '/session', { user: 'sales3', password: 'formwork' })).status;
  assert.equal((await formwork('user', 'disable', 'sales3', ...data)).code, 0);
  assert.equal(await signIn(), 401);
  assert.equal((await formwork('user', 'enable', 'sales3', ...data)).code, 0);
  assert.equal(await signIn(), 200);
});

test('a backup replaces nothing; what is wrong with its place is said', async () => {
  const place = folder();
  const file = join(place, 'copy.db');
  writeFileSync(file, 'keep me');
  await refused(1, /error DB-409: .*copy\.db exists already.*give a name that is free/, 'backup', file, ...data);
  assert.equal(readFileSync(file, 'utf8'), 'keep me');
  await refused(1, /error DB-422: .*there is no folder .*nope/, 'backup', join(place, 'nope/copy.db'), ...data);
});

test('restore examines the file first, and changes nothing where it is no good', async () => {
  const place = folder();
  const good = join(place, 'good.db');
  assert.equal((await formwork('backup', good, ...data)).code, 0);
  const bytes = readFileSync(good);
  const file = (name, content) => {
    writeFileSync(join(place, name), content);
    return join(place, name);
  };
  const target = folder();
  assert.equal((await formwork('restore', good, '--data', target)).code, 0);
  assert.deepEqual(readFileSync(good), bytes);
  const restored = readFileSync(join(target, 'formwork.db'));
  const into = ['--data', target, '--force'];
  await refused(1, /error CLI-005: .*No such file/, 'restore', join(place, 'nope.db'), ...into);
  assert.ok(!existsSync(join(place, 'nope.db')));
  await refused(1, /error CLI-005: .*Is a directory/, 'restore', place, ...into);
  await refused(1, /error CLI-051: /, 'restore', file('text.db', 'no database at all'), ...into);
  await refused(1, /error CLI-051: .*or it is damaged/, 'restore', file('half.db', bytes.subarray(0, bytes.length / 2)), ...into);
  await refused(1, /error CLI-051: .*is the database itself/, 'restore', join(target, 'formwork.db'), ...into);
  await refused(1, /error CLI-050: .*--force/, 'restore', good, '--data', target);
  await refused(1, /error DB-009: /, 'restore', good, ...data, '--force');
  assert.deepEqual(readFileSync(join(target, 'formwork.db')), restored);
  assert.ok(!existsSync(join(target, 'formwork.db.restored')));
  assert.equal((await formwork('restore', good, ...into)).code, 0);
  assert.match((await formwork('restore', '--help')).stdout, /Replaces the whole database[\s\S]*stop it/);
});

// Starts a server, gives what it said until it was ready, and stops it.
const started = async (...args) => {
  const one = await Server.start({ folder: args[0], demo: false, args: args.slice(1) });
  assert.deepEqual(await one.stop(), { code: 0, signal: null });
  return one.errors;
};

test('--demo on a folder with data says that nothing was added', async () => {
  const place = folder();
  assert.equal(await started(place, '--demo'), '');
  assert.match(await started(place, '--demo'), /note CLI-024: .*holds data already, so --demo adds nothing/);
});

test('folders that serve is given are looked at before anything is made', async () => {
  const place = folder();
  const fresh = join(place, 'data');
  await refused(1, /error PLUG-017: There is no folder of plugins/, 'serve', '--data', fresh, '--port', '0', '--plugins', join(place, 'nope'));
  await refused(1, /error HTTP-103: .*no index\.html/, 'serve', '--data', fresh, '--port', '0', '--web', place);
  await refused(1, /error CLI-003: /, 'serve', '--data', '', '--port', '0');
  assert.ok(!existsSync(fresh));
  await refused(1, /error PLUG-017: /, 'check', join(packs, 'sales'), '--plugins', join(place, 'nope'));
  assert.match(await started(fresh, '--plugins', place), /warning PLUG-018: There is no plugin in/);
  mkdirSync(join(place, 'plugins/bad'), { recursive: true });
  writeFileSync(join(place, 'plugins/bad/plugin.so'), 'no library');
  await refused(1, /bad\/plugin\.so: error PLUG-001: /, 'serve', '--data', fresh, '--port', '0', '--plugins', join(place, 'plugins'));
});

test('a plugin that was taken away is named, with what needs it', async () => {
  const place = folder();
  const build = (id, source) => {
    mkdirSync(join(place, 'plugins', id), { recursive: true });
    execFileSync('cc', ['-shared', '-fPIC', '-D_GNU_SOURCE', `-I${join(packs, 'api')}`, source, '-o', join(place, 'plugins', id, 'plugin.so')]);
  };
  build('ops', fileURLToPath(new URL('ops/plugin.c', import.meta.url)));
  build('sample', join(packs, 'sample/plugin.c'));
  const pack = join(place, 'needy');
  mkdirSync(join(pack, 'flows'), { recursive: true });
  const T = (en) => ({ en, zh: en });
  writeFileSync(join(pack, 'pack.json'), JSON.stringify({ kind: 'pack', id: 'needy', version: '1.0.0', label: T('Needy') }));
  writeFileSync(join(pack, 'flows/ask.json'), JSON.stringify({
    kind: 'flow', id: 'ask', label: T('Ask'),
    nodes: [{ id: 'start', type: 'start' }, { id: 'work', type: 'service_task', label: T('Work'), action: 'ops.good' }, { id: 'end', type: 'end' }],
    edges: [{ from: 'start', to: 'work' }, { from: 'work', to: 'end' }],
  }));
  const where = join(place, 'data');
  const one = await Server.start({ folder: where, demo: false, args: ['--plugins', join(place, 'plugins')] });
  const deployed = await formwork('deploy', pack, join(packs, 'sample'), '--data', where);
  await one.stop();
  assert.equal(deployed.code, 0, deployed.stderr);
  assert.equal(await started(where, '--plugins', join(place, 'plugins')), '');
  renameSync(join(place, 'plugins/ops'), join(place, 'ops'));
  assert.match(await started(where, '--plugins', join(place, 'plugins')), /warning PLUG-019: The plugin 'ops' is not loaded, and deployed models call ops\.good: needy\.ask.*--plugins DIR/);
  const without = await formwork('serve', '--data', where, '--port', '0');
  assert.equal(without.code, 1);
  assert.match(without.stderr, /error PLUG-019: .*looked for in .*plugins.*\n.*supplier\.json:\d+:\d+: error FEEL-102: .*valid credit code/);
  await refused(1, /FLOW-070.*put the plugin 'ops' into/, 'deploy', pack, '--data', folder());
});

test('models with functions of plugins are checked, tested and evaluated where their plugins are named', async () => {
  const place = folder();
  mkdirSync(join(place, 'sample'));
  execFileSync('cc', ['-shared', '-fPIC', '-D_GNU_SOURCE', `-I${join(packs, 'api')}`, join(packs, 'sample/plugin.c'), '-o', join(place, 'sample/plugin.so')]);
  for (const args of [['check'], ['test']]) {
    await refused(1, /error FEEL-102: .*valid credit code.*name the folder of plugins with --plugins DIR/, ...args, join(packs, 'sample'));
    const good = await formwork(...args, join(packs, 'sample'), '--plugins', place);
    assert.equal(good.code, 0, good.stderr);
  }
  await refused(1, /error CLI-063: /, 'decide', join(packs, 'sample'), 'nope', '--input', 'x', '--plugins', place);
});

test('what is no mistake but should not go unsaid', async () => {
  const fresh = join(folder(), 'fresh');
  await refused(1, /error CLI-004: /, 'deploy', join(packs, 'sales'), '--dry-run', '--data', fresh);
  assert.ok(!existsSync(fresh));
  const made = await formwork('deploy', join(packs, 'sales'), '--data', fresh);
  assert.equal(made.code, 0, made.stderr);
  assert.match(made.stderr, /fresh has no database yet; one is made/);
  assert.match((await formwork('task', 'list', ...data)).stderr, /say whose with --as NAME/);
  await refused(1, /error AUTH-401: .*formwork user token NAME/, 'user', 'list', '--server', server.address, '--token', 'wrong');
  assert.equal((await formwork('user', 'disable', 'sales3', ...data)).code, 0);
  await refused(1, /error AUTH-409: .*disabled.*user enable sales3/, 'user', 'token', 'sales3', ...data);
  assert.equal((await formwork('user', 'enable', 'sales3', ...data)).code, 0);
  const id = (await formwork('instance', 'list', '--limit', '1', ...data)).stdout.split(' ')[0];
  await refused(1, new RegExp(`There is no step 99999 of an instance '${id}'`), 'instance', 'state', id, '--at', '99999', ...data);
  await refused(2, /--at: Value x not in range/, 'instance', 'state', id, '--at', 'x', ...data);
  await refused(2, /--at: Value 0 not in range/, 'instance', 'state', id, '--at', '0', ...data);
  const now = await formwork('instance', 'state', id, ...data);
  assert.equal(now.code, 0, now.stderr);
  assert.equal(JSON.parse(now.stdout).step, JSON.parse(now.stdout).steps);
});
