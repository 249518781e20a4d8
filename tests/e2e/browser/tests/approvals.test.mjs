// What people do with approvals, as they do it: dialogs, the trail, absences; desk and phone, English and Chinese.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pack } from '../../http/papers.mjs';
import { Person } from '../lib/app.mjs';
import { desk, phone } from '../lib/browser.mjs';
import { suite } from '../lib/suite.mjs';

const world = suite();
const clients = {};
let prepared;

// The interface as a program uses it, to prepare what a test looks at.
async function client(login) {
  if (clients[login]) return clients[login];
  const answer = await fetch(`${world.url}/api/v1/session`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ user: login, password: 'formwork' }) });
  assert.equal(answer.status, 200);
  const { csrf, person } = await answer.json();
  const cookie = answer.headers.get('set-cookie').split(';')[0];
  clients[login] = async (method, path, body) => {
    const got = await fetch(`${world.url}/api/v1${path}`, { method, headers: { Cookie: cookie, 'X-CSRF-Token': csrf, 'Content-Type': 'application/json' }, body: body && JSON.stringify(body) });
    const text = await got.text();
    assert.ok(got.ok, `${method} ${path}: ${got.status} ${text}`);
    return text ? JSON.parse(text) : null;
  };
  clients[login].id = person.id;
  return clients[login];
}

// Once, when the server of this file is there.
const prepare = () =>
  (prepared ??= (async () => {
    const admin = await client('admin');
    await admin('POST', '/deployments', { packs: [pack] });
    const user = (await admin('GET', '/users')).find((each) => each.login === 'sales');
    await admin('PATCH', '/users/sales', { roles: [...user.roles, 'papers.writer'] });
  })());

async function begin(action, name, body = {}) {
  await prepare();
  const sales = await client('sales');
  const made = await sales('POST', '/records/papers.paper', { name, remark: 'as agreed', secret: 'margin 12 %' });
  const started = await sales('POST', `/records/papers.paper/${made.id}/actions/${action}`, body);
  return { record: made.id, instance: started.instance };
}
const taskOf = async (login, instance) => (await (await client(login))('GET', '/tasks?box=todo&limit=200')).tasks.find((each) => each.instance === instance)?.id;
const act = async (login, instance, action, body = {}) => (await client(login))('POST', `/tasks/${await taskOf(login, instance)}/${action}`, body);

async function at(login, path, options = { device: desk }) {
  const person = await Person.open(world.browser, world.url, options);
  await person.signIn(login);
  await person.go(path);
  return person;
}
async function onTask(login, instance, options) {
  const person = await at(login, `/inbox/todo/${await taskOf(login, instance)}`, options);
  await person.page.locator('.decide').waitFor();
  return person;
}
async function more(person, action) {
  await person.page.locator('.decide').getByRole('button', { name: person.t('task.more'), exact: true }).click();
  await person.page.getByRole('menuitem', { name: person.t(`people.${action}.do`) }).click();
  await person.page.locator('.dialog').waitFor();
  return person.page.locator('.dialog');
}
const send = async (dialog) => {
  await dialog.locator('button[type=submit]').click();
  await dialog.waitFor({ state: 'detached' });
};

