import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Person } from '../lib/app.mjs';
import { desk } from '../lib/browser.mjs';
import { suite } from '../lib/suite.mjs';

const world = suite();
let person;
beforeEach(async () => {
  person = await Person.open(world.browser, world.url, { device: desk });
  await person.signIn('sales');
});
afterEach(() => person.close());

async function newContract() {
  await person.go('/record/sales.contract/new');
  await person.pick(person.field('customer').locator('input'));
}

test('errors stand at the fields and nothing typed is lost', async () => {
  await person.go('/record/sales.contract/new');
  await person.field('subject').locator('input').fill('Pumps');
  await person.page.keyboard.press('Control+s');
  await person.field('customer').getByText(person.t('error.required')).waitFor();
  assert.equal(
    await person.page.evaluate(() => document.activeElement.closest('[data-field]')?.dataset.field),
    'customer',
  );

  await newContract();
  await person.field('starts_on').locator('input').fill('2026-11-21');
  await person.field('ends_on').locator('input').fill('2026-11-20');
  await person.button('record.add_row').click();
  await person.pick(person.cell(0, 'product').locator('input'));
  await person.fillCell(0, 'quantity', '-3');
  const answer = await person.save();
  assert.equal(answer.status(), 422);
  await person.page
    .locator('.child .errors')
    .filter({ hasText: person.t('record.row', { row: 1, field: '' }).trim() })
    .waitFor();
  await person.picture('form-rows');
  await person.fillCell(0, 'quantity', '3');
  await person.stores(422);
  await person.field('ends_on').locator('.field-error').waitFor();
  assert.equal(await person.field('ends_on').locator('input').inputValue(), '2026-11-20');
  await person.picture('form-errors');

  await person.field('ends_on').locator('input').fill('+30');
  await person.stores(201);
});

test('rows are edited like a spreadsheet: Enter, Tab, paste, live totals', async () => {
  await newContract();
  const { page } = person;
  await person.button('record.add_row').click();
  const product = await person.pick(person.cell(0, 'product').locator('input'));
  await person.fillCell(0, 'quantity', '2');
  await person.cell(0, 'price').locator('input:focus').waitFor();
  await page.keyboard.type('10.50');
  await page.keyboard.press('Enter');
  await person.cell(1, 'price').locator('input').waitFor();
  await person.field('total').filter({ hasText: '21' }).waitFor();

  await person.cell(1, 'product').click();
  await person.cell(1, 'product').locator('input:focus').waitFor();
  await person.paste(`${product}\tpasted\t3\t"1,000.25"\t0\n${product}\tpasted too\t1\t99999999.99\t0\n`);
  await person.toast(person.t('record.pasted', { rows: 2 }));
  await person.cell(2, 'description').filter({ hasText: 'pasted too' }).waitFor();
  await person.field('total').filter({ hasText: '100,003,021.74' }).waitFor();
  await person.picture('form-pasted');

  await page.getByRole('button', { name: person.t('record.remove_row', { row: 3 }) }).click();
  await person.field('total').filter({ hasText: '3,021.75' }).waitFor();
  await person.stores(201);
  await person.field('total').filter({ hasText: '3,021.75' }).waitFor();
});

test('leaving with unsaved changes asks', async () => {
  await newContract();
  await person.field('subject').locator('input').fill('Not stored');
  await person.page
    .getByRole('link', { name: person.t('menu.home') })
    .first()
    .click();
  const dialog = person.page.getByRole('alertdialog');
  await dialog.waitFor();
  await dialog.getByRole('button', { name: person.t('leave.stay') }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await person.field('subject').locator('input').inputValue(), 'Not stored');
  await person.page
    .getByRole('link', { name: person.t('menu.home') })
    .first()
    .click();
  await dialog.getByRole('button', { name: person.t('leave.ok') }).click();
  await person.page.locator('.home').waitFor();
});

test('a record changed meanwhile shows both versions', async () => {
  await newContract();
  await person.field('subject').locator('input').fill('Mine');
  await person.stores(201);
  await person.page.waitForURL(/contract\/\d+$/);
  await person.field('remark').locator('textarea').fill('typed here');
  const other = await Person.open(world.browser, world.url, { device: desk });
  await other.signIn('sales');
  await other.go(new URL(person.page.url()).pathname);
  await other.field('subject').locator('input').fill('Theirs');
  assert.equal((await other.save()).status(), 200);
  await other.close();

  await person.stores(412);
  const dialog = person.page.locator('.dialog');
  await dialog.getByText('Theirs').waitFor();
  await dialog.getByText('typed here').waitFor();
  await person.picture('form-conflict');
  await person.button('conflict.keep_mine').click();
  await dialog.waitFor({ state: 'detached' });
  await person.stores(200);
  await person.toast(person.t('record.saved'));
  assert.equal(await person.field('subject').locator('input').inputValue(), 'Theirs');
  assert.equal(await person.field('remark').locator('textarea').inputValue(), 'typed here');
});

test('what is not certainly a number stays as typed and is named at its place', async () => {
  const { page } = person;
  await newContract();
  await person.field('subject').locator('input').fill('Numbers');
  await person.button('record.add_row').click();
  await person.pick(person.cell(0, 'product').locator('input'));
  await person.fillCell(0, 'quantity', '1');
  const told = (key) => page.locator('.child .errors').getByText(person.t(key, { digits: 34 })).first().waitFor();
  for (const typed of ['1,23', '1234,56', '1.234,50', '1e3', '1.0e400']) {
    await person.fillCell(0, 'price', typed);
    await told('error.number');
    assert.equal((await person.cell(0, 'price').locator('.rest > span').first().textContent()).trim(), typed);
  }
  await person.fillCell(0, 'price', '9'.repeat(40));
  await told('error.digits');
  await person.fillCell(0, 'price', '1.005');
  await person.cell(0, 'price').filter({ hasText: '1.005' }).waitFor();
  await page.locator('.child .errors').waitFor();
  // What would be computed from it is not shown as if it were right.
  await person.cell(0, 'amount').filter({ hasText: '—' }).waitFor();
  await person.field('total').filter({ hasText: '—' }).waitFor();
  await person.picture('form-uncertain');

  // Pasted values alike; nothing is sent while one of them stands there.
  await person.cell(0, 'quantity').click();
  await person.cell(0, 'quantity').locator('input:focus').waitFor();
  await person.paste('2\t1,23\n');
  await told('error.number');
  await person.cell(0, 'price').filter({ hasText: '1,23' }).waitFor();
  const sent = [];
  page.on('request', (r) => r.method() === 'POST' && /\/sales\.contract$/.test(r.url()) && sent.push(r.url()));
  await page.keyboard.press('Control+s');
  await page.getByRole('alert').filter({ hasText: person.t('error.see_fields', { count: 1 }) }).waitFor();
  assert.deepEqual(sent, []);
  await person.picture('form-numbers');

  await person.fillCell(0, 'price', '1,234.50');
  await person.field('total').filter({ hasText: '2,469.00' }).waitFor();
  await person.stores(201);
});

test('a button that cannot be pressed yet says why in the words of the model', async () => {
  await newContract();
  await person.stores(201);
  await person.page.waitForURL(/contract\/\d+$/);
  const submit = person.page.locator('.actions .btn.primary[aria-disabled]');
  await submit.hover();
  await person.page.locator('.q-tooltip').filter({ hasText: 'A contract needs lines worth more than zero' }).waitFor();
});
