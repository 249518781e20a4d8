// Every route refuses what it does not read: /openapi.json says what bodies and addresses look like, and this test sends
// each route everything else. A mistake is told with its place and with what is expected there.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Server, removeFolder } from './server.mjs';

let server, admin, openapi, account, version;
before(async () => {
  server = await Server.start();
  admin = await server.as('admin');
  openapi = (await admin('GET', '//openapi.json')).json;
  const page = await admin('GET', '/records/sales.account?limit=1');
  account = page.json.records[0].id;
  version = page.json.records[0].version;
});
after(async () => {
  await server.stop();
  removeFolder(server.folder);
});

const resolve = (schema) => (schema?.$ref ? resolve(schema.$ref.slice(2).split('/').reduce((at, key) => at[key], openapi)) : schema);
const kinds = { integer: 7, number: 1.5, boolean: true, string: 'no such thing', array: [], object: {} };
const typesOf = (schema) => [schema.type ?? []].flat();

// The routes with the addresses to try them at: once for each choice in the path.
function* routes() {
  for (const [path, methods] of Object.entries(openapi.paths)) {
    if (/\/records\/[a-z]+\.[a-z_]+/.test(path) && !path.includes('/records/sales.account')) continue;
    for (const [method, about] of Object.entries(methods)) {
      const parameters = about.parameters ?? [];
      const action = parameters.find((one) => one.in === 'path' && one.name === 'action' && one.schema.enum);
      for (const choice of action?.schema.enum ?? ['submit']) {
        const values = { entity: 'sales.account', id: account, action: choice, login: 'sales', flow: 'sales.contract_approval', transition: 'x' };
        if (path.startsWith('/api/v1/reports/')) values.id = 'sales.contracts_by_month';
        const address = path.replace(/\{([a-z]+)\}/g, (_, name) => values[name] ?? '1');
        yield { name: `${method.toUpperCase()} ${address}`, path, address, method: method.toUpperCase(), about, parameters, action: choice };
      }
    }
  }
}

const meantFor = (schema, action) => !schema['x-actions'] || schema['x-actions'].includes(action);

// Something that fits.
function sample(raw, action) {
  const schema = resolve(raw);
  const several = (schema.oneOf ?? schema.anyOf)?.filter((one) => meantFor(resolve(one), action));
  if (several) return sample(several[0] ?? (schema.oneOf ?? schema.anyOf)[0], action);
  if (schema.enum) return schema.enum[0];
  if (schema.format === 'id') return '1';
  const [type] = typesOf(schema);
  if (type === 'object') return Object.fromEntries((schema.required ?? []).map((name) => [name, sample(schema.properties[name], action)]));
  if (type === 'array') return schema.minItems && schema.items ? [sample(schema.items, action)] : [];
  if (type === 'integer') return schema.minimum ?? 1;
  return type === undefined ? 'x' : kinds[type];
}

const fits = (raw, kind, action) => {
  const schema = resolve(raw);
  const several = (schema.oneOf ?? schema.anyOf)?.filter((one) => meantFor(resolve(one), action));
  if (several) return several.some((one) => fits(one, kind, action));
  if (schema.enum) return false;
  if (schema.format) return false;
  const types = typesOf(schema);
  return types.length === 0 || types.includes(kind) || (kind === 'integer' && types.includes('number'));
};

// Values with one mistake each, and where it is.
function* mistakes(raw, action, place = '') {
  const schema = resolve(raw);
  for (const [kind, value] of Object.entries(kinds)) if (!fits(schema, kind, action)) yield { place, value, what: kind };
  const below = place ? `${place}.` : '';
  if (typesOf(schema).includes('object')) {
    const good = sample(schema, action);
    if (schema.additionalProperties === false) yield { place: `${below}no_such_member`, value: { ...good, no_such_member: 1 }, what: 'unknown' };
    for (const name of schema.required ?? []) {
      const { [name]: _, ...without } = good;
      yield { place: `${below}${name}`, value: without, what: 'missing' };
    }
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      if (meantFor(resolve(property), action) && meantFor(property, action)) {
        for (const each of mistakes(property, action, `${below}${name}`)) yield { ...each, value: { ...good, [name]: each.value } };
      } else {
        yield { place: `${below}${name}`, value: { ...good, [name]: sample(property, action) }, what: 'of another action' };
      }
    }
    if (typeof schema.additionalProperties === 'object')
      for (const each of mistakes(schema.additionalProperties, action, `${below}any`)) yield { ...each, value: { ...good, any: each.value } };
  }
  if (typesOf(schema).includes('array') && schema.items)
    for (const each of mistakes(schema.items, action, `${place}[0]`)) yield { ...each, value: [each.value] };
}

function refused(answer, status, place, why) {
  assert.equal(answer.status, status, `${why}: ${answer.status} ${answer.text}`);
  assert.match(answer.headers.get('content-type'), /application\/problem\+json/, why);
  const found = answer.json.diagnostics.find((one) => !place || one.field === place || one.field?.startsWith(place));
  assert.ok(found, `${why} names ${place}: ${answer.text}`);
  assert.ok(found.text.length > 10, answer.text);
}

test('bodies: wrong types, unknown and missing members, no object', async () => {
  let sent = 0;
  for (const route of routes()) {
    if (!route.path.startsWith('/api/') || route.method === 'GET') continue;
    const headers = { 'If-Match': `"${version}"` };
    const content = route.about.requestBody?.content;
    if (content && !content['application/json']) continue;
    const schema = content ? resolve(content['application/json'].schema) : { type: 'object', additionalProperties: false };
    if (Object.keys(schema).length === 0) continue; // plugins read what they like
    const ofRecord = /\/records\/[^/]+(\/\d+)?$/.test(route.address);
    for (const { place, value, what } of mistakes(schema, route.action)) {
      if (ofRecord && typeof value === 'object' && Object.values(value).some((one) => typeof one !== 'object')) continue; // the next test
      const answer = await admin(route.method, route.address, JSON.stringify(value), headers);
      refused(answer, 422, place, `${route.name} ${what} at '${place}': ${JSON.stringify(value).slice(0, 200)}`);
      ++sent;
    }
  }
  assert.ok(sent > 1000, `${sent} requests`);
});