for (const [language, device] of [['en', desk], ['zh', phone]]) {
  test(`others are asked before, lent to, answered, taken out (${language})`, async () => {
    const { instance } = await begin('plain', 'Office chairs');
    const person = await onTask('manager', instance, { device, language });
    let dialog = await more(person, 'add');
    await person.checkPage('add dialog');
    await person.pick(dialog.locator('#people-to'), '周敏');
    await person.picture('approval-add');
    await send(dialog);
    await person.toast(person.t('people.add.done_before', { names: '周敏' }));
    const held = (await (await client('manager'))('GET', '/tasks?box=waiting')).tasks.find((each) => each.instance === instance);
    await person.go('/inbox/waiting');
    const row = person.page.locator(`.task[data-task="${held.id}"]`);
    await row.getByText(person.t('task.waits_short', { names: '周敏' })).waitFor();
    await person.checkPage('waiting');
    await person.picture('inbox-waiting');
    await row.click();
    const banner = person.page.locator('.panel .waits');
    await banner.getByText(person.t('task.held', { names: '周敏' })).waitFor();
    await person.checkPage('held');
    await person.picture('approval-held');
    const director = await onTask('director', instance, { device, language });
    dialog = await more(director, 'delegate');
    await director.pick(dialog.locator('#people-to'), '陈静');
    await dialog.locator('#people-comment').fill('What do you think?');
    await send(dialog);
    const finance = await onTask('finance', instance, { device, language });
    await finance.page.getByText(finance.t('task.lent_by', { name: '周敏' })).waitFor();
    assert.equal(await finance.button('task.transfer').count(), 0);
    await finance.picture('approval-lent');
    await finance.button('task.answer_yes').click();
    await finance.toast(finance.t('task.answered'));
    assert.ok(await taskOf('director', instance));
    // Nobody waits any longer: the added one is taken out, and the task opens.
    await banner.getByRole('button', { name: person.t('people.remove.do') }).click();
    const out = person.page.locator('.dialog');
    assert.ok(await out.getByRole('radio').isChecked(), 'there is one only');
    await send(out);
    await person.page.waitForURL(/\/inbox\/todo\/\d+$/);
    await person.button('task.approve').waitFor();
    assert.equal(new URL(person.page.url()).pathname, `/inbox/todo/${await taskOf('manager', instance)}`);
    for (const each of [person, director, finance]) await each.close();
  });

  test(`a comment carries files and mentions, and stands in the trail (${language})`, async () => {
    const { instance } = await begin('plain', 'Server rack');
    const person = await onTask('manager', instance, { device, language });
    const { page } = person;
    await page.locator('.decide textarea').fill('Please compare');
    await page.locator('.decide input[type=file]').setInputFiles({ name: '报价单 2026.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') });
    await page.locator('.decide .chip').filter({ hasText: '报价单' }).waitFor();
    await person.button('say.mention').click();
    await person.pick(page.locator('#mention-who'), '陈静');
    await page.locator('.decide .chip').filter({ hasText: '@陈静' }).waitFor();
    await person.button('task.add_comment').click();
    await person.toast(person.t('task.commented'));
    await page.locator('.trail .files a').filter({ hasText: '报价单 2026.pdf' }).waitFor();
    await page.locator('.trail .mentions').filter({ hasText: '@陈静' }).waitFor();
    await person.checkPage('trail');
    await page.locator('.trail .files').scrollIntoViewIfNeeded();
    await person.picture('approval-trail');
    const finance = await at('finance', '/inbox/copied', { device, language });
    await finance.page.locator('.task').filter({ hasText: 'Server rack' }).first().waitFor();
    await finance.checkPage('copied');
    await finance.picture('approval-copied');
    await person.close();
    await finance.close();
  });

  test(`a step wants a signature (${language})`, async () => {
    const { instance } = await begin('strict', 'Lease');
    const person = await onTask('manager', instance, { device, language });
    const { page } = person;
    assert.equal(await person.button('task.return').count(), 0);
    assert.equal(await person.button('task.transfer').count(), 0);
    await person.button('task.approve').click();
    await page.getByText(person.t('task.comment_needed')).waitFor();
    await page.locator('.decide textarea').fill('Agreed');
    await person.button('task.approve').click();
    const dialog = page.locator('.dialog');
    await dialog.locator('button[type=submit]').click();
    await page.getByText(person.t('sign.missing')).waitFor();
    const pad = await dialog.locator('canvas').boundingBox();
    await page.mouse.move(pad.x + 30, pad.y + 90);
    await page.mouse.down();
    for (let i = 1; i <= 12; ++i) await page.mouse.move(pad.x + 30 + i * 14, pad.y + 90 + (i % 2 ? -40 : 30));
    await page.mouse.up();
    await person.picture('approval-sign');
    await dialog.locator('button[type=submit]').click();
    await person.toast(person.t('task.approved', { title: 'Lease' }));
    const sales = await at('sales', `/inbox/started/${instance}`, { device, language });
    const picture = sales.page.locator('.trail .signature');
    await picture.waitFor();
    assert.ok(await picture.evaluate((image) => image.complete || new Promise((done) => (image.onload = () => done(true)))));
    await picture.scrollIntoViewIfNeeded();
    await sales.picture('approval-signed');
    await person.close();
    await sales.close();
  });

  test(`return says who is no longer asked and what is not possible (${language})`, async () => {
    const { instance } = await begin('parallel', 'Trade fair');
    await act('manager', instance, 'approve');
    const person = await onTask('finance', instance, { device, language });
    await person.button('task.return').click();
    const dialog = person.page.locator('.dialog');
    await dialog.locator('.way li').nth(1).click();
    await dialog.locator('.cancels').filter({ hasText: '周敏' }).waitFor();
    await person.checkPage('return dialog');
    await person.picture('approval-return');
    await dialog.locator('#return-comment').fill('The stand is too small');
    await send(dialog);
    assert.ok(await taskOf('manager', instance));
    assert.equal(await taskOf('director', instance), undefined);
    await person.close();
  });

  test(`a decision is taken back, until the next one has looked (${language})`, async () => {
    const { instance } = await begin('plain', 'Travel');
    const person = await onTask('manager', instance, { device, language });
    const task = await taskOf('manager', instance);
    await person.button('task.approve').click();
    await person.toast(person.t('task.approved', { title: 'Travel' }));
    await person.go(`/inbox/done/${task}`);
    await person.button('task.take_back').waitFor();
    await person.picture('approval-take-back');
    await person.button('task.take_back').click();
    await person.toast(person.t('task.taken_back', { title: 'Travel' }));
    const again = await taskOf('manager', instance);
    await act('manager', instance, 'approve');
    await (await client('finance'))('GET', `/tasks/${await taskOf('finance', instance)}`);
    await person.go(`/inbox/done/${again}`);
    await person.page.locator('.trail').waitFor();
    assert.equal(await person.button('task.take_back').count(), 0);
    await person.close();
  });

  test(`the initiator names who decides, within the limits (${language})`, async () => {
    await prepare();
    const sales = await client('sales');
    const made = await sales('POST', '/records/papers.paper', { name: 'Van' });
    const person = await at('sales', `/record/papers.paper/${made.id}`, { device, language });
    const { page } = person;
    if (device === phone) await page.getByRole('button', { name: 'chosen' }).or(person.button('menu.more')).first().waitFor();
    await page.getByRole('button', { name: 'chosen', exact: true }).first().click();
    const dialog = page.locator('.dialog');
    await dialog.locator('.range').waitFor();
    await dialog.locator('button[type=submit]').click();
    await dialog.locator('.field-error').waitFor();
    await dialog.locator('.range label').filter({ hasText: '陈静' }).click();
    await person.checkPage('start dialog');
    await person.picture('approval-choose');
    await send(dialog);
    const box = await (await client('finance'))('GET', '/tasks?box=todo&limit=200');
    assert.ok(box.tasks.some((each) => each.record.id === made.id));
    await person.close();
  });

  test(`what a stand-in decided stands in both done boxes, with who did it (${language})`, async () => {
    const { instance } = await begin('plain', 'Stand-in');
    const manager = await client('manager');
    const absence = await manager('POST', '/absences', { stand_in: (await client('director')).id, from: '2020-01-01', to: '2099-12-31' });
    await act('director', instance, 'approve');
    await manager('DELETE', `/absences/${absence.id}`);
    const task = (await manager('GET', '/tasks?box=done')).tasks.find((each) => each.instance === instance).id;
    for (const [login, short, whole] of [['manager', ['task.by_short', '周敏'], ['task.did_for_me', '周敏']], ['director', ['task.for_short', '王磊'], ['task.did_for', '王磊']]]) {
      const person = await at(login, '/inbox/done', { device, language });
      const row = person.page.locator(`.task[data-task="${task}"]`);
      await row.getByText(person.t(short[0], { name: short[1] })).waitFor();
      await person.checkPage('done');
      await person.picture(`inbox-done-${login}`);
      await row.click();
      await person.page.locator('.panel .note').getByText(person.t(whole[0], { name: whole[1] })).waitFor();
      await person.picture(`approval-done-${login}`);
      if (login === 'director') {
        await person.button('task.take_back').click();
        await person.toast(person.t('task.taken_back', { title: 'Stand-in' }));
      }
      await person.close();
    }
    assert.ok(await taskOf('manager', instance));
  });

  test(`tasks of a suspended flow wait, and say so (${language})`, async () => {
    const { instance } = await begin('plain', 'Under audit');
    const task = await taskOf('manager', instance);
    await (await client('admin'))('POST', `/instances/${instance}/suspend`, { comment: 'audit' });
    const person = await at('manager', '/inbox/waiting', { device, language });
    const row = person.page.locator(`.task[data-task="${task}"]`);
    await row.getByText(person.t('console.states.suspended')).waitFor();
    await row.click();
    await person.page.locator('.panel .waits').getByText(person.t('task.suspended')).waitFor();
    assert.equal(await person.button('task.approve').count(), 0);
    await person.checkPage('suspended');
    await person.picture('approval-suspended');
    await (await client('admin'))('POST', `/instances/${instance}/resume`, {});
    await person.button('task.approve').waitFor();
    await person.close();
  });

  test(`an absence: both may act, and it is shown for whom (${language})`, async () => {
    const person = await at('manager', '/absences', { device, language });
    const { page } = person;
    await page.locator('.new').waitFor();
    await person.button('absence.add').click();
    await page.getByText(person.t('absence.missing')).waitFor();
    await person.pick(page.locator('#absence-who'), '周敏');
    const today = new Date().toISOString().slice(0, 10);
    await page.locator('#absence-from').fill(today);
    await page.locator('#absence-from').press('Tab');
    await page.locator('#absence-to').fill(new Date(Date.now() + 3 * 86400000).toISOString().slice(0, 10));
    await page.locator('#absence-to').press('Tab');
    await page.keyboard.press('Escape');
    await person.button('absence.add').click();
    await page.locator('.list li').first().waitFor();
    await person.checkPage('absences');
    await person.picture('approval-absence');
    const { instance } = await begin('plain', 'Stand-in');
    const director = await at('director', `/inbox/todo/${await taskOf('director', instance)}`, { device, language });
    await director.page.getByText(director.t('task.for', { name: '王磊' })).waitFor();
    await director.picture('approval-for');
    await director.button('task.approve').click();
    await director.toast(director.t('task.approved', { title: 'Stand-in' }));
    const sales = await at('sales', `/inbox/started/${instance}`, { device, language });
    await sales.page.getByText(sales.t('trail.for', { name: '王磊' })).waitFor();
    await person.button('absence.end').first().click();
    await person.toast(person.t('absence.ended'));
    for (const each of [person, director, sales]) await each.close();
  });

  test(`the initiator urges, withdraws with a word; hidden fields are not there (${language})`, async () => {
    const { instance } = await begin('fields', 'Bonus');
    const finance = await onTask('finance', instance, { device, language });
    await finance.page.locator('.panel').waitFor();
    assert.ok(!(await finance.page.locator('.panel').textContent()).includes('margin 12'));
    const person = await at('sales', `/inbox/started/${instance}`, { device, language });
    await person.button('instance.urge').click();
    await person.toast(person.t('instance.urged'));
    await person.page.locator('.trail').waitFor();
    await person.button('instance.withdraw').click();
    const dialog = person.page.locator('.dialog');
    await dialog.locator('#reason').fill('Wrong amount');
    await person.picture('approval-withdraw');
    await dialog.locator('button[type=submit]').click();
    await person.toast(person.t('instance.withdraw_done'));
    await person.page.getByText('Wrong amount').waitFor();
    await person.checkPage('instance');
    await finance.close();
    await person.close();
  });
}
