// The server as a process that is killed and started again on the same data.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');

export function binary(name) {
  const path = name === 'formwork' && process.env.FORMWORK_BIN ? process.env.FORMWORK_BIN : join(root, 'build/bin', name);
  if (!existsSync(path)) throw new Error(`${path} is missing: build it first (./do build)`);
  return path;
}

export class Server {
  #child;
  #up;
  url = '';
  starts = 0;

  constructor(data) {
    this.data = data;
    this.#wait();
  }

  #wait() {
    this.#up = Promise.withResolvers ? Promise.withResolvers() : withResolvers();
  }

  // Resolves when the server answers (again).
  up() {
    return this.#up.promise;
  }

  async start(...more) {
    let log = '';
    const child = spawn(binary('formwork'), ['serve', '--data', this.data, '--port', '0', ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    this.url = await new Promise((done, fail) => {
      const read = (chunk) => {
        log += chunk;
        const found = /listening on (http:\/\/\S+)/.exec(log);
        if (found) done(found[1]);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('exit', (code, signal) => fail(new Error(`the server ended with ${code ?? signal}:\n${log}`)));
      child.once('error', fail);
    });
    this.starts += 1;
    this.#up.resolve();
  }

  async kill() {
    if (!this.#child || this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#wait();
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  // Resolves when the process has ended, by whatever it was.
  async ended() {
    const child = this.#child;
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    if (this.#child === child) this.#wait();
  }

  async stop() {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    const [code] = await ended;
    return code;
  }
}

function withResolvers() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}
