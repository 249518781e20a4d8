import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Person } from '../lib/app.mjs';
import { pack } from '../../http/papers.mjs';
import { desk, phone } from '../lib/browser.mjs';
import { suite } from '../lib/suite.mjs';

const world = suite();

const looks = [
  { device: desk, language: 'en', theme: 'light' },
  { device: desk, language: 'zh', theme: 'dark' },
  { device: phone, language: 'zh', theme: 'light' },
  { device: phone, language: 'en', theme: 'dark' },
];

const pages = [
  ['home', 'sales', '/', '.home .line'],
  ['list', 'sales', '/list/sales.contract', '[data-id]'],
  ['record', 'sales', '/list/sales.contract', '[data-id]', '.page .form'],
  ['account', 'sales', '/list/sales.account', '[data-id]', '.page .form'],
  ['report', 'manager', '/report/sales.contracts_by_month', '.chart svg'],
  ['inbox', 'manager', '/inbox', '.task', '.decide'],
  ['users', 'admin', '/admin/users', 'tbody tr'],
  ['instances', 'admin', '/operations/instances', '[data-id]', '.picture [data-node]'],
  ['automations', 'admin', '/operations/automations', '.empty'],
  ['durations', 'admin', '/operations/durations', 'tbody tr'],
  ['people', 'admin', '/list/base.person', '[data-id]'],
];

for (const look of looks) {
  const name = `${look.device === phone ? 'phone' : 'desk'} ${look.language} ${look.theme}`;
  test(`every page fits: ${name}`, async () => {
    const person = await Person.open(world.browser, world.url, look);
    await person.go('/sign-in');
    await person.page.locator('#user').waitFor();
    await person.checkPage('sign-in');
    await person.picture('sign-in');
    for (const [what, user, path, wanted, inner] of pages) {
      if (person.user && person.user !== user) await person.as(user);
      else if (!person.user) await person.signIn(user);
      await person.go(path);
      await person.page.locator(wanted).first().waitFor();
      if (inner) {
        await person.page.locator(wanted).first().click();
        await person.page.locator(inner).first().waitFor();
      }
      await person.checkPage(what);
      await person.picture(what);
    }
    await person.close();
  });
}

test('wrong sign-in says so in the chosen language', async () => {
  const person = await Person.open(world.browser, world.url, { device: desk });
  const { page } = person;
  await person.go('/sign-in');
  await page.getByRole('button', { name: '简体中文' }).click();
  await page.getByRole('button', { name: '登录', exact: true }).waitFor();
  await page.locator('#user').fill('sales');
  await page.locator('#password').fill('wrong');
  await page.keyboard.press('Enter');
  const note = page.getByRole('alert');
  await note.waitFor();
  assert.match(await note.textContent(), /[\u4e00-\u9fff]/);
  await person.close();
});

test('the language is changed while working, and kept', async () => {
  const person = await Person.open(world.browser, world.url, { device: desk });
  const { page } = person;
  await person.signIn('finance');
  await person.button('frame.person_menu').click();
  const stored = page.waitForResponse((r) => r.url().endsWith('/api/v1/me'));
  await page.getByText('简体中文').click();
  assert.equal((await stored).status(), 200);
  person.language = 'zh';
  await page.getByRole('heading', { name: person.t('home.tasks') }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: person.t('home.tasks') }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('heading', { name: person.t('shortcuts.title') }).waitFor();
  await person.close();
});

test('an address with a dot is opened directly, a wrong one says so', async () => {
  const person = await Person.open(world.browser, world.url, { device: desk });
  await person.signIn('sales');
  await person.go('/list/sales.account');
  await person.page.locator('tr[data-id]').first().waitFor();
  await person.go('/no/such/page');
  await person.page.getByText(person.t('missing.title')).waitFor();
  await person.go('/record/sales.contract/999999999');
  await person.page.getByText(person.t('missing.text')).waitFor();
  await person.close();
});

for (const [device, language] of [[desk, 'en'], [phone, 'zh']]) {
  test(`what is not there looks the same everywhere, with a way back (${language})`, async () => {
    const person = await Person.open(world.browser, world.url, { device, language });
    await person.signIn('sales');
    for (const [what, path] of [['address', '/nowhere'], ['list', '/list/sales.nothing'], ['record', '/record/sales.contract/999'], ['kind', '/record/sales.nothing/1']]) {
      await person.go(path);
      const empty = person.page.locator('.empty');
      await empty.getByText(person.t('missing.title')).waitFor();
      await empty.getByText(person.t('missing.text')).waitFor();
      await empty.getByRole('link', { name: person.t('menu.home') }).waitFor();
      assert.equal(await empty.getByRole('link', { name: language === 'zh' ? '合同' : 'Contracts' }).count(), what === 'record' ? 1 : 0);
      await person.checkPage(what);
      await person.picture(`missing-${what}`);
    }
    await person.page.locator('.empty').getByRole('link', { name: person.t('menu.home') }).click();
    await person.page.locator('.home').waitFor();
    await person.close();
  });
}

