// What the command line says to people who mistype, name what is not there, or give the wrong file: a sentence that says
// what and what to do, and an exit code that is not 0.
import assert from 'node:assert/strict';
import { chmodSync, cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
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
  await refused(2, /^formwork: say what to do: backup, /);
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
