// The world around the server is not as it should be: locked, newer, read-only, full, killed. A clear sentence, nothing
// damaged, and the server goes on where it can.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, closeSync, copyFileSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Server, formwork, newFolder, program, removeFolder } from './server.mjs';

const root = process.getuid() === 0;
const nobody = 65534;
const folders = [];
const folder = () => {
  const made = newFolder();
  folders.push(made);
  return made;
};
after(() => folders.forEach(removeFolder));

// Every command that opens a data folder by itself.
const commands = (data) => [
  ['serve', '--port', '0', '--data', data],
  ['user', 'list', '--data', data],
  ['export', 'sales.account', '--data', data],
  ['doctor', '--data', data],
  ['instance', 'list', '--data', data],
  ['backup', join(data, 'never.db'), '--data', data],
];

let filled;
// What asNobody runs: a checkout below /root is closed to others, so root lends a copy.
let readable = program;
before(async () => {
  if (root) {
    const lent = folder();
    chmodSync(lent, 0o755);
    readable = join(lent, 'formwork');
    copyFileSync(program, readable);
    chmodSync(readable, 0o755);
  }
  filled = folder();
  const server = await Server.start({ folder: filled });
  assert.equal((await server.stop()).code, 0);
});

// `formwork ARGS` as a user whom file permissions stop; never throws.
function asNobody(args) {
  return new Promise((resolve) => {
    const child = spawn(readable, args, { stdio: ['ignore', 'pipe', 'pipe'], ...(root ? { uid: nobody, gid: nobody } : {}) });
    let stderr = '';
    child.stderr.on('data', (text) => (stderr += text));
    child.stdout.on('data', (text) => /listening on/.test(text) && child.kill('SIGTERM'));
    child.on('exit', (code) => resolve({ code, stderr }));
  });
}

// SQL on a database file that no server has open.
function execute(path, sql) {
  const made = join(folder(), 'execute');
  const text = '#include <sqlite3.h>\nint main(int n, char** a) { sqlite3* db; return n == 3 && (sqlite3_open(a[1], &db) || sqlite3_exec(db, a[2], 0, 0, 0) || sqlite3_changes(db) != 1 || sqlite3_close(db)); }\n';
  execFileSync('cc', ['-x', 'c', '-', '-o', made, '-lsqlite3'], { input: text });
  execFileSync(made, [path, sql]);
}

function copy(of = filled) {
  const data = folder();
  execFileSync('cp', ['-a', `${of}/.`, data]);
  return data;
}

test('a database of a newer version is left alone', async () => {
  const data = copy();
  const path = join(data, 'formwork.db');
  execute(path, "UPDATE fw_meta SET value = '999' WHERE key = 'schema_version'");
  const bytes = readFileSync(path);
  for (const command of commands(data)) {
    const answer = await formwork(...command);
    assert.equal(answer.code, 1, `${command}: ${answer.stdout}${answer.stderr}`);
    assert.match(answer.stderr, /error DB-008: /, command.join(' '));
  }
  assert.deepEqual(readFileSync(path), bytes);
});

test('a database that another program holds is said to be held', async (t) => {
  const sqlite = await import('node:sqlite').catch(() => null);
  if (!sqlite) return t.skip('this Node has no SQLite');
  const data = copy();
  const db = new sqlite.DatabaseSync(join(data, 'formwork.db'));
  db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  const answer = await formwork('user', 'list', '--data', data);
  assert.equal(answer.code, 1, answer.stdout);
  assert.match(answer.stderr, /error DB-004: /);
  db.exec('ROLLBACK');
  db.close();
  assert.equal((await formwork('user', 'list', '--data', data)).code, 0);
});

test('a folder or a file that may not be written', async () => {
  const whole = copy();
  if (root) for (const name of ['.', ...readdirSync(whole)]) chownSync(join(whole, name), 0, 0);
  chmodSync(whole, 0o555);
  for (const command of commands(whole)) {
    const answer = await asNobody(command);
    assert.equal(answer.code, 1, command.join(' '));
    assert.match(answer.stderr, /error (DB|CLI)-\d+: /, command.join(' '));
  }
  chmodSync(whole, 0o755);
  const file = copy();
  if (root) chownSync(file, nobody, nobody);
  if (root) for (const name of readdirSync(file)) chownSync(join(file, name), nobody, nobody);
  chmodSync(join(file, 'formwork.db'), 0o444);
  if (root) chownSync(join(file, 'formwork.db'), 0, 0);
  for (const command of commands(file)) {
    const answer = await asNobody(command);
    assert.equal(answer.code, 1, command.join(' '));
    assert.match(answer.stderr, /error DB-\d+: /, command.join(' '));
  }
});

