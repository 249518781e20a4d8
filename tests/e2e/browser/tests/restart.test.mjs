import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Person } from '../lib/app.mjs';
import { desk, phone } from '../lib/browser.mjs';
import { newContract, openTask, openTimeline, submit } from '../lib/story.mjs';
import { suite } from '../lib/suite.mjs';

const world = suite();

async function personAt(options) {
  const person = await Person.open(world.browser, world.url, options);
  person.expected = /status of (4\d\d)|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_NETWORK/;
  return person;
}

const banner = (person) => person.page.locator('.away');

async function kill(person) {
  await world.server.kill();
  await banner(person).filter({ hasText: person.t('frame.away') }).waitFor();
}
async function back(person) {
  await world.server.restart();
  await banner(person).waitFor({ state: 'detached' });
}

test('the story goes on after kill -9: nothing lost, nothing twice, and it says so', async () => {
  const person = await personAt({ device: desk });
  const { page } = person;
  await person.signIn('sales');

  // Typing a new contract while the server dies.
  await person.go('/record/sales.contract/new');
  await person.field('subject').locator('input').fill('Survives');
  await person.field('customer').locator('input').click();
  await page.locator('[role=option]').first().click();
  await person.button('record.add_row').click();
  await person.cell(0, 'product').locator('input').click();
  await page.locator('[role=option]').first().click();
  await person.fillCell(0, 'quantity', '3');
  await person.fillCell(0, 'price', '50000');
  await person.field('total').filter({ hasText: '150,000' }).waitFor();
  await kill(person);
  await person.picture('server-away');
  await person.field('remark').locator('textarea').fill('typed while the server was away');
  await page.keyboard.press('Control+s');
  await page.getByRole('alert').filter({ hasText: person.t('problem.offline') }).waitFor();
  assert.equal(await person.field('subject').locator('input').inputValue(), 'Survives');
  await back(person);
  await page.getByRole('alert').filter({ hasText: person.t('problem.offline') }).waitFor({ state: 'detached' });
  await person.stores(201);
  await page.waitForURL(/contract\/\d+$/);
  const address = new URL(page.url()).pathname;
  assert.equal(await person.field('remark').locator('textarea').inputValue(), 'typed while the server was away');
  const heading = page.locator('header.head h1').filter({ hasText: /^\s*CT-/ });
  const number = (await heading.textContent()).trim().split(' ')[0];

  // Submitting: the dialog and its comment stay until somebody answers.
  await page.locator('.actions .btn.primary:not([aria-disabled])').click();
  const dialog = page.locator('.dialog');
  await dialog.locator('textarea').fill('Please decide');
  await dialog.locator('.entry[data-status=predicted]').nth(2).waitFor();
  await kill(person);
  await dialog.locator('button[type=submit]').click();
  await person.toast(person.t('problem.offline'));
  assert.equal(await dialog.locator('textarea').inputValue(), 'Please decide');
  await back(person);
  await dialog.locator('button[type=submit]').click();
  await dialog.waitFor({ state: 'detached' });
  await page.locator('.entry[data-status=waiting]').waitFor();

  // A decision with a comment.
  await person.as('manager');
  await openTask(person, number);
  await page.locator('.say textarea').fill('Good work');
  await kill(person);
  await person.button('task.approve').click();
  await person.toast(person.t('problem.offline'));
  assert.equal(await page.locator('.say textarea').inputValue(), 'Good work');
  await back(person);
  await page.locator('.panel h1').filter({ hasText: number }).waitFor();
  await person.button('task.approve').click();
  await page.locator('.task').filter({ hasText: number }).waitFor({ state: 'detached' });

  for (const login of ['director', 'finance']) {
    await person.as(login);
    await openTask(person, number);
    await person.button('task.approve').click();
    await page.locator('.task').filter({ hasText: number }).waitFor({ state: 'detached' });
  }
  await person.as('sales');
  await person.go(address);
  await page.locator('.stepper .now.green').waitFor();
  await openTimeline(person);
  await page.locator('.trail').getByText('Good work').first().waitFor();
  assert.equal(await page.locator('.trail').getByText('Good work').count(), 1);
  // Exactly one contract of that name.
  const found = page.waitForResponse((r) => /records\/sales\.contract\?/.test(r.url()) && /Survives/.test(r.url()));
  await person.go('/list/sales.contract?search=Survives');
  assert.equal((await (await found).json()).records.length, 1);
  await person.close();
});

