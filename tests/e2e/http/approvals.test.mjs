// Every row of APPROVALS.md over HTTP: docs/approvals.md names the tests by their titles.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { office } from './office.mjs';
import { formwork, good, removeFolder } from './server.mjs';

let server, who, ids;
before(async () => {
  ({ server, who, ids } = await office({ writers: ['sales', 'admin'] }));
});
after(async () => {
  await server.stop();
  removeFolder(server.folder);
});

// Refused with that status, and a sentence in both languages.
const refused = async (ask, method, path, body, status, code) => {
  const answer = await ask(method, path, body);
  assert.equal(answer.status, status, answer.text);
  if (code) assert.equal(answer.json.diagnostics[0].code, code, answer.text);
  assert.ok(answer.json.diagnostics[0].text.length > 5, answer.text);
};
async function begin(action, body = {}, by = 'sales') {
  const made = good(await who[by]('POST', '/records/papers.paper', { name: action, secret: 'xyz', remark: 'old' }), 201);
  const started = good(await who[by]('POST', `/records/papers.paper/${made.id}/actions/${action}`, body), 201);
  return { record: made.id, instance: started.instance };
}
const todo = async (login, instance) => {
  const box = good(await who[login]('GET', '/tasks?box=todo&limit=200'));
  return box.tasks.find((task) => task.instance === instance);
};
const act = async (login, instance, action, body = {}) => {
  const task = await todo(login, instance);
  assert.ok(task, `${login} has a task`);
  return good(await who[login]('POST', `/tasks/${task.id}/${action}`, body));
};
const trail = async (instance) => good(await who.admin('GET', `/instances/${instance}`)).trail;
const state = async (instance) => good(await who.admin('GET', `/instances/${instance}`)).state;
const upload = async (login, name, bytes, query = '', type = 'text/plain') =>
  who[login]('POST', `/files?name=${encodeURIComponent(name)}${query}`, bytes, { 'Content-Type': type });
