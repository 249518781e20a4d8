// Diagrams, replays and durations: what is drawn of flows, and who may see it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Server, formwork, removeFolder } from './server.mjs';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let server, admin, sales, sales2, manager;
before(async () => {
  server = await Server.start();
  [admin, sales, sales2, manager] = await Promise.all(['admin', 'sales', 'sales2', 'manager'].map((login) => server.as(login)));
});
after(async () => {
  await server.stop();
  removeFolder(server.folder);
});

const flow = 'sales.contract_approval';

async function submitted(price = 500000) {
  const account = (await sales('GET', '/records/sales.account?limit=1')).json.records[0];
  const product = (await sales('GET', '/records/sales.product?limit=1')).json.records[0];
  const made = await sales('POST', '/records/sales.contract', { subject: 'Console', customer: account.id, lines: [{ product: product.id, quantity: 1, price }] });
  assert.equal(made.status, 201, made.text);
  const started = await sales('POST', `/records/sales.contract/${made.json.id}/actions/submit`, {});
  assert.equal(started.status, 201, started.text);
  return started.json.instance;
}

async function approve(ask, instance) {
  const { tasks } = (await ask('GET', '/tasks?box=todo&limit=200')).json;
  const task = tasks.find((one) => one.instance === instance);
  const done = await ask('POST', `/tasks/${task.id}/approve`, { comment: 'fine' });
  assert.equal(done.status, 200, done.text);
}

const inside = (point, box) => point[0] >= box.x - 1 && point[0] <= box.x + box.width + 1 && point[1] >= box.y - 1 && point[1] <= box.y + box.height + 1;

test('a flow is drawn where its model says, edges from box to box', async () => {
  const { status, json } = await admin('GET', `/flows/${flow}/diagram`);
  assert.equal(status, 200);
  const node = Object.fromEntries(json.nodes.map((one) => [one.id, one]));
  assert.deepEqual([node.manager.x + 60, node.manager.y + 35], [180, 230]);
  assert.deepEqual([node.start.shape, node.start.position, node.big.shape], ['event', 'start', 'gateway']);
  assert.equal(json.edges.length, 11);
  for (const edge of json.edges) {
    assert.ok(inside(edge.points[0], node[edge.from]), edge.id);
    assert.ok(inside(edge.points.at(-1), node[edge.to]), edge.id);
    for (const point of edge.points) assert.ok(inside(point, json.bounds), `${edge.id} leaves the picture`);
  }
  assert.ok(json.edges.some((edge) => edge.when === 'record.total >= 100000'));
});

test('who may read the records may see the diagram, without the conditions', async () => {
  const seen = await sales('GET', `/flows/${flow}/diagram`);
  assert.equal(seen.status, 200);
  assert.ok(seen.json.edges.every((edge) => edge.when === undefined));
  assert.equal((await sales('GET', `/flows/${flow}/diagram?deployment=1`)).status, 404);
  for (const path of ['/flows/no.such/diagram', '/instances/1/diagram', `/flows/${flow}/diagram?deployment=999`]) assert.equal((await admin('GET', path)).status, 404, path);
  assert.equal((await admin('GET', `/flows/${flow}/diagram?deployment=x`)).status, 400);
  const deployment = (await admin('GET', '/app')).json.deployment;
  assert.equal((await admin('GET', `/flows/${flow}/diagram?deployment=${deployment}`)).status, 200);
});

test('an instance stands on its diagram, and the ways it went are marked', async () => {
  const instance = await submitted();
  let { json } = await sales('GET', `/instances/${instance}/diagram`);
  assert.deepEqual(json.instance.tokens, { manager: 1 });
  assert.deepEqual(json.instance.ways, { 'start-manager': 1 });
  await approve(manager, instance);
  json = (await sales('GET', `/instances/${instance}/diagram`)).json;
  assert.deepEqual(json.instance.tokens, { director: 1, finance: 1 });
  assert.deepEqual(json.instance.ways, { 'start-manager': 1, 'manager-big': 1, 'big-fork': 1, 'fork-director': 1, 'fork-finance': 1 });
  assert.equal(json.instance.done.manager, 1);
  assert.equal((await sales2('GET', `/instances/${instance}/diagram`)).status, 404);
});

test('a replay tells every step with the tokens after it, page by page', async () => {
  const instance = await submitted();
  await approve(manager, instance);
  const whole = (await admin('GET', `/instances/${instance}/replay`)).json;
  assert.deepEqual(whole.steps.map((one) => one.step), [1, 2]);
  assert.deepEqual(whole.steps.map((one) => one.tokens), [{ manager: 1 }, { director: 1, finance: 1 }]);
  assert.deepEqual(whole.steps.map((one) => one.returned), [false, false]);
  assert.equal(whole.next, null);
  const agreed = whole.steps[1].events.find((event) => event.kind === 'seat_agreed');
  assert.equal(agreed.text, 'fine');
  assert.ok(agreed.by.name);
  const first = (await admin('GET', `/instances/${instance}/replay?limit=1`)).json;
  assert.deepEqual([first.steps.length, first.next, first.total], [1, '1', 2]);
  const second = (await admin('GET', `/instances/${instance}/replay?limit=1&after=${first.next}`)).json;
  assert.deepEqual(second.steps, whole.steps.slice(1));
  assert.equal((await sales('GET', `/instances/${instance}/replay`)).status, 403);
  for (const bad of ['limit=0', 'limit=x', 'after=-1', 'after=x']) assert.equal((await admin('GET', `/instances/${instance}/replay?${bad}`)).status, 400, bad);
});

