import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Person } from '../lib/app.mjs';
import { desk, phone } from '../lib/browser.mjs';
import { suite } from '../lib/suite.mjs';

const world = suite();
/** The task has stood on the screen for a moment and may be decided. */
const ready = '.decide .buttons:not([inert])';

async function inboxOf(user, options = { device: desk }) {
  const person = await Person.open(world.browser, world.url, options);
  await person.signIn(user);
  await person.go('/inbox');
  await person.page.locator('.task').first().waitFor();
  return person;
}

test('one key approves and the next task is there', async () => {
  const person = await inboxOf('manager');
  const { page } = person;
  await page.locator(ready).waitFor();
  const before = await page.locator('.task').count();
  const title = (await page.locator('.panel h1').textContent()).trim();
  const decided = page.waitForResponse((r) => /\/tasks\/\d+\/approve$/.test(r.url()));
  await page.locator('body').press('a');
  assert.equal((await decided).status(), 200);
  await person.toast(person.t('task.approved', { title }));
  await page.waitForFunction((n) => document.querySelectorAll('.task').length === n, before - 1);
  if (before > 1) await page.locator('.panel h1').filter({ hasNotText: title }).waitFor();
  await page.getByRole('tab', { name: person.t('inbox.done') }).click();
  await page.locator('.task').filter({ hasText: title }).first().waitFor();
  await person.close();
});

test('an impatient second press decides nothing more, by mouse or key', async () => {
  const person = await inboxOf('director');
  const { page } = person;
  assert.ok((await page.locator('.task').count()) > 1, 'there is a next task to hit by mistake');
  await page.locator(ready).waitFor();
  const sent = [];
  page.on('request', (r) => /\/tasks\/\d+\/(approve|refuse)$/.test(r.url()) && sent.push(r.url()));
  const title = (await page.locator('.panel h1').textContent()).trim();
  const at = await person.button('task.approve').boundingBox();
  const press = () => page.mouse.click(at.x + at.width / 2, at.y + at.height / 2);
  await press();
  await press();
  await page.locator('.panel h1').filter({ hasNotText: title }).waitFor();
  await press();
  await page.keyboard.press('a');
  await page.locator(ready).waitFor();
  assert.equal(sent.length, 1);
  // A key that is held: the browser repeats it, and still one task is decided.
  const second = (await page.locator('.panel h1').textContent()).trim();
  await page.locator('.panel h1').click({ position: { x: 1, y: 1 }, trial: true });
  await page.keyboard.down('a');
  await page.locator('.panel h1').filter({ hasNotText: second }).or(page.locator('.empty')).first().waitFor();
  if (await page.locator('.decide').count()) await page.locator(ready).waitFor();
  await page.keyboard.down('a');
  await page.keyboard.up('a');
  assert.equal(sent.length, 2);
  await person.close();
});

test('a task decided in another tab is told in this one', async () => {
  const person = await inboxOf('finance');
  const { page } = person;
  await page.locator(ready).waitFor();
  const title = (await page.locator('.panel h1').textContent()).trim();
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.locator(ready).waitFor();
  await other.getByRole('button', { name: person.t('task.approve') }).click();
  await person.toast(person.t('task.decided_elsewhere', { title }));
  await page.locator('.decide').waitFor({ state: 'detached' });
  await page.locator('.task').filter({ hasText: title }).waitFor({ state: 'detached' });
  await person.close();
});

test('a refusal needs a comment', async () => {
  const person = await inboxOf('manager');
  const { page } = person;
  await page.locator(ready).waitFor();
  const title = (await page.locator('.panel h1').textContent()).trim();
  await page.locator('body').press('r');
  await page.getByText(person.t('task.comment_needed')).waitFor();
  await page.keyboard.type('The price is wrong');
  await person.button('task.refuse').click();
  await person.toast(person.t('task.refused', { title }));
  await person.close();
});

test('a task is handed over to a colleague', async () => {
  const person = await inboxOf('manager');
  const { page } = person;
  await page.locator(ready).waitFor();
  const title = (await page.locator('.panel h1').textContent()).trim();
  await page.locator('body').press('t');
  const dialog = page.locator('.dialog');
  await person.pick(dialog.locator('#transfer-to'), '周敏');
  await dialog.locator('button[type=submit]').click();
  await dialog.waitFor({ state: 'detached' });
  await person.as('director');
  await person.go('/inbox');
  await page.locator('.task').filter({ hasText: title }).waitFor();
  await person.close();
});

test('on a phone the list leads to the task and back', async () => {
  const person = await inboxOf('manager', { device: phone, language: 'zh' });
  const { page } = person;
  await person.checkPage('inbox');
  await person.picture('inbox-list');
  await page.locator('.task').first().click();
  await page.locator(ready).waitFor();
  await person.checkPage('task');
  await person.picture('inbox-task');
  await person.button('action.back').click();
  await page.locator('.task').first().waitFor();
  await person.close();
});