const png = Uint8Array.from(atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='), (c) => c.charCodeAt(0));

test('all agree: one refusal refuses at once', async () => {
  const { instance, record } = await begin('everybody');
  await act('manager', instance, 'approve');
  await act('finance', instance, 'refuse', { comment: 'no' });
  assert.equal(await state(instance), 'refused');
  assert.equal(await todo('director', instance), undefined);
  assert.equal(good(await who.sales('GET', `/records/papers.paper/${record}`)).state, 'refused');
});

test('any one: the first decision settles it, the other tasks are withdrawn', async () => {
  const { instance } = await begin('anybody');
  const other = await todo('finance', instance);
  await act('manager', instance, 'approve');
  assert.equal(await state(instance), 'completed');
  await refused(who.finance, 'POST', `/tasks/${other.id}/approve`, {}, 409);
});

test('vote: seats carry weights', async () => {
  const { instance } = await begin('voting');
  await act('director', instance, 'approve');
  assert.equal(await state(instance), 'running');
  await act('manager', instance, 'approve');
  assert.equal(await state(instance), 'completed');
});

test('in turn: the next only after agreement, stop at a refusal', async () => {
  const { instance } = await begin('plain');
  await act('manager', instance, 'approve');
  assert.equal(await todo('director', instance), undefined);
  await act('finance', instance, 'approve');
  await act('director', instance, 'refuse', { comment: 'no' });
  assert.equal(await state(instance), 'refused');
});

test('add approver before, after and beside; remove; never the last one', async () => {
  const { instance } = await begin('plain');
  const task = await todo('manager', instance);
  await refused(who.manager, 'POST', `/tasks/${task.id}/add`, { to: [] }, 409);
  good(await who.manager('POST', `/tasks/${task.id}/add`, { to: [ids.sales2, ids.director], place: 'before', comment: 'please look' }));
  assert.equal(await todo('manager', instance), undefined);
  const held = good(await who.manager('GET', `/tasks/${task.id}`));
  assert.deepEqual(held.removable.map((p) => p.id).sort(), [ids.sales2, ids.director].sort());
  assert.ok(held.actions.includes('remove'));
  good(await who.manager('POST', `/tasks/${task.id}/remove`, { to: ids.director }));
  await act('sales2', instance, 'approve', { comment: 'seen' });
  await refused(who.manager, 'POST', `/tasks/${(await todo('manager', instance)).id}/remove`, { to: ids.sales2 }, 409, 'FLOW-226');
  await act('manager', instance, 'add', { to: [ids.admin], place: 'after' });
  await act('manager', instance, 'approve');
  assert.equal(await todo('finance', instance), undefined);
  await act('admin', instance, 'approve');
  await act('finance', instance, 'add', { to: [ids.sales2], place: 'beside' });
  await act('finance', instance, 'approve');
  assert.equal(await todo('director', instance), undefined);
  await act('sales2', instance, 'approve');
  assert.ok((await trail(instance)).some((entry) => entry.kind === 'removed' && entry.to_person.id === ids.director));
  const other = await begin('plain');
  const only = await todo('manager', other.instance);
  await refused(who.admin, 'POST', `/tasks/${only.id}/remove`, { to: ids.manager }, 409, 'FLOW-278');
});

test('what a stand-in decided is in the done box of both, and both may take it back', async () => {
  const done = async (login, instance) =>
    good(await who[login]('GET', '/tasks?box=done&limit=200')).tasks.find((task) => task.instance === instance);
  const absence = good(await who.manager('POST', '/absences', { stand_in: ids.manager2, from: '2020-01-01', to: '2099-12-31' }), 201);
  const { instance } = await begin('plain');
  await act('manager2', instance, 'approve', { comment: 'for you' });
  const his = await done('manager2', instance);
  assert.equal(his.for.id, ids.manager);
  const mine = await done('manager', instance);
  assert.equal(mine.id, his.id);
  assert.equal(mine.done_by.id, ids.manager2);
  assert.equal(mine.outcome, 'approved');
  assert.ok(his.actions.includes('take-back') && mine.actions.includes('take-back'));
  const box = good(await who.manager('GET', '/tasks?box=done&limit=1000'));
  assert.equal(box.count, box.tasks.length);
  assert.equal(new Set(box.tasks.map((task) => task.id)).size, box.tasks.length);
  good(await who.manager('DELETE', `/absences/${absence.id}`), 204);
  good(await who.manager('POST', `/tasks/${mine.id}/take-back`, { comment: 'let me look myself' }));
  await act('manager', instance, 'approve');
  // Once the next one has looked, neither can.
  const second = good(await who.manager('POST', '/absences', { stand_in: ids.manager2, from: '2020-01-01', to: '2099-12-31' }), 201);
  const other = await begin('plain');
  await act('manager2', other.instance, 'approve');
  good(await who.finance('GET', `/tasks/${(await todo('finance', other.instance)).id}`));
  const late = await done('manager', other.instance);
  assert.ok(!late.actions.includes('take-back'));
  await refused(who.manager, 'POST', `/tasks/${late.id}/take-back`, {}, 409, 'FLOW-276');
  good(await who.manager('DELETE', `/absences/${second.id}`), 204);
});

test('who adds somebody before himself keeps his task among what waits, and takes it back from there', async () => {
  const waiting = async (login, instance) => {
    const box = good(await who[login]('GET', '/tasks?box=waiting&limit=200'));
    assert.equal(box.count, box.tasks.length);
    return box.tasks.find((task) => task.instance === instance);
  };
  const { instance } = await begin('plain');
  const own = await todo('manager', instance);
  await act('manager', instance, 'add', { to: [ids.sales2, ids.director], place: 'before' });
  assert.equal(await todo('manager', instance), undefined);
  let held = await waiting('manager', instance);
  assert.equal(held.id, own.id);
  assert.equal(held.status, 'held');
  assert.deepEqual(held.waits_for.map((p) => p.id), [ids.sales2, ids.director]);
  assert.ok(!held.done_at);
  const added = (await trail(instance)).filter((entry) => entry.kind === 'added');
  assert.deepEqual(added.map((entry) => [entry.person.id, entry.to_person.id, entry.on_behalf_of]), [[ids.manager, ids.sales2, undefined], [ids.manager, ids.director, undefined]]);
  const ahead = (await trail(instance)).filter((entry) => entry.status === 'predicted');
  assert.equal(ahead[0].person.id, ids.manager, 'he comes next');
  // The added one adds somebody too; each waits for his own.
  await act('sales2', instance, 'add', { to: [ids.finance], place: 'before' });
  assert.deepEqual((await waiting('sales2', instance)).waits_for.map((p) => p.id), [ids.finance]);
  assert.deepEqual((await waiting('manager', instance)).waits_for.map((p) => p.id), [ids.sales2, ids.director]);
  await act('finance', instance, 'approve');
  assert.equal(await waiting('sales2', instance), undefined);
  await act('sales2', instance, 'approve');
  assert.deepEqual((await waiting('manager', instance)).waits_for.map((p) => p.id), [ids.director]);
  // His stand-in sees it too, and may do the same.
  const absence = good(await who.manager('POST', '/absences', { stand_in: ids.manager2, from: '2020-01-01', to: '2099-12-31' }), 201);
  held = await waiting('manager2', instance);
  assert.equal(held.for.id, ids.manager);
  good(await who.manager2('GET', `/tasks/${held.id}`));
  good(await who.manager('DELETE', `/absences/${absence.id}`), 204);
  good(await who.manager('POST', `/tasks/${own.id}/remove`, { to: ids.director }));
  assert.equal(await waiting('manager', instance), undefined);
  await act('manager', instance, 'approve');
  // Taken back, the added one's decision leaves him waiting again.
  const again = await begin('plain');
  await act('manager', again.instance, 'add', { to: [ids.sales2], place: 'before' });
  const second = await todo('sales2', again.instance);
  good(await who.sales2('POST', `/tasks/${second.id}/approve`, {}));
  assert.ok(await todo('manager', again.instance));
  good(await who.sales2('POST', `/tasks/${second.id}/take-back`, {}));
  assert.equal(await todo('manager', again.instance), undefined);
  assert.deepEqual((await waiting('manager', again.instance)).waits_for.map((p) => p.id), [ids.sales2]);
  good(await who.sales('POST', `/instances/${again.instance}/withdraw`, {}));
  assert.equal(await waiting('manager', again.instance), undefined);
});

test('transfer: for good, the trail says from whom to whom', async () => {
  const { instance } = await begin('plain');
  const task = await todo('manager', instance);
  await refused(who.manager, 'POST', `/tasks/${task.id}/transfer`, { to: '1' }, 409, 'FLOW-213');
  good(await who.manager('POST', `/tasks/${task.id}/transfer`, { to: ids.director, comment: 'yours' }));
  await refused(who.manager, 'POST', `/tasks/${task.id}/approve`, {}, 409);
  await act('director', instance, 'approve');
  const entry = (await trail(instance)).find((each) => each.action === 'transfer');
  assert.equal(entry.person.id, ids.manager);
  assert.equal(entry.to_person.id, ids.director);
  assert.equal(entry.comment, 'yours');
});

test('delegate: lent, answered, and it comes back to him who decides', async () => {
  const { instance } = await begin('plain');
  await act('manager', instance, 'delegate', { to: ids.sales2, comment: 'what do you think' });
  const lent = await todo('sales2', instance);
  const shown = good(await who.sales2('GET', `/tasks/${lent.id}`));
  assert.equal(shown.lent_by.id, ids.manager);
  assert.ok(!shown.actions.includes('transfer') && !shown.actions.includes('return'), shown.actions.join());
  await refused(who.sales2, 'POST', `/tasks/${lent.id}/transfer`, { to: ids.admin }, 409, 'FLOW-224');
  await act('sales2', instance, 'refuse', { comment: 'rather not' });
  assert.equal(await state(instance), 'running');
  await act('manager', instance, 'approve');
  assert.ok((await trail(instance)).some((each) => each.action === 'answer' && each.agrees === false));
});

test('stand-in: for a period both may act, and B is shown for A', async () => {
  const day = (n) => new Date(Date.now() + n * 86400000).toISOString();
  await refused(who.manager, 'POST', '/absences', { stand_in: ids.manager, from: day(-1), to: day(1) }, 422, 'FLOW-290');
  await refused(who.manager, 'POST', '/absences', { stand_in: ids.sales2, from: day(2), to: day(1) }, 422, 'FLOW-291');
  await refused(who.sales, 'POST', '/absences', { person: ids.manager, stand_in: ids.sales, from: day(-1), to: day(1) }, 403);
  const { instance, record } = await begin('plain');
  assert.equal(await todo('sales2', instance), undefined);
  const absence = good(await who.manager('POST', '/absences', { stand_in: ids.sales2, from: day(-1), to: day(1), note: 'away' }), 201);
  assert.equal(absence.active, true);
  assert.ok(good(await who.sales2('GET', '/absences')).standing_in.some((each) => each.id === absence.id));
  assert.ok(good(await who.admin('GET', `/absences?person=${ids.manager}`)).absences.some((each) => each.id === absence.id));
  await refused(who.sales2, 'GET', `/absences?person=${ids.manager}`, undefined, 403);
  const task = await todo('sales2', instance);
  assert.equal(task.for.id, ids.manager);
  assert.ok(await todo('manager', instance), 'he himself may still act');
  const shown = good(await who.sales2('GET', `/tasks/${task.id}`));
  assert.ok(shown.actions.includes('approve'));
  assert.equal(good(await who.sales2('GET', `/records/papers.paper/${record}`)).id, record);
  await act('sales2', instance, 'approve', { comment: 'for him' });
  const entry = (await trail(instance)).find((each) => each.action === 'approve');
  assert.equal(entry.person.id, ids.sales2);
  assert.equal(entry.on_behalf_of.id, ids.manager);
  await refused(who.sales2, 'DELETE', `/absences/${absence.id}`, undefined, 404);
  good(await who.manager('DELETE', `/absences/${absence.id}`), 204);
  const later = await begin('plain');
  assert.equal(await todo('sales2', later.instance), undefined);
  const planned = good(await who.admin('POST', '/absences', { person: ids.manager, stand_in: ids.sales2, from: day(5).slice(0, 10), to: day(6).slice(0, 10) }), 201);
  assert.equal(planned.active, false);
  assert.equal(await todo('sales2', later.instance), undefined);
  good(await who.admin('DELETE', `/absences/${planned.id}`), 204);
});

test('return to the initiator, the previous step or any passed one; rounds are counted, both ways back', async () => {
  const { instance, record } = await begin('plain');
  await act('manager', instance, 'approve');
  await act('finance', instance, 'approve');
  const task = await todo('director', instance);
  const shown = good(await who.director('GET', `/tasks/${task.id}`));
  assert.deepEqual(shown.return_targets.map((each) => each.node), ['initiator', 'first']);
  await refused(who.director, 'POST', `/tasks/${task.id}/return`, { to: 'end', comment: 'x' }, 409, 'FLOW-204');
  good(await who.director('POST', `/tasks/${task.id}/return`, { to: 'previous', resume: 'straight', comment: 'check again' }));
  await act('manager', instance, 'approve');
  assert.ok(await todo('director', instance), 'straight back');
  await act('director', instance, 'return', { to: 'initiator', comment: 'more' });
  assert.equal(good(await who.sales('GET', `/records/papers.paper/${record}`)).state, 'draft');
  const again = good(await who.sales('POST', `/records/papers.paper/${record}/actions/plain`, {}), 201);
  assert.equal(again.instance, instance);
  assert.equal(again.resubmitted, true);
  const now = good(await who.admin('GET', `/instances/${instance}`));
  assert.equal(now.round, 3);
  assert.ok(await todo('manager', instance), 'the way again');
});

test('return says what is cancelled, and why a target is refused', async () => {
  const { instance } = await begin('parallel');
  await act('manager', instance, 'approve');
  await act('director', instance, 'approve');
  const task = await todo('finance', instance);
  const shown = good(await who.finance('GET', `/tasks/${task.id}`));
  const right = shown.return_targets.find((each) => each.node === 'right');
  assert.equal(right.allowed, false);
  assert.match(right.reason, /parallel branch/);
  await refused(who.finance, 'POST', `/tasks/${task.id}/return`, { to: 'right', comment: 'x' }, 409, 'FLOW-205');
  const other = await begin('parallel');
  await act('manager', other.instance, 'approve');
  const beside = good(await who.finance('GET', `/tasks/${(await todo('finance', other.instance)).id}`));
  const cancels = beside.return_targets.find((each) => each.node === 'before').cancels;
  assert.deepEqual(cancels.map((each) => each.person.id), [ids.director]);
});

test('withdraw: before the first decision, or any time; the record is a draft again', async () => {
  const first = await begin('plain');
  await refused(who.manager, 'POST', `/instances/${first.instance}/withdraw`, {}, 403, 'FLOW-212');
  good(await who.sales('POST', `/instances/${first.instance}/withdraw`, { comment: 'mistake' }));
  assert.equal(good(await who.sales('GET', `/records/papers.paper/${first.record}`)).state, 'draft');
  const second = await begin('plain');
  await act('manager', second.instance, 'approve');
  await refused(who.sales, 'POST', `/instances/${second.instance}/withdraw`, {}, 409, 'FLOW-216');
  const third = await begin('parallel');
  await act('manager', third.instance, 'approve');
  await act('finance', third.instance, 'approve');
  good(await who.sales('POST', `/instances/${third.instance}/withdraw`, {}));
  assert.equal(await state(third.instance), 'withdrawn');
  await refused(who.sales, 'POST', `/instances/${third.instance}/withdraw`, {}, 409, 'FLOW-201');
});

test('take back: until the next one has opened his task or acted', async () => {
  const { instance } = await begin('plain');
  const task = await todo('manager', instance);
  await act('manager', instance, 'approve');
  const done = good(await who.manager('GET', `/tasks/${task.id}`));
  assert.ok(done.actions.includes('take-back'), done.actions.join());
  await refused(who.director, 'POST', `/tasks/${task.id}/take-back`, {}, 404);
  good(await who.manager('POST', `/tasks/${task.id}/take-back`, { comment: 'wrong one' }));
  assert.equal(await todo('finance', instance), undefined);
  const again = await todo('manager', instance);
  good(await who.manager('POST', `/tasks/${again.id}/approve`, {}));
  good(await who.finance('GET', `/tasks/${(await todo('finance', instance)).id}`)); // opened
  const late = good(await who.manager('GET', `/tasks/${again.id}`));
  assert.ok(!late.actions.includes('take-back'), late.actions.join());
  await refused(who.manager, 'POST', `/tasks/${again.id}/take-back`, {}, 409, 'FLOW-276');
  await act('finance', instance, 'approve');
  await refused(who.manager, 'POST', `/tasks/${again.id}/take-back`, {}, 409, 'FLOW-275');
  const entry = (await trail(instance)).find((each) => each.kind === 'taken_back');
  assert.equal(entry.comment, 'wrong one');
  assert.equal(entry.person.id, ids.manager);
});

test('jump: administrators only, with the check of a return', async () => {
  const { instance } = await begin('parallel');
  await refused(who.sales, 'POST', `/instances/${instance}/jump`, { to: 'left' }, 403);
  good(await who.admin('POST', `/instances/${instance}/jump`, { to: 'fork' }));
  const tokens = good(await who.admin('GET', `/instances/${instance}`)).tokens;
  const left = tokens.find((token) => token.node === 'left');
  await refused(who.admin, 'POST', `/instances/${instance}/jump`, { to: 'right', token: left.number }, 409, 'FLOW-205');
  good(await who.admin('POST', `/instances/${instance}/jump`, { to: 'before', token: left.number, comment: 'again' }));
  assert.ok(await todo('manager', instance));
  assert.equal(await todo('director', instance), undefined);
});

test('copy: once a person and instance, read and unread are kept, never blocks', async () => {
  const { instance, record } = await begin('copies');
  await act('manager', instance, 'complete');
  assert.ok(await todo('director', instance));
  const unread = good(await who.finance('GET', '/tasks?box=copied&unread=true&limit=200')).tasks.filter((each) => each.instance === instance);
  assert.equal(unread.length, 1);
  assert.equal(unread[0].read, false);
  assert.ok((await trail(instance)).some((each) => each.kind === 'copied' && each.to_person.id === ids.finance && each.read === false));
  assert.equal(good(await who.finance('GET', `/records/papers.paper/${record}`)).id, record);
  good(await who.finance('GET', `/tasks/${unread[0].id}`));
  assert.equal(good(await who.finance('GET', '/tasks?box=copied&unread=true&limit=200')).tasks.filter((each) => each.instance === instance).length, 0);
  assert.ok((await trail(instance)).some((each) => each.kind === 'copied' && each.read === true && each.opened_at));
  const task = await todo('director', instance);
  good(await who.director('POST', `/tasks/${task.id}/copy`, { to: [ids.sales2, ids.finance], comment: 'for your files' }));
  const copied = good(await who.sales2('GET', '/tasks?box=copied&limit=200')).tasks.find((each) => each.instance === instance);
  assert.equal(copied.record.id, record);
  await refused(who.sales2, 'POST', `/tasks/${copied.id}/approve`, {}, 409, 'FLOW-202');
  assert.equal(await state(instance), 'running');
});

test('do-work node: complete, never refuse', async () => {
  const { instance } = await begin('copies');
  const task = await todo('manager', instance);
  assert.deepEqual(good(await who.manager('GET', `/tasks/${task.id}`)).actions.filter((each) => ['approve', 'refuse', 'add'].includes(each)), []);
  await refused(who.manager, 'POST', `/tasks/${task.id}/refuse`, { comment: 'no' }, 409, 'FLOW-207');
  await act('manager', instance, 'complete', { comment: 'done' });
  assert.ok(await todo('director', instance));
});

test('same person again: passes by itself with that reason in the trail', async () => {
  const { instance } = await begin('same');
  await act('manager', instance, 'approve');
  assert.equal(await todo('manager', instance), undefined);
  assert.ok((await trail(instance)).some((each) => each.reason === 'same_person' && each.person.id === ids.manager));
  await act('finance', instance, 'approve');
  assert.equal(await state(instance), 'completed');
});

test('approver is the initiator: his manager', async () => {
  const { instance } = await begin('own');
  assert.equal(await todo('sales', instance), undefined);
  assert.ok((await todo('manager', instance)) ?? (await todo('manager2', instance)));
});

test('nobody found: the flow may not start, and says so beforehand', async () => {
  const made = good(await who.sales('POST', '/records/papers.paper', { name: 'empty' }), 201);
  await refused(who.sales, 'GET', `/records/papers.paper/${made.id}/actions/empty/preview`, undefined, 409, 'FLOW-273');
  await refused(who.sales, 'POST', `/records/papers.paper/${made.id}/actions/empty`, {}, 409, 'FLOW-273');
  assert.equal(good(await who.sales('GET', `/records/papers.paper/${made.id}`)).state, 'draft');
});

test('managers upward: in turn, to the top', async () => {
  const { instance } = await begin('upward');
  const ahead = (await trail(instance)).filter((each) => each.node === 'line').map((each) => each.status);
  assert.ok(ahead.length >= 2 && ahead[0] === 'waiting' && ahead[1] === 'predicted', ahead.join());
});

test("initiator's choice: within the range, minimum and maximum", async () => {
  const made = good(await who.sales('POST', '/records/papers.paper', { name: 'choice' }), 201);
  const path = `/records/papers.paper/${made.id}/actions/chosen`;
  const preview = good(await who.sales('GET', `${path}/preview`));
  assert.equal(preview.choices.length, 1);
  assert.equal(preview.choices[0].max, 2);
  assert.deepEqual(preview.choices[0].people.map((p) => p.id).sort(), [ids.manager, ids.finance, ids.director].sort());
  await refused(who.sales, 'POST', path, {}, 422, 'FLOW-271');
  await refused(who.sales, 'POST', path, { choices: { picked: [ids.sales2] } }, 422, 'FLOW-270');
  await refused(who.sales, 'POST', path, { choices: { picked: [ids.manager, ids.finance, ids.director] } }, 422, 'FLOW-272');
  await refused(who.sales, 'POST', path, { choices: { picked: 'manager' } }, 422, 'FLOW-422');
  const started = good(await who.sales('POST', path, { choices: { picked: [ids.finance, ids.manager] } }), 201);
  assert.ok(await todo('finance', started.instance));
  assert.ok(await todo('manager', started.instance));
  assert.equal(await todo('director', started.instance), undefined);
});

test('time-out: to the manager, then passed, then refused', async () => {
  const { instance } = await begin('late');
  for (let i = 0; i < 300 && (await state(instance)) === 'running'; ++i) {
    const task = await todo('director', instance);
    if (task) await who.director('POST', `/tasks/${task.id}/approve`, {});
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  assert.equal(await state(instance), 'refused');
  const steps = await trail(instance);
  assert.ok(steps.some((each) => each.action === 'handed_on' && each.to_person?.id === ids.director), JSON.stringify(steps));
  assert.ok(steps.some((each) => each.reason === 'timeout' && each.action === 'passed'));
  assert.ok(steps.some((each) => each.reason === 'timeout' && each.action === 'refused'));
});

test('urge: the initiator, with a limit', async () => {
  const { instance } = await begin('plain');
  await refused(who.manager, 'POST', `/instances/${instance}/urge`, {}, 403);
  good(await who.sales('POST', `/instances/${instance}/urge`, { comment: 'today please' }));
  assert.ok(!good(await who.sales('GET', `/instances/${instance}`)).actions.includes('urge'));
  await refused(who.sales, 'POST', `/instances/${instance}/urge`, {}, 409, 'FLOW-279');
  const bell = good(await who.manager('GET', '/notifications?unread=true'));
  assert.ok(bell.notifications.some((each) => each.text.includes('today please')));
});

test('comment with files and a mention: the mentioned one is told and may read', async () => {
  const { instance, record } = await begin('plain');
  const file = good(await upload('sales', '报价 单.txt', 'hello'), 201);
  await refused(who.manager, 'GET', `/files/${file.id}`, undefined, 404);
  await refused(who.manager, 'POST', `/instances/${instance}/comment`, { text: 'x', files: [file.id] }, 422, 'FILE-422');
  await refused(who.sales, 'POST', `/instances/${instance}/comment`, { text: '' }, 422, 'FLOW-283');
  good(await who.sales('POST', `/instances/${instance}/comment`, { text: 'see the offer', files: [file.id], mentions: [ids.sales2] }));
  const entry = (await trail(instance)).find((each) => each.kind === 'comment');
  assert.equal(entry.files[0].name, '报价 单.txt');
  assert.equal(entry.mentions[0].id, ids.sales2);
  const bell = good(await who.sales2('GET', '/notifications?unread=true'));
  assert.ok(bell.notifications.some((each) => each.kind === 'mention' && each.text.includes('see the offer')));
  assert.equal(good(await who.sales2('GET', `/records/papers.paper/${record}`)).id, record);
  const got = await who.manager('GET', `/files/${file.id}`);
  assert.equal(got.status, 200);
  assert.equal(got.text, 'hello');
  assert.match(got.headers.get('content-disposition'), /^attachment; filename="[^"]*"; filename\*=UTF-8''%E6%8A%A5/);
  assert.equal(got.headers.get('x-content-type-options'), 'nosniff');
  await refused(who.finance, 'GET', `/files/${file.id}`, undefined, 404);
});

test('files: too big, empty, without a name, html is never shown', async () => {
  assert.equal((await upload('sales', 'big.bin', new Uint8Array(11_000_000))).status, 413);
  assert.equal((await upload('sales', 'none.txt', '')).status, 400);
  assert.equal((await upload('sales', '', 'x')).status, 422);
  assert.equal((await upload('sales', 'sign.png', 'no picture', '&purpose=signature', 'image/png')).status, 422);
  const page = good(await upload('sales', '../../evil.html', '<script>alert(1)</script>', '', 'text/html'), 201);
  assert.equal(page.name, 'evil.html');
  const got = await who.sales('GET', `/files/${page.id}?show=true`);
  assert.equal(got.headers.get('content-type'), 'application/octet-stream');
  assert.match(got.headers.get('content-disposition'), /^attachment/);
  assert.match(got.headers.get('content-security-policy'), /sandbox/);
});

test('signature and comment where the step wants them; what it does not offer is refused', async () => {
  const { instance } = await begin('strict');
  const task = await todo('manager', instance);
  const shown = good(await who.manager('GET', `/tasks/${task.id}`));
  assert.equal(shown.signature, true);
  assert.equal(shown.comment_needed, 'always');
  assert.deepEqual(shown.actions.filter((each) => ['return', 'transfer', 'delegate', 'add'].includes(each)), []);
  for (const [action, body] of [['return', { to: 'initiator' }], ['transfer', { to: ids.finance }], ['delegate', { to: ids.finance }], ['add', { to: [ids.finance] }]])
    await refused(who.manager, 'POST', `/tasks/${task.id}/${action}`, body, 409, 'FLOW-281');
  await refused(who.manager, 'POST', `/tasks/${task.id}/approve`, {}, 422, 'FLOW-283');
  await refused(who.manager, 'POST', `/tasks/${task.id}/approve`, { comment: 'fine' }, 422, 'FLOW-282');
  const plain = good(await upload('manager', 'a.txt', 'a'), 201);
  await refused(who.manager, 'POST', `/tasks/${task.id}/approve`, { comment: 'fine', signature: plain.id }, 422, 'FILE-422');
  const sign = good(await upload('manager', 'signature.png', png, '&purpose=signature', 'image/png'), 201);
  good(await who.manager('POST', `/tasks/${task.id}/approve`, { comment: 'fine', signature: sign.id }));
  const entry = (await trail(instance)).find((each) => each.action === 'approve');
  assert.equal(entry.signature.id, sign.id);
  const got = await who.sales('GET', `/files/${sign.id}?show=true`);
  assert.match(got.headers.get('content-disposition'), /^inline/);
});

test('field rights of a step: opened, read-only and hidden, on the server', async () => {
  const { instance, record } = await begin('fields');
  const task = await todo('finance', instance);
  const shown = good(await who.finance('GET', `/tasks/${task.id}`));
  assert.deepEqual(shown.edit, ['remark']);
  assert.deepEqual(shown.hidden, ['secret']);
  assert.equal('secret' in shown.record, false);
  assert.ok(!JSON.stringify(shown).includes('xyz'));
  const read = good(await who.finance('GET', `/records/papers.paper/${record}`));
  assert.equal('secret' in read, false, 'also where he opens the record itself');
  const list = await who.finance('GET', '/records/papers.paper?limit=200');
  assert.ok(!list.text.includes(record), 'and no list shows it');
  assert.equal((await who.finance('POST', `/tasks/${task.id}/approve`, { record: { name: 'changed' } })).status, 422);
  good(await who.finance('POST', `/tasks/${task.id}/approve`, { record: { remark: 'new' } }));
  assert.equal(good(await who.sales('GET', `/records/papers.paper/${record}`)).remark, 'new');
});

test('hidden fields stay hidden: from oneself, from those one copies it to and from those one mentions', async () => {
  const { instance, record } = await begin('fields');
  const task = await todo('finance', instance);
  const seen = async (name) => {
    const read = good(await who[name]('GET', `/records/papers.paper/${record}`));
    const changes = await who[name]('GET', `/records/papers.paper/${record}/changes`);
    const list = good(await who[name]('GET', '/records/papers.paper?limit=200'));
    const listed = list.records.some((each) => each.id === record && 'secret' in each);
    return 'secret' in read || changes.text.includes('xyz') || listed;
  };
  good(await who.finance('POST', `/tasks/${task.id}/copy`, { to: [ids.finance, ids.manager] }));
  good(await who.finance('POST', `/instances/${instance}/copy`, { to: [ids.finance] }));
  good(await who.finance('POST', `/tasks/${task.id}/comment`, { text: 'look', mentions: [ids.director, ids.finance] }));
  for (const name of ['finance', 'manager', 'director']) assert.equal(await seen(name), false, name);
  good(await who.manager('POST', `/instances/${instance}/copy`, { to: [ids.sales2] }));
  assert.equal(await seen('sales2'), false, 'nor from a reader to the next');
  good(await who.sales('POST', `/instances/${instance}/copy`, { to: [ids.manager, ids.finance] }));
  assert.equal(await seen('manager'), true, 'who may see everything may show it');
  assert.equal(await seen('finance'), false, 'while the step that hides it asks him');
  assert.equal(await seen('sales'), true, 'rights of his own');
  good(await who.finance('POST', `/tasks/${task.id}/approve`, {}));
  assert.equal(await seen('director'), false);
});

test('jump: names the tokens where several stand; decisions are objects', async () => {
  const { instance } = await begin('parallel');
  const first = await todo('manager', instance);
  for (const body of ['[]', '"x"', '5']) {
    const wrong = await who.manager('POST', `/tasks/${first.id}/approve`, JSON.parse(body));
    assert.ok(wrong.status === 422 || wrong.status === 400, `${body}: ${wrong.status}`);
  }
  good(await who.manager('POST', `/tasks/${first.id}/approve`, {}));
  const asked = await who.admin('POST', `/instances/${instance}/jump`, { to: 'before', comment: 'again' });
  assert.equal(asked.status, 422, asked.text);
  assert.match(asked.text, /'token' which one jumps: \d+ at 'Left', \d+ at 'Right'/);
  const number = Number(/(\d+) at 'Left'/.exec(asked.text)[1]);
  good(await who.admin('POST', `/instances/${instance}/jump`, { to: 'before', token: number, comment: 'again' }));
});

test('end: an administrator, with a reason', async () => {
  const { instance } = await begin('plain');
  await refused(who.sales, 'POST', `/instances/${instance}/terminate`, { comment: 'x' }, 403, 'FLOW-217');
  await refused(who.admin, 'POST', `/instances/${instance}/terminate`, {}, 422, 'FLOW-283');
  good(await who.admin('POST', `/instances/${instance}/terminate`, { comment: 'duplicate' }));
  assert.ok((await trail(instance)).some((each) => each.kind === 'terminated' && each.comment === 'duplicate'));
  await refused(who.admin, 'POST', `/instances/${instance}/terminate`, { comment: 'again' }, 409, 'FLOW-201');
});

test('wrong person, twice, out of order, stale version', async () => {
  const { instance } = await begin('plain');
  const task = await todo('manager', instance);
  await refused(who.finance, 'POST', `/tasks/${task.id}/approve`, {}, 404);
  await refused(who.admin, 'POST', `/tasks/${task.id}/nonsense`, {}, 404);
  const stale = await who.manager('POST', `/tasks/${task.id}/approve`, {}, { 'If-Match': '"99"' });
  assert.equal(stale.status, 412, stale.text);
  await refused(who.manager, 'POST', `/tasks/${task.id}/approve`, { colour: 'red' }, 422, 'FLOW-422');
  await refused(who.manager, 'POST', `/tasks/${task.id}/complete`, {}, 409, 'FLOW-207');
  good(await who.manager('POST', `/tasks/${task.id}/approve`, {}));
  await refused(who.manager, 'POST', `/tasks/${task.id}/approve`, {}, 409, 'FLOW-202');
  await refused(who.manager, 'POST', `/tasks/${task.id}/refuse`, { comment: 'no' }, 409, 'FLOW-202');
});

test('what a step lets initiators do is not undone by handing it on; words are needed to refuse and return', async () => {
  const { instance } = await begin('own');
  const login = (await todo('manager', instance)) ? 'manager' : 'manager2';
  const task = await todo(login, instance);
  for (const [action, body] of [['transfer', { to: ids.sales }], ['delegate', { to: ids.sales }], ['add', { to: [ids.sales] }]])
    await refused(who[login], 'POST', `/tasks/${task.id}/${action}`, body, 422, 'FLOW-284');
  for (const action of ['refuse', 'return']) await refused(who[login], 'POST', `/tasks/${task.id}/${action}`, { comment: ' ' }, 422, 'FLOW-283');
  for (const body of [{ to: 5 }, { to: ['1'] }, { to: {} }]) await refused(who[login], 'POST', `/tasks/${task.id}/return`, { comment: 'x', ...body }, 422, 'FLOW-422');
  await refused(who[login], 'POST', `/tasks/${task.id}/add`, { to: [5] }, 422, 'FLOW-422');
});

test('the command line: list, show, act with files, absences', async () => {
  const { instance } = await begin('plain');
  const at = ['--data', server.folder];
  const run = async (...args) => {
    const done = await formwork(...args, ...at);
    assert.equal(done.code, 0, done.stderr);
    return done.stdout;
  };
  const task = (await todo('manager', instance)).id;
  assert.match(await run('task', 'list', '--as', 'manager'), new RegExp(task));
  assert.equal(JSON.parse(await run('task', 'show', task, '--as', 'manager')).id, task);
  const folder = mkdtempSync(join(tmpdir(), 'formwork-cli-'));
  writeFileSync(join(folder, 'offer.txt'), 'offer');
  await run('task', 'comment', task, '--comment', 'see this', '--file', join(folder, 'offer.txt'), '--mention', 'director', '--as', 'manager');
  rmSync(folder, { recursive: true });
  assert.equal((await run('task', 'delegate', task, '--to', 'sales2', '--as', 'manager')).trim(), 'running');
  const lent = (await todo('sales2', instance)).id;
  await run('task', 'approve', lent, '--comment', 'fine', '--as', 'sales2');
  const back = (await todo('manager', instance)).id;
  await run('task', 'approve', back, '--as', 'manager');
  await run('task', 'take-back', back, '--as', 'manager');
  assert.ok(await todo('manager', instance));
  const wrong = await formwork('task', 'approve', back, '--as', 'finance', ...at);
  assert.notEqual(wrong.code, 0);
  assert.match(wrong.stderr, /FLOW-404/);
  assert.notEqual((await formwork('task', 'list', '--as', 'nobody', ...at)).code, 0);
  assert.notEqual((await formwork('task', 'transfer', back, '--to', 'nobody', '--as', 'manager', ...at)).code, 0);
  const entry = (await trail(instance)).find((each) => each.kind === 'comment');
  assert.equal(entry.files[0].name, 'offer.txt');
  assert.equal(entry.person.id, ids.manager);
  const absence = (await run('absence', 'add', '--stand-in', 'director', '--from', '2099-01-01', '--to', '2099-01-05', '--as', 'manager')).trim();
  assert.match(await run('absence', 'list', '--person', 'all'), new RegExp(absence));
  await run('absence', 'end', absence, '--as', 'manager');
  assert.doesNotMatch(await run('absence', 'list', '--as', 'manager'), new RegExp(absence));
  const last = (await todo('manager', instance)).id;
  await run('task', 'return', last, '--to', 'initiator', '--comment', 'terms', '--as', 'manager');
  assert.match(await run('task', 'list', '--as', 'sales'), new RegExp(`${instance}.*Resubmit`));
  assert.equal((await run('task', 'resubmit', instance, '--comment', 'mended', '--as', 'sales')).trim(), 'running');
  assert.doesNotMatch(await run('task', 'list', '--as', 'sales'), new RegExp(instance));
  await run('task', 'withdraw', instance, '--as', 'sales', '--comment', 'mistake');
  assert.equal(await state(instance), 'withdrawn');
});
