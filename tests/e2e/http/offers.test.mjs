// A law: what a task offers is what the server does. In many situations, for everybody who may see a task and for each
// action there is: offered, and a sensible request is taken; or not offered, and it is refused.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { office } from './office.mjs';
import { good, removeFolder } from './server.mjs';

const kActions = ['approve', 'refuse', 'complete', 'return', 'transfer', 'delegate', 'add', 'remove', 'take-back', 'copy', 'comment'];
const png = Uint8Array.from(atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='), (c) => c.charCodeAt(0));
let server, who, ids;
before(async () => {
  const approval = (id, rest) => ({ id, type: 'approval', ...rest });
  const flow = (id, node, rest = {}) => ({
    path: `flows/${id}.json`,
    text: JSON.stringify({
      kind: 'flow', id, label: id, on: { entity: 'paper', action: id, label: id }, record_state: { running: 'in_approval', returned: 'draft', completed: 'done' }, ...rest,
      nodes: [{ id: 'start', type: 'start' }, node, approval('then', { who: { person: 'director' } }), { id: 'end', type: 'end' }],
      edges: [{ from: 'start', to: node.id }, { from: node.id, to: 'then' }, { from: 'then', to: 'end' }],
    }),
  });
  const files = [
    flow('itself', approval('own', { who: { person: 'manager' }, if_initiator: 'self' })),
    flow('others', approval('check', { who: { person: 'manager' }, if_initiator: 'manager' })),
    flow('work', { id: 'do', type: 'user_task', who: { person: 'manager' } }, { take_back: true }),
    flow('final', approval('sure', { who: { person: 'manager' } }, {}), { take_back: false, withdraw: 'never' }),
  ];
  ({ server, who, ids } = await office({ files, writers: ['sales', 'sales2'] }));
});
after(async () => {
  await server.stop();
  removeFolder(server.folder);
});

async function begin(action, by = 'sales') {
  const made = good(await who[by]('POST', '/records/papers.paper', { name: action }), 201);
  return good(await who[by]('POST', `/records/papers.paper/${made.id}/actions/${action}`, {}), 201).instance;
}
const day = (n) => new Date(Date.now() + n * 86_400_000).toISOString();
async function absent(person, standIn) {
  return good(await who.admin('POST', '/absences', { person: ids[person], stand_in: ids[standIn], from: day(-1), to: day(1) }), 201).id;
}
const of = async (login, box, instance) => good(await who[login]('GET', `/tasks?box=${box}&limit=1000`)).tasks.find((task) => task.instance === instance);
const act = async (login, instance, action, body = {}) => {
  const task = await of(login, 'todo', instance);
  assert.ok(task, `${login} has a task`);
  good(await who[login]('POST', `/tasks/${task.id}/${action}`, body));
  return task.id;
};

// A request that has all the action could want.
async function request(login, task, action) {
  const comment = 'because';
  const other = ids.manager2;
  if (action === 'approve' || action === 'refuse') {
    if (!task.signature) return { comment };
    const file = await who[login]('POST', '/files?name=s.png&purpose=signature', png, { 'Content-Type': 'image/png' });
    return { comment, signature: file.json.id };
  }
  const target = task.return_targets?.find((each) => each.allowed);
  return {
    complete: { comment }, 'take-back': { comment }, comment: { text: comment }, copy: { to: [other] }, add: { to: [other], place: 'beside' },
    return: { comment, to: target?.node ?? 'initiator' }, transfer: { to: other }, delegate: { to: other }, remove: { to: task.removable?.[0]?.id ?? other },
  }[action];
}

// Each situation makes itself anew for every try, since a try that is taken changes it: `make` gives a task's id.
const kSituations = {
  'an approval that waits': async () => of('manager', 'todo', await begin('plain')),
  'a step that allows nothing but a decision': async () => of('manager', 'todo', await begin('strict')),
  'a user task': async () => of('manager', 'todo', await begin('work')),
  'a user task that is done': async () => {
    const instance = await begin('work');
    return { id: await act('manager', instance, 'complete') };
  },
  'a decision that was taken, the next one not opened': async () => ({ id: await act('manager', await begin('plain'), 'approve') }),
  'a decision that was taken, the next one opened': async () => {
    const instance = await begin('plain');
    const id = await act('manager', instance, 'approve');
    good(await who.finance('GET', `/tasks/${(await of('finance', 'todo', instance)).id}`));
    return { id };
  },
  'a decision of a flow without taking back': async () => ({ id: await act('manager', await begin('final'), 'approve') }),
  'the last decision': async () => {
    const instance = await begin('itself');
    await act('manager', instance, 'approve');
    return { id: await act('director', instance, 'approve') };
  },
  'a task that was lent': async () => {
    const instance = await begin('plain');
    await act('manager', instance, 'delegate', { to: ids.sales2 });
    return of('sales2', 'todo', instance);
  },
  'the task of who has added somebody before himself': async () => {
    const instance = await begin('plain');
    return { id: await act('manager', instance, 'add', { to: [ids.sales2], place: 'before' }) };
  },
  'the task of who has added somebody beside himself': async () => {
    const instance = await begin('plain');
    return { id: await act('manager', instance, 'add', { to: [ids.sales2, ids.director], place: 'beside' }) };
  },
  'the task of an administrator beside others': async () => {
    const instance = await begin('plain');
    await act('manager', instance, 'transfer', { to: ids.admin });
    await act('admin', instance, 'add', { to: [ids.sales2], place: 'beside' });
    return of('admin', 'todo', instance);
  },
  'one of two in parallel branches': async () => {
    const instance = await begin('parallel');
    await act('manager', instance, 'approve');
    return of('finance', 'todo', instance);
  },
  'one of several who settled without him': async () => {
    const instance = await begin('anybody');
    const { id } = await of('finance', 'todo', instance);
    await act('manager', instance, 'approve');
    return { id };
  },
  'a task that was transferred': async () => ({ id: await act('manager', await begin('plain'), 'transfer', { to: ids.director }) }),
  'a task that was returned': async () => ({ id: await act('manager', await begin('plain'), 'return', { comment: 'x', to: 'initiator' }) }),
  'a task of a suspended flow': async () => {
    const instance = await begin('plain');
    const task = await of('manager', 'todo', instance);
    good(await who.admin('POST', `/instances/${instance}/suspend`, {}));
    return task;
  },
  'a decision of a suspended flow': async () => {
    const instance = await begin('plain');
    const id = await act('manager', instance, 'approve');
    good(await who.admin('POST', `/instances/${instance}/suspend`, {}));
    return { id };
  },
  'a task of a terminated flow': async () => {
    const instance = await begin('plain');
    const task = await of('manager', 'todo', instance);
    good(await who.admin('POST', `/instances/${instance}/terminate`, { comment: 'over' }));
    return task;
  },
  'a copy': async () => {
    const instance = await begin('plain');
    await act('manager', instance, 'copy', { to: [ids.sales2] });
    return of('sales2', 'copied', instance);
  },
};

// Who looks: the initiator, those asked, others of the flow, a stand-in, an administrator.
async function check(name, make, logins) {
  let offeredOnce = 0;
  for (const login of logins) {
    for (const action of kActions) {
      const { id } = await make();
      const seen = await who[login]('GET', `/tasks/${id}`);
      if (seen.status === 404) {
        assert.equal((await who[login]('POST', `/tasks/${id}/${action}`, await request(login, {}, action))).status, 404, `${name}: ${login} cannot see it, ${action}`);
        break;
      }
      const task = good(seen);
      const offered = task.actions.includes(action);
      const row = await of(login, task.status === 'open' ? 'todo' : task.status === 'copy' ? 'copied' : 'done', task.instance);
      if (row?.id === id) assert.deepEqual(row.actions, task.actions, `${name}: ${login}, the box offers what the task does`);
      const answer = await who[login]('POST', `/tasks/${id}/${action}`, await request(login, task, action));
      const words = `${name}: ${login} ${action}, offered ${task.actions.join(' ')}: ${answer.status} ${answer.text}`;
      if (offered) assert.equal(answer.status, 200, words);
      else assert.ok([403, 409].includes(answer.status), words);
      offeredOnce += offered ? 1 : 0;
    }
  }
  assert.ok(offeredOnce > 0, `${name} offers something to somebody`);
}

for (const [name, make] of Object.entries(kSituations)) {
  test(`offered is what is done: ${name}`, () => check(name, make, ['sales', 'manager', 'finance', 'sales2', 'admin']));
}

test('offered is what is done: a stand-in, who began the flow himself or not', async () => {
  const absences = [await absent('manager', 'sales'), await absent('manager', 'sales2')];
  const make = (action) => async () => of('manager', 'todo', await begin(action));
  await check('a stand-in who is the initiator', make('others'), ['sales', 'sales2']);
  await check('a stand-in at a step without a rule', make('plain'), ['sales', 'sales2']);
  await check('where the initiator may decide himself', make('itself'), ['sales', 'sales2']);
  await check('a user task', make('work'), ['sales', 'sales2']);
  const shown = good(await who.sales('GET', `/tasks/${(await make('others')()).id}`));
  assert.deepEqual(shown.actions, ['comment', 'copy']);
  await check('a decision taken by the stand-in', async () => ({ id: await act('sales2', await begin('plain'), 'approve') }), ['sales', 'sales2', 'manager']);
  for (const id of absences) good(await who.admin('DELETE', `/absences/${id}`), 204);
});