test('a full disk: 507 and nothing changed; space again: it goes on', async (t) => {
  const data = folder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', data], { stdio: 'ignore' });
  } catch {
    return t.skip('no right to mount a small disk');
  }
  try {
    const server = await Server.start({ folder: data });
    const ask = await server.as('admin');
    const count = async () => (await ask('GET', '/records/sales.account?limit=1&count=true')).json.count;
    await server.contract(); // while there is space for a sign-in
    const ballast = join(data, 'ballast');
    const file = openSync(ballast, 'w');
    const fill = () => {
      for (const size of [1 << 20, 1 << 12]) {
        try {
          for (;;) writeSync(file, Buffer.alloc(size, 'x'));
        } catch (error) {
          assert.equal(error.code, 'ENOSPC');
        }
      }
    };
    fill();
    const made = await count();
    let good = 0;
    let refused;
    for (let i = 0; i < 3000 && !refused; ++i) {
      const answer = await ask('POST', '/records/sales.account', { name: 'Full', remark: 'x'.repeat(4000) });
      if (answer.status === 201) good += 1;
      else refused = answer;
    }
    assert.equal(refused?.status, 507, refused?.text);
    assert.match(refused.text, /DB-005/);
    assert.match(refused.json.diagnostics[0].text, /no space left/);
    assert.equal((await server.ask('GET', '//healthz')).status, 200);
    assert.equal(await count(), made + good, 'what was refused is not there');
    const many = await Promise.all(Array.from({ length: 30 }, () => ask('POST', '/records/sales.account', { name: 'Full', remark: 'x'.repeat(4000) })));
    for (const answer of many) assert.ok([201, 507].includes(answer.status), answer.text);
    good += many.filter((answer) => answer.status === 201).length;
    const backup = await formwork('backup', join(data, 'copy.db'), '--data', data);
    assert.equal(backup.code, 1, backup.stdout);
    assert.match(backup.stderr, /error DB-0\d\d: /);
    assert.ok(!existsSync(join(data, 'copy.db')), 'no half backup stays');
    closeSync(file);
    rmSync(ballast);
    const again = await ask('POST', '/records/sales.account', { name: 'Space again' });
    assert.equal(again.status, 201, again.text);
    assert.equal(await count(), made + good + 1);
    assert.deepEqual(await server.stop(), { code: 0, signal: null });
    const doctor = await formwork('doctor', '--data', data);
    assert.equal(doctor.code, 0, doctor.stdout + doctor.stderr);
  } finally {
    execFileSync('umount', ['-l', data]);
  }
});

test('a disk that is full from the start', async (t) => {
  const data = folder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', data], { stdio: 'ignore' });
  } catch {
    return t.skip('no right to mount a small disk');
  }
  try {
    mkdirSync(join(data, 'company'));
    for (const args of [['--demo'], []]) {
      const answer = await formwork('serve', '--port', '0', '--data', join(data, 'company'), ...args);
      assert.equal(answer.code, 1, answer.stdout);
      assert.match(answer.stderr, /error (DB|CLI)-\d+: /);
    }
  } finally {
    execFileSync('umount', ['-l', data]);
  }
});

test('kill -9 between a request and its repetition: the same answer, one effect', async () => {
  const data = copy();
  let server = await Server.start({ folder: data, demo: false });
  const token = await server.token('sales');
  const headers = { Authorization: `Bearer ${token}`, 'Idempotency-Key': 'over the edge' };
  const send = (body) => server.ask('POST', '/records/sales.account', body, headers);
  const first = await send({ name: 'Once' });
  assert.equal(first.status, 201, first.text);
  server.process.kill('SIGKILL');
  await server.ended;
  server = await Server.start({ folder: data, demo: false });
  const again = await send({ name: 'Once' });
  assert.equal(again.text, first.text);
  assert.equal(again.headers.get('location'), first.headers.get('location'));
  const other = await send({ name: 'Twice' });
  assert.equal(other.status, 422, other.text);
  const found = await server.ask('GET', `/records/sales.account?filter=${encodeURIComponent('name = "Once" or name = "Twice"')}`, undefined, headers);
  assert.equal(found.json.records.length, 1);
  assert.equal((await server.stop()).code, 0);
});

test('commands on the folder of a running server: through it, or refused with a sentence', async () => {
  const data = copy();
  const server = await Server.start({ folder: data, demo: false });
  for (const command of commands(data).slice(1)) {
    const answer = await formwork(...command);
    assert.equal(answer.code, 0, `${command}: ${answer.stderr}`);
  }
  const serve = await formwork('serve', '--port', '0', '--data', data);
  assert.equal(serve.code, 1);
  assert.match(serve.stderr, /error DB-009: .*in use/);
  const restore = await formwork('restore', join(data, 'never.db'), '--data', data);
  assert.equal(restore.code, 1, restore.stdout);
  assert.match(restore.stderr, /error (CLI|DB)-\d+: /);
  assert.equal((await server.stop()).code, 0);
});
