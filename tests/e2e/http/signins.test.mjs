// One person, one sign-in name: in the person's record and among the users it is the same.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Server, removeFolder } from './server.mjs';

let server, admin;
before(async () => {
  server = await Server.start();
  admin = await server.as('admin');
});
after(async () => {
  await server.stop();
  removeFolder(server.folder);
});

const refused = (answer, status, field, words) => {
  assert.equal(answer.status, status, answer.text);
  const [first] = answer.json.diagnostics;
  assert.doesNotMatch(first.code, /^DB-/);
  assert.equal(first.field, field, answer.text);
  assert.match(first.text, words);
};
const person = async (fields) => {
  const made = await admin('POST', '/records/base.person', fields);
  assert.equal(made.status, 201, made.text);
  return made.json;
};
const add = (body) => admin('POST', '/users', { password: 'long enough', ...body });

test('the sign-in name of a person stays: refused in the record, with the reason beside the field', async () => {
  const { id, version } = await person({ login: 'stays', name: 'Stays' });
  const answer = await admin('PATCH', `/records/base.person/${id}`, { login: 'goes' }, { 'If-Match': `"${version}"` });
  refused(answer, 422, 'login', /cannot be changed/);
  const same = await admin('PATCH', `/records/base.person/${id}`, { login: 'stays', job_title: 'Same' }, { 'If-Match': `"${version}"` });
  assert.equal(same.status, 200, same.text);
  const field = (await admin('GET', '/app')).json.entities['base.person'].fields.find((each) => each.id === 'login');
  assert.equal(field.read_only_after_create, true);
  assert.match(field.help.en, /Sign-ins and roles/);
});

test('a second sign-in for a person is refused with a sentence, also where both come at once', async () => {
  const { id } = await person({ login: 'twice', name: 'Twice' });
  const first = await add({ login: 'twice', person: id });
  assert.equal(first.status, 201, first.text);
  refused(await add({ login: 'twice', person: id }), 409, 'login', /'twice' exists already/);
  refused(await add({ person: id }), 409, 'login', /'twice' exists already/);
  refused(await add({ login: 'other', person: id }), 422, 'login', /sign-in name of this person is 'twice'/);
  const both = await person({ login: 'both', name: 'Both' });
  const answers = await Promise.all([1, 2, 3, 4].map(() => add({ login: 'both', person: both.id })));
  assert.deepEqual(answers.map((each) => each.status).sort(), [201, 409, 409, 409]);
  for (const each of answers.filter((one) => one.status === 409)) refused(each, 409, each.json.diagnostics[0].field, /already/);
  const names = await Promise.all([1, 2, 3].map(() => add({ login: 'newly.made', name: 'Newly Made' })));
  assert.equal(names.filter((each) => each.status === 201).length, 1, names.map((each) => each.text).join('\n'));
  for (const each of names.filter((one) => one.status !== 201)) assert.doesNotMatch(each.json.diagnostics[0].code, /^DB-/, each.text);
});

test('a sign-in gives its name to a person who has none', async () => {
  const { id } = await person({ name: 'Nameless' });
  refused(await add({ login: 'Not A Login!', person: id }), 422, 'login', /./);
  refused(await add({ login: 'sales', person: id }), 409, 'login', /exists already/);
  const made = await add({ login: 'nameless', person: id });
  assert.equal(made.status, 201, made.text);
  assert.equal((await admin('GET', `/records/base.person/${id}`)).json.login, 'nameless');
  const signedIn = await server.ask('POST', '/session', { user: 'nameless', password: 'long enough' });
  assert.equal(signedIn.json.person.login, 'nameless');
  refused(await add({ login: 'whoever', person: '4711' }), 422, 'person', /base\.person/);
});

test('no bad input of a person ends in the words of the database', async () => {
  const { id } = await person({ login: 'unique', name: 'Unique' });
  for (const body of [{ login: 'unique', name: 'Again' }, { login: 'sales', name: 'Again' }]) {
    const answer = await admin('POST', '/records/base.person', body);
    refused(answer, 422, 'login', /./);
    assert.match((await add({ ...body, login: 'Unique' })).json.diagnostics[0].code, /^(REC|AUTH)-/);
  }
  const version = (await admin('GET', `/records/base.person/${id}`)).json.version;
  const owner = await admin('PATCH', `/records/base.person/${id}`, { manager: '4711', unit: '4711' }, { 'If-Match': `"${version}"` });
  assert.equal(owner.status, 422, owner.text);
  for (const each of owner.json.diagnostics) assert.match(each.code, /^REC-/);
});