test('durations count what was left and what stands there now', async () => {
  const { json } = await admin('GET', `/flows/${flow}/durations`);
  assert.ok(json.instances >= 2);
  const nodes = Object.fromEntries(json.nodes.map((one) => [one.node, one]));
  assert.equal(nodes.start.count + nodes.start.open, json.instances + nodes.start.open);
  assert.ok(nodes.manager.count >= 1 && nodes.manager.p90_seconds >= nodes.manager.median_seconds);
  assert.ok(nodes.finance.open >= 1 && nodes.finance.oldest_open_seconds >= 0);
  assert.equal((await admin('GET', `/flows/${flow}/durations?to=2001-01-01`)).json.instances, 0);
  assert.equal((await admin('GET', `/flows/${flow}/durations?from=2001-01-01T00:00:00%2B08:00`)).json.instances, json.instances);
  assert.equal((await admin('GET', `/flows/${flow}/durations?from=yesterday`)).status, 400);
  assert.equal((await admin('GET', '/flows/no.such/durations')).status, 404);
  assert.equal((await sales('GET', `/flows/${flow}/durations`)).status, 403);
});

test('a replay says where the initiator was to resubmit, also after he did', async () => {
  const instance = await submitted();
  const task = (await manager('GET', '/tasks?box=todo&limit=200')).json.tasks.find((each) => each.instance === instance);
  assert.equal((await manager('POST', `/tasks/${task.id}/return`, { to: 'initiator', comment: 'mend it' })).status, 200);
  const { record } = (await sales('GET', `/instances/${instance}`)).json;
  assert.equal((await sales('POST', `/records/sales.contract/${record.id}/actions/submit`, {})).status, 201);
  const { steps } = (await admin('GET', `/instances/${instance}/replay`)).json;
  assert.deepEqual(steps.map((one) => one.returned), [false, true, false]);
});

test('a flow from a BPMN file is drawn as it was there: pools, lanes, notes, ways', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'formwork-console-'));
  const file = join(folder, 'order.bpmn');
  const shape = (id, x, y, w, h) => `<bpmndi:BPMNShape id="${id}_di" bpmnElement="${id}"><dc:Bounds x="${x}" y="${y}" width="${w}" height="${h}"/></bpmndi:BPMNShape>`;
  const way = (id, ...points) => `<bpmndi:BPMNEdge id="${id}_di" bpmnElement="${id}">${points.map(([x, y]) => `<di:waypoint x="${x}" y="${y}"/>`).join('')}</bpmndi:BPMNEdge>`;
  writeFileSync(file, `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="d" targetNamespace="t">
<bpmn:collaboration id="c"><bpmn:participant id="pool" name="Shop" processRef="order"/></bpmn:collaboration>
<bpmn:process id="order" isExecutable="true"><bpmn:laneSet id="ls"><bpmn:lane id="lane" name="Clerk"><bpmn:flowNodeRef>work</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>
<bpmn:startEvent id="begin"><bpmn:messageEventDefinition messageRef="m"/></bpmn:startEvent><bpmn:task id="work" name="Pack"/><bpmn:endEvent id="finish"/>
<bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="work"/><bpmn:sequenceFlow id="f2" sourceRef="work" targetRef="finish"/>
<bpmn:textAnnotation id="note"><bpmn:text>Fragile</bpmn:text></bpmn:textAnnotation><bpmn:association id="a" sourceRef="work" targetRef="note"/></bpmn:process><bpmn:message id="m" name="order"/>
<bpmndi:BPMNDiagram id="dd"><bpmndi:BPMNPlane id="p" bpmnElement="c">${shape('pool', 0, 0, 600, 300)}${shape('lane', 30, 0, 570, 300)}${shape('begin', 100, 132, 36, 36)}${shape('work', 200, 90, 170, 120)}${shape('finish', 450, 132, 36, 36)}${shape('note', 400, 20, 100, 40)}
${way('f1', [136, 150], [170, 150], [170, 120], [200, 120])}${way('f2', [370, 150], [450, 150])}${way('a', [370, 90], [400, 50])}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>`);
  const out = join(folder, 'shop');
  mkdirSync(join(out, 'flows'), { recursive: true });
  const converted = await formwork('convert', file, '-o', join(out, 'flows', 'order.json'));
  assert.equal(converted.code, 0, converted.stderr + converted.stdout);
  writeFileSync(join(out, 'pack.json'), '{"kind": "pack", "id": "shop", "version": "1.0.0", "label": {"en": "Shop", "zh": "商店"}}\n');
  const text = readFileSync(join(out, 'flows', 'order.json'), 'utf8');
  const deployed = await admin('POST', '/deployments', { packs: [{ id: 'shop', files: [{ path: 'pack.json', text: readFileSync(join(out, 'pack.json'), 'utf8') }, { path: 'flows/order.json', text }] }] });
  assert.equal(deployed.status, 201, deployed.text);
  const { json } = await admin('GET', '/flows/shop.order/diagram');
  const work = json.nodes.find((one) => one.id === 'work');
  assert.deepEqual([work.x, work.y, work.width, work.height], [200, 90, 170, 120]);
  assert.deepEqual(json.edges.find((one) => one.from === 'begin').points, [[136, 150], [170, 150], [170, 120], [200, 120]]);
  assert.deepEqual(json.artifacts.map((one) => [one.kind, one.text]), [['pool', 'Shop'], ['lane', 'Clerk'], ['note', 'Fragile']]);
  assert.deepEqual(json.lines.map((one) => one.kind), ['association']);
  assert.equal(json.nodes.find((one) => one.id === 'begin').event, 'message');
  rmSync(folder, { recursive: true });
});