test('an answer lost on its way does not make a second record', async () => {
  const person = await personAt({ device: desk });
  const { page } = person;
  await person.signIn('sales');
  await person.go('/record/sales.account/new');
  await person.field('name').locator('input').fill('Lost answer Ltd');
  let lost = 0;
  await page.route('**/api/v1/records/sales.account', async (route) => {
    if (route.request().method() !== 'POST' || lost > 0) return route.continue();
    lost += 1;
    const answer = await route.fetch();
    assert.equal(answer.status(), 201);
    return route.abort('connectionreset');
  });
  await page.keyboard.press('Control+s');
  await page.getByRole('alert').filter({ hasText: person.t('problem.offline') }).waitFor();
  await person.field('name').locator('input').fill('Lost answer GmbH');
  await page.keyboard.press('Control+s');
  await page.waitForURL(/account\/\d+$/);
  await page.locator('header.head h1').filter({ hasText: 'Lost answer GmbH' }).waitFor();

  // A change whose answer is lost, and more typed afterwards.
  await page.route('**/api/v1/records/sales.account/*', async (route) => {
    if (route.request().method() !== 'PATCH' || lost > 1) return route.continue();
    lost += 1;
    assert.equal((await route.fetch()).status(), 200);
    return route.abort('connectionreset');
  });
  await person.field('name').locator('input').fill('Lost answer AG');
  await page.keyboard.press('Control+s');
  await page.getByRole('alert').filter({ hasText: person.t('problem.offline') }).waitFor();
  await person.field('name').locator('input').fill('Lost answer SE');
  await page.keyboard.press('Control+s');
  await page.locator('header.head h1').filter({ hasText: 'Lost answer SE' }).waitFor();
  const found = page.waitForResponse((r) => /records\/sales\.account\?/.test(r.url()) && /Lost/.test(r.url()));
  await person.go('/list/sales.account?search=Lost%20answer');
  assert.equal((await (await found).json()).records.length, 1);
  await person.close();
});

test('a task is handed over on a phone', async () => {
  const sales = await personAt({ device: desk });
  await sales.signIn('sales');
  const { number } = await newContract(sales, 'Handed over', '2000');
  await submit(sales, 'For the manager', 1);
  await sales.close();

  const person = await personAt({ device: phone, language: 'zh' });
  const { page } = person;
  await person.signIn('manager');
  await openTask(person, number);
  await person.button('task.transfer').tap();
  const dialog = page.locator('.dialog');
  await dialog.locator('button[type=submit]').tap();
  await dialog.getByText(person.t('transfer.missing')).waitFor();
  await dialog.locator('input').tap();
  await page.locator('[role=option]').first().waitFor();
  await person.picture('transfer-choose');
  const director = page.locator('[role=option]').filter({ hasText: '周敏' });
  await director.tap();
  await director.waitFor({ state: 'detached' });
  await dialog.locator('textarea').fill('请您代为审批');
  await person.checkPage('transfer');
  await person.picture('transfer');
  await dialog.locator('button[type=submit]').tap();
  await dialog.waitFor({ state: 'detached' });
  await page.locator('.task').filter({ hasText: number }).waitFor({ state: 'detached' });
  await person.go('/inbox/done');
  await page.locator('.task').filter({ hasText: number }).first().tap();
  await page.locator('.trail').getByText('请您代为审批').waitFor();
  await page.locator('.entry[data-status=waiting]').filter({ hasText: '周敏' }).waitFor();
  await person.picture('transfer-done');
  await person.close();
});
