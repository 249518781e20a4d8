// docs/http-routes.md is the table of routes as the server has it; FW_ACCEPT=1 writes it anew.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import http from 'node:http';
import { Server, removeFolder } from './server.mjs';

const page = fileURLToPath(new URL('../../../docs/http-routes.md', import.meta.url));
let server, admin, openapi;
before(async () => {
  server = await Server.start();
  admin = await server.as('admin');
  openapi = (await admin('GET', '//openapi.json')).json;
});
after(async () => {
  await server.stop();
  removeFolder(server.folder);
});

const isGeneral = (path) => !/\/records\/[a-z]+\.[a-z_]+/.test(path); // not those of one entity

test('every route stands in docs/http-routes.md', () => {
  const lines = [
    '# Every route',
    '',
    'Written from the server\'s own table of routes (`FW_ACCEPT=1 node --test tests/e2e/http/routes.test.mjs`); what they take and give in detail:',
    '[http.md](http.md) and `GET /openapi.json`.',
    '',
    '| route | what it does |',
    '| --- | --- |',
  ];
  for (const [path, methods] of Object.entries(openapi.paths).filter(([path]) => isGeneral(path))) {
    for (const [method, about] of Object.entries(methods)) {
      if (method === 'parameters') continue;
      assert.ok(about.summary, `${method} ${path} has a summary`);
      assert.ok(about.operationId, `${method} ${path} has an operationId`);
      lines.push(`| \`${method.toUpperCase()} ${path}\` | ${about.summary} |`);
    }
  }
  const text = `${lines.join('\n')}\n`;
  if (process.env.FW_ACCEPT) writeFileSync(page, text);
  assert.equal(readFileSync(page, 'utf8'), text);
});

test('operation ids are unique, every reference leads somewhere', () => {
  const ids = Object.values(openapi.paths).flatMap((methods) => Object.values(methods).map((one) => one.operationId).filter(Boolean));
  assert.equal(new Set(ids).size, ids.length);
  for (const [, name] of JSON.stringify(openapi).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    assert.ok(name.split('/').reduce((at, key) => at?.[key], openapi), name);
  }
});

test('every route of /api/v1 wants a signed-in person', async () => {
  const open = ['post /api/v1/session', 'get /api/v1/about'];
  for (const [path, methods] of Object.entries(openapi.paths).filter(([path]) => path.startsWith('/api/'))) {
    for (const method of Object.keys(methods)) {
      if (method === 'parameters' || open.includes(`${method} ${path}`)) continue;
      const answer = await server.ask(method.toUpperCase(), path.replaceAll(/\{[a-z]+\}/g, '1'), ['get', 'delete'].includes(method) ? undefined : {});
      assert.equal(answer.status, 401, `${method} ${path}: ${answer.status} ${answer.text}`);
    }
  }
});

test('what administrators do is refused to others, at every such route', async () => {
  const sales = await server.as('sales');
  const administrators = Object.entries(openapi.paths).filter(([path]) => /\/(users|deployments|maintenance|settings|incidents|failures|bulk|what-if|versions)/.test(path) && path.startsWith('/api/'));
  assert.ok(administrators.length > 8);
  for (const [path, methods] of administrators) {
    for (const method of Object.keys(methods)) {
      if (`${method} ${path}` === 'get /api/v1/settings') continue;
      const answer = await sales(method.toUpperCase(), path.replaceAll(/\{[a-z]+\}/g, '1'), ['get', 'delete'].includes(method) ? undefined : {});
      assert.equal(answer.status, 403, `${method} ${path}: ${answer.status} ${answer.text}`);
    }
  }
});

// fetch would undo the coding by itself.
const raw = (path, headers) =>
  new Promise((resolve, reject) => {
    http.get(`${server.address}${path}`, { headers }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => resolve({ headers: answer.headers, body: Buffer.concat(parts) }));
    }).on('error', reject);
  });

test('answers over 1 KiB come compressed to who accepts it', async () => {
  const headers = { Authorization: `Bearer ${await server.token('admin')}` };
  const path = '/api/v1/records/sales.account?limit=100&sort=id';
  const plain = await raw(path, headers);
  assert.equal(plain.headers['content-encoding'], undefined);
  for (const accept of ['gzip', 'br;q=1, gzip;q=0.5', '*']) {
    const small = await raw(path, { ...headers, 'Accept-Encoding': accept });
    assert.equal(small.headers['content-encoding'], 'gzip', accept);
    assert.match(small.headers.vary, /Accept-Encoding/);
    assert.ok(small.body.length * 3 < plain.body.length, `${small.body.length} of ${plain.body.length}`);
    assert.deepEqual(gunzipSync(small.body), plain.body);
  }
  for (const accept of ['gzip;q=0', 'identity', 'br']) {
    assert.equal((await raw(path, { ...headers, 'Accept-Encoding': accept })).headers['content-encoding'], undefined, accept);
  }
  assert.equal((await raw('/healthz', { 'Accept-Encoding': 'gzip' })).headers['content-encoding'], undefined);
  const csv = await raw('/api/v1/records/sales.account/export', { ...headers, 'Accept-Encoding': 'gzip' });
  assert.equal(csv.headers['content-encoding'], 'gzip');
  assert.match(gunzipSync(csv.body).toString(), /^\ufeffid,/);
  assert.equal((await admin('GET', path)).json.records.length, 100);
});