test('fields of records: wrong types and unknown ones', async () => {
  const headers = { 'If-Match': `"${version}"` };
  const properties = openapi.components.schemas['sales.account.input'].properties;
  for (const [method, path, good] of [
    ['POST', '/records/sales.account', { name: 'Never stored' }],
    ['PATCH', `/records/sales.account/${account}`, {}],
  ]) {
    refused(await admin(method, path, { ...good, no_such_field: 1 }, headers), 422, 'no_such_field', path);
    for (const name of Object.keys(properties)) refused(await admin(method, path, { ...good, [name]: { nonsense: [1] } }, headers), 422, name, `${path} ${name}`);
  }
});

test('addresses: unknown parameters, wrong types, one given twice', async () => {
  let sent = 0;
  for (const route of routes()) {
    if (!route.path.startsWith('/api/')) continue;
    const ask = async (query, place) => {
      ++sent;
      const body = route.method === 'GET' || !route.about.requestBody ? undefined : {};
      refused(await admin(route.method, `${route.address}?${query}`, body), 400, place, `${route.name}?${query}`);
    };
    await ask('no_such_parameter=1');
    for (const { name, schema, ...parameter } of route.parameters) {
      if (parameter.in !== 'query' || name.endsWith('.NAME')) continue;
      const wrong = schema.enum ? ['nonsense'] : schema.format === 'id' ? ['x', '-1', '0', '1.5'] : { integer: ['x', '1.5', '', '-1', '1e3', '99999999999999999999'], boolean: ['yes', '1', '', 'TRUE'] }[schema.type] ?? [];
      for (const value of wrong) await ask(`${name}=${value}`, name === 'person' ? undefined : name);
      const good = schema.enum?.[0] ?? { integer: schema.minimum ?? 1, boolean: 'true' }[schema.type] ?? (schema.format === 'id' ? '1' : 'x');
      await ask(`${name}=${good}&${name}=${good}`);
    }
  }
  assert.ok(sent > 250, `${sent} requests`);
});

test('no choice in a path', async () => {
  for (const path of ['/tasks/1/aprove', '/instances/1/nonsense', '/incidents/1/nonsense', '/bulk/1/nonsense']) {
    const answer = await admin('POST', path, {});
    assert.equal(answer.status, 404, answer.text);
  }
  assert.match((await admin('POST', '/tasks/1/aprove', {})).json.diagnostics[0].hint, /'approve'/);
});

test('a mistake has its line and says what is expected, in both languages', async () => {
  const text = '{\n  "name": "order_paid",\n  "keep": "long"\n}';
  const english = (await admin('POST', '/flows/messages', text)).json.diagnostics[0];
  assert.deepEqual([english.field, english.line, english.column, english.text], ['keep', 3, 11, "'keep' must be a whole number from 0 to 31622400."]);
  const chinese = (await admin('POST', '/flows/messages', text, { 'Accept-Language': 'zh' })).json.diagnostics[0];
  assert.equal(chinese.text, '“keep”应为 0 到 31622400 的整数。');
  const misspelt = await admin('POST', '/flows/signals', { name: 'x', contnet: {} });
  assert.match(misspelt.json.diagnostics[0].hint, /'content'/);
});

test('null stands for nothing where a member may be left out', async () => {
  const answer = await admin('POST', '/flows/messages', { name: 'nobody waits for this', key: null, content: null, keep: null });
  assert.equal(answer.status, 200, answer.text);
  assert.equal((await admin('POST', '/flows/messages', { name: null })).status, 422);
});

test('null for what may be left out is survived by every route', async () => {
  for (const route of routes()) {
    const schema = resolve(route.about.requestBody?.content?.['application/json']?.schema ?? {});
    if (route.method !== 'POST' || !schema.properties || /\/records\/[^/]+$/.test(route.address)) continue;
    const optional = Object.keys(schema.properties).filter((name) => !schema.required?.includes(name) && meantFor(schema.properties[name], route.action));
    for (const names of [...optional.map((name) => [name]), optional]) {
      const body = { ...sample(schema, route.action), ...Object.fromEntries(names.map((name) => [name, null])) };
      const answer = await admin('POST', route.address, body);
      assert.ok(answer.status < 500, `${route.name} ${JSON.stringify(body)}: ${answer.status} ${answer.text}`);
    }
  }
});

test('blanks say nothing', async () => {
  const contracts = (await admin('GET', '/instances?limit=1&state=running')).json.instances;
  assert.ok(contracts.length > 0, 'the demo has running flows');
  for (const text of [' ', '\t\n', '\u3000', '\u200b']) {
    const answer = await admin('POST', `/instances/${contracts[0].id}/comment`, { text });
    assert.equal(answer.status, 422, answer.text);
    assert.equal(answer.json.diagnostics[0].code, 'FLOW-283');
    assert.equal((await admin('POST', `/instances/${contracts[0].id}/terminate`, { comment: text })).json.diagnostics[0].code, 'FLOW-283');
  }
});

test('what only administrators may ask for is not left out in silence', async () => {
  const sales = await server.as('sales');
  for (const query of ['variable.amount=1', 'incident=*']) assert.equal((await sales('GET', `/instances?${query}`)).status, 403);
  const none = await sales('GET', '/instances?node=no_such_node');
  assert.deepEqual(none.json.instances, []);
});
