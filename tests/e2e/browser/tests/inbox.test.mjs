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

for (const [device, language] of [[desk, 'en'], [phone, 'zh']]) {
  test(`what was returned waits under my tasks until it is submitted again (${language})`, async () => {
    const manager = await Person.open(world.browser, world.url, { device: desk });
    await manager.signIn('manager');
    const task = (await manager.call('GET', '/tasks?box=todo&limit=200')).tasks.find((x) => x.record?.entity === 'sales.contract');
    const who = (await manager.call('GET', `/people?q=${encodeURIComponent(task.initiator.name)}`))[0].login;
    await manager.call('POST', `/tasks/${task.id}/return`, { comment: 'Terms?', to: 'initiator' });
    await manager.close();

    const person = await Person.open(world.browser, world.url, { device, language });
    const { page } = person;
    await person.signIn(who);
    const line = page.locator('.home .tasks .line').filter({ hasText: task.record.title });
    await line.filter({ hasText: person.t('instance.resubmit') }).waitFor();
    const before = Number((await page.locator('.home .tasks .badge').textContent()).trim());
    await person.picture('returned-home');
    await line.click();
    await page.locator('.panel h1').filter({ hasText: task.record.title }).waitFor();
    await person.button('instance.withdraw').waitFor();
    await person.button('instance.open_record').waitFor();
    await person.checkPage('returned');
    await person.picture('returned-inbox');
    await person.button('instance.resubmit').click();
    const dialog = page.locator('.dialog');
    await dialog.locator('textarea').fill('Mended');
    await dialog.getByRole('button', { name: person.t('instance.resubmit'), exact: true }).click();
    await person.toast(person.t('instance.resubmitted'));
    await person.go('/');
    await page.locator('.home .tasks header').waitFor();
    await page.waitForFunction((n) => Number(document.querySelector('.home .tasks .badge')?.textContent ?? 0) === n, before - 1);
    assert.equal(await line.count(), 0);
    await person.close();
  });
}

test('the lines one decides on are seen whole, at a desk and on a phone', async () => {
  for (const device of [desk, phone]) {
    const person = await inboxOf('finance', { device, language: 'zh' }).catch(() => inboxOf('manager', { device, language: 'zh' }));
    const { page } = person;
    if (device === phone) await page.locator('.task').first().click();
    const amount = person.cell(0, 'amount');
    await amount.waitFor();
    await amount.scrollIntoViewIfNeeded();
    for (const id of ['price', 'amount']) {
      const box = await person.cell(0, id).boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= device.viewport.width, `${id} lies within the window`);
    }
    const cut = await page.locator('.child .scroll').first().evaluate((e) => e.scrollWidth - e.clientWidth);
    assert.ok(cut <= 0, `${cut} px of the lines are cut`);
    await person.picture('inbox-lines');
    await person.close();
  }
});
