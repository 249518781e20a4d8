// Starts the real program on a free port with a folder of its own, and speaks to it as people and programs do.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Contract } from './contract.mjs';

export const program = process.env.FORMWORK_BIN ?? fileURLToPath(new URL('../../../build/bin/formwork', import.meta.url));
export const packs = fileURLToPath(new URL('../../../plugins/', import.meta.url));

export const newFolder = () => mkdtempSync(join(tmpdir(), 'formwork-http-'));
export const removeFolder = (folder) => rmSync(folder, { recursive: true, force: true });

// Runs `formwork ARGS`; never throws for a failing exit code.
export async function formwork(...args) {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, args, { maxBuffer: 1 << 26, env: { ...process.env, LANG: 'C.UTF-8' } });
    return { code: 0, stdout, stderr };
  } catch (error) {
    return { code: error.code, stdout: error.stdout, stderr: error.stderr };
  }
}

export class Server {
  static async start({ folder = newFolder(), demo = true, args = [] } = {}) {
    const server = new Server();
    server.folder = folder;
    server.process = spawn(program, ['serve', '--data', folder, '--port', '0', ...(demo ? ['--demo'] : []), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    server.output = '';
    server.errors = '';
    server.process.stderr.on('data', (text) => (server.errors += text));
    server.ended = new Promise((resolve) => server.process.on('exit', (code, signal) => resolve({ code, signal })));
    server.address = await new Promise((resolve, reject) => {
      server.process.stdout.on('data', (text) => {
        server.output += text;
        const found = /listening on (http:\S+)/.exec(server.output);
        if (found) resolve(found[1]);
      });
      server.ended.then(() => reject(new Error(`the server ended: ${server.errors}`)));
    });
    return server;
  }

  async stop() {
    this.process.kill('SIGTERM');
    return this.ended;
  }

  // What /openapi.json promised when this server was first asked.
  contract() {
    this.promised ??= this.token('admin')
      .then((token) => fetch(`${this.address}/openapi.json`, { headers: { Authorization: `Bearer ${token}` } }))
      .then(async (answer) => new Contract(await answer.json()));
    return this.promised;
  }

  async token(login) {
    const { code, stdout, stderr } = await formwork('user', 'token', login, '--data', this.folder);
    if (code !== 0) throw new Error(stderr);
    return stdout.trim();
  }

  async as(login) {
    const token = await this.token(login);
    return (method, path, body, headers = {}) => this.ask(method, path, body, { Authorization: `Bearer ${token}`, ...headers });
  }

  // { status, headers, json, text }; `body` that is a string is sent as it is.
  async ask(method, path, body, headers = {}) {
    const response = await fetch(this.address + (path.startsWith('/api') || path[0] !== '/' ? path : path.startsWith('//') ? path.slice(1) : `/api/v1${path}`), {
      method,
      redirect: 'manual',
      headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      body: body === undefined || typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
    });
    const text = await response.text();
    let json;
    try {
      json = JSON.parse(text);
    } catch {
      json = undefined;
    }
    if (response.url.includes('/api/v1/')) {
      (await this.contract()).verify(method, response.url, response.status, response.headers.get('content-type'), json);
    }
    return { status: response.status, headers: response.headers, text, json };
  }
}

// The answer's content, once its status is the one expected.
export const good = (answer, status = 200) => {
  assert.equal(answer.status, status, answer.text);
  return answer.json;
};
