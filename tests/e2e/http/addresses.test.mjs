// Odd addresses: 404 or 400 with a problem body, never 500, never another resource.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { Server, removeFolder } from './server.mjs';

let server, headers;
before(async () => {
  server = await Server.start();
  headers = { Authorization: `Bearer ${await server.token('admin')}` };
});
after(async () => {
  await server.stop();
  removeFolder(server.folder);
});

// fetch would tidy the path up.
const ask = (method, path, body) =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.address);
    const request = http.request({ hostname, port, path, method, headers: { ...headers, ...(body ? { 'Content-Type': 'application/json' } : {}) } }, (answer) => {
      let text = '';
      answer.on('data', (part) => (text += part));
      answer.on('end', () => resolve({ status: answer.statusCode, type: answer.headers['content-type'] ?? '', text }));
    });
    request.on('error', reject);
    request.end(body);
  });

const long = 'x'.repeat(3000);
const odd = [
  '//', '///', '/api', '/api/', '/api/v1', '/api/v1/', '/api//v1/me', '//api/v1/me', '/api/v1//me', '/api/v1/me/', '/api/v1/me//', '/API/V1/ME', '/api/v2/me',
  '/api/v1/records/', '/api/v1/records//', '/api/v1/records/sales.account/', '/api/v1/records/sales.account//', '/api/v1/records//sales.account', '/api/v1/records/sales%2Eaccount/',
  '/api/v1/records/sales.account%2F1', '/api/v1/records%2Fsales.account', '/api/v1/records/sales.account/1%2F2', '/api/v1/records/sales.account/%2e%2e/sales.contract', '/api/v1/records/../me',
  '/api/v1/records/sales.account/../sales.contact', '/api/v1/./me', '/api/v1/records/..', '/api/v1/records/.', '/../etc/passwd', '/..%2f..%2fetc%2fpasswd', '/assets/../../../etc/passwd', '/api/v1/..%5c..%5c',
  `/api/v1/records/${long}`, `/api/v1/records/sales.account/${'9'.repeat(500)}`, `/api/v1/${long}`, `/api/v1/files/${long}`, `/api/v1/users/${long}`, `/api/v1/reports/${long}`,
  '/api/v1/records/%FF', '/api/v1/records/sales.account/%C3%28', '/api/v1/records/%', '/api/v1/records/%zz', '/api/v1/records/%00', '/api/v1/users/%ED%A0%80', '/api/v1/tasks/%F8%A1%A1%A1%A1', '/api/v1/files/1%00.png',
  '/api/v1/records/sales.account;x=1', '/api/v1/records/sales.account/0', '/api/v1/records/sales.account/-1', '/api/v1/records/sales.account/+1', '/api/v1/records/sales.account/01', '/api/v1/records/sales.account/1.0',
  '/api/v1/records/sales.account/9223372036854775808', '/api/v1/tasks/1e3', '/api/v1/instances/0x10', '/api/v1/deployments/-5', '/api/v1/deployments/99999999999999999999', '/api/v1/files/..', '/api/v1/reports/.csv', '/api/v1/flows//diagram',
  '/api/v1/records/sales.account?filter=%FF', '/api/v1/records/sales.account?search=%', '/api/v1/records/sales.account?%FF=1', '/healthz/', '/metrics/x', '/openapi.json/', '/.git/config', '/%2e%2e/%2e%2e/etc/passwd', '/%FF', '/list/%FF', '/list//sales.contract', '/readyz/x', '/HEALTHZ',
];

test('nothing but 400 and 404 with a problem, whatever the method', async () => {
  for (const path of odd) {
    for (const method of ['GET', 'POST', 'PATCH', 'DELETE']) {
      const answer = await ask(method, path, ['POST', 'PATCH'].includes(method) ? '{}' : undefined);
      const words = `${method} ${path.slice(0, 100)}: ${answer.status} ${answer.text.slice(0, 200)}`;
      assert.ok([400, 404, 405, 414].includes(answer.status), words);
      assert.match(answer.type, /application\/problem\+json/, words);
      assert.ok(JSON.parse(answer.text).diagnostics.length > 0, words);
      assert.doesNotMatch(answer.text, /root:x:0|\[core\]/, words);
    }
  }
  assert.equal((await ask('GET', '/healthz')).status, 200);
});

test('pages of the web client are still found', async () => {
  for (const path of ['/', '/list/sales.account', '/inbox', '/inbox/']) {
    const answer = await ask('GET', path);
    if (answer.status === 404) assert.match(answer.type, /problem/); // a page with a point, asked for as no page
    else assert.match(answer.type, /^text\/html/, path);
  }
  assert.match((await ask('GET', '/')).type, /^text\/html/);
});

test('an encoded letter is the letter, an encoded slash is no slash', async () => {
  const plain = await ask('GET', '/api/v1/records/sales.account?limit=1');
  assert.equal(plain.status, 200);
  const slash = await ask('GET', '/api/v1/records%2Fsales.account?limit=1');
  assert.equal(slash.status, 404, slash.text);
  const user = await ask('PATCH', '/api/v1/users/sal%65s', '{"language":"en"}');
  assert.equal(user.status, 200, user.text);
});
