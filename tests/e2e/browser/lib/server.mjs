import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../../..');

function program() {
  const path = process.env.FORMWORK_BIN ?? join(root, 'build/bin/formwork');
  if (!existsSync(path)) throw new Error(`${path} is missing: build it first (./do build)`);
  return path;
}

/**
 * A real server on its own demo data; `stop` ends it and removes the data, `kill` is `kill -9`, `restart` starts it again
 * on the same data and the same address.
 */
export async function startServer() {
  if (process.env.FORMWORK_URL) return { url: process.env.FORMWORK_URL, stop: async () => {} };
  const data = mkdtempSync(join(tmpdir(), 'formwork-browser-'));
  const run = (port) => serve(join(data, 'company'), port);
  let running = await run(0);
  return {
    url: running.url,
    async kill() {
      running.child.kill('SIGKILL');
      await running.ended;
    },
    async restart() {
      running = await run(new URL(running.url).port);
    },
    async stop() {
      running.child.kill('SIGTERM');
      const code = await running.ended;
      rmSync(data, { recursive: true, force: true });
      if (code !== 0) throw new Error(`the server ended with ${code}:\n${running.log()}`);
    },
  };
}

async function serve(folder, port) {
  const child = spawn(program(), ['serve', '--data', folder, '--demo', '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  const ended = new Promise((done) => child.once('exit', done));
  const url = await new Promise((done, fail) => {
    const read = (chunk) => {
      log += chunk;
      const found = /listening on (http:\/\/\S+)/.exec(log);
      if (found) done(found[1]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => fail(new Error(`the server ended with ${code}:\n${log}`)));
    child.once('error', fail);
  });
  return { child, url, ended, log: () => log };
}