for (const [device, language] of [[desk, 'zh'], [desk, 'en'], [phone, 'zh']]) {
  test(`Ctrl-K finds what is Chinese by pinyin (${device === phone ? 'phone' : 'desk'} ${language})`, async () => {
    const person = await Person.open(world.browser, world.url, { device, language });
    const asked = [];
    person.page.on('request', (r) => /pinyin|dist-/.test(r.url()) && asked.push(r.url()));
    await person.signIn('sales');
    await person.page.keyboard.press('Control+k');
    const dialog = person.page.getByRole('dialog', { name: person.t('search.title') });
    const find = async (typed, wanted) => {
      await dialog.getByRole('combobox').fill(typed);
      await dialog.getByRole('option').filter({ hasText: wanted }).first().waitFor();
    };
    await find('lina', '李娜');
    await find('ln', '李娜');
    if (language === 'zh') {
      await find('hetong', '合同');
      await find('ht', '合同');
      await find('xinjian', '合同');
      await find('hetong', '合同');
    }
    await person.picture('search-pinyin');
    if (language === 'zh') {
      await person.page.keyboard.press('Enter');
      await person.page.waitForURL(/\/list\/sales\.contract/);
    }
    await person.close();
  });
}

test('what somebody may not do is refused with a sentence, not offered', async () => {
  const person = await Person.open(world.browser, world.url, { device: desk });
  const { page } = person;
  await person.signIn('sales');
  await person.go('/record/sales.receipt/new');
  await page.getByRole('alert').filter({ hasText: person.t('problem.may_not_create') }).waitFor();
  assert.equal(await page.locator('.form').count(), 0);
  await person.go('/admin/users');
  await page.getByRole('heading', { name: person.t('problem.forbidden') }).waitFor();
  assert.equal(await person.button('users.new').count(), 0);
  await person.picture('refused');
  await person.close();
});

test('each role is shown once, and saving a user keeps his roles', async () => {
  const person = await Person.open(world.browser, world.url, { device: desk });
  const { page } = person;
  await person.signIn('admin');
  await person.go('/admin/users');
  await page.locator('tr').filter({ hasText: 'manager' }).first().getByRole('button').click();
  const boxes = page.locator('.dialog fieldset label');
  await boxes.nth(3).waitFor();
  const names = (await boxes.allTextContents()).map((n) => n.trim());
  assert.equal(new Set(names).size, names.length, names.join(', '));
  assert.ok(names.every((n) => !n.includes('.')), names.join(', '));
  const stored = page.waitForResponse((r) => /\/users\/manager$/.test(r.url()));
  await page.locator('.dialog button[type=submit]').click();
  const answer = await stored;
  assert.equal(answer.status(), 200);
  assert.deepEqual(JSON.parse(answer.request().postData()).roles.sort(), ['base.employee', 'sales.manager']);
  await person.close();
});

test('an own entity draws its main way, without what only a refusal leads to', async () => {
  for (const [device, language] of [[desk, 'en'], [phone, 'zh']]) {
    const person = await Person.open(world.browser, world.url, { device, language });
    const { page } = person;
    await person.signIn('admin');
    await person.call('POST', '/deployments', { packs: [pack] });
    const { roles } = (await person.call('GET', '/users')).find((each) => each.login === 'admin');
    await person.call('PATCH', '/users/admin', { roles: [...new Set([...roles, 'papers.writer'])] });
    await person.go('/record/papers.paper/new');
    await page.locator('.stepper li').first().waitFor();
    const words = language === 'zh' ? ['草稿', '审批中', '已完成'] : ['Draft', 'In approval', 'Done'];
    assert.deepEqual((await page.locator('.stepper li').allTextContents()).map((s) => s.trim()), words);
    await person.picture('stepper-own');
    await person.close();
  }
});

test('a record beside the way shows the states it really went through', async () => {
  const person = await Person.open(world.browser, world.url, { device: desk });
  const { page } = person;
  await person.signIn('sales');
  await person.go('/record/sales.contract/new');
  await person.field('subject').locator('input').fill('Given up');
  await person.pick(person.field('customer').locator('input'));
  await person.stores(201);
  await page.waitForURL(/contract\/\d+$/);
  await page.getByRole('button', { name: 'Cancel contract' }).click();
  await page.locator('.stepper .now').filter({ hasText: 'Cancelled' }).waitFor();
  assert.deepEqual((await page.locator('.stepper li').allTextContents()).map((s) => s.trim()), ['Draft', 'Cancelled']);
  await person.close();
});
