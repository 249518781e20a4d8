import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Person } from '../lib/app.mjs';
import { desk } from '../lib/browser.mjs';
import { suite } from '../lib/suite.mjs';

const world = suite();

test('a report: subtotals, parameters, drill-down, CSV', async () => {
  const person = await Person.open(world.browser, world.url, { device: desk });
  const { page } = person;
  await person.signIn('director');
  const loaded = page.waitForResponse((r) => /\/reports\/sales\.contracts_by_month/.test(r.url()));
  await person.go('/report/sales.contracts_by_month');
  const report = await (await loaded).json();
  await page.locator('.chart svg').waitFor();
  await page.locator('tr.subtotal').first().waitFor();
  assert.equal(await page.locator('tbody tr').count(), report.rows.length);
  const details = report.rows.filter((r) => r.keys.length === report.groups.length);
  assert.equal(
    details.reduce((sum, r) => sum + Number(r.values[0]), 0),
    Number(report.totals[0]),
  );

  const narrowed = page.waitForResponse((r) => /since=/.test(r.url()));
  const since = page.locator('.parameters input').first();
  await since.fill(`${new Date().getFullYear()}-01-01`);
  await since.press('Enter');
  const year = await (await narrowed).json();
  assert.ok(year.rows.every((r) => String(r.keys[0]).startsWith(String(new Date().getFullYear()))));
  await page.waitForFunction((n) => document.querySelectorAll('tbody tr').length === n, year.rows.length);

  await page.locator('tbody tr:not(.subtotal)').first().click();
  const dialog = page.locator('.drill');
  await dialog.locator('.hit').first().waitFor();
  assert.equal(await dialog.locator('.hit').count(), Number(year.rows.find((r) => r.keys.length === 2).values[0]));
  await person.picture('report-drill');
  await dialog.getByRole('button', { name: person.t('action.close') }).click();
  const download = page.waitForEvent('download');
  await page.getByText('CSV', { exact: true }).click();
  assert.match((await download).suggestedFilename(), /\.csv$/);
  await person.close();
});

test('reminders come to the bell and lead to their record', async () => {
  const person = await Person.open(world.browser, world.url, { device: desk });
  const { page } = person;
  await person.signIn('finance');
  const bell = page.locator('.bell');
  await bell.locator('.badge').waitFor();
  await bell.click();
  const panel = page.getByRole('dialog', { name: person.t('notifications.title') });
  const note = panel.locator('.note.unread').first();
  await note.waitFor();
  await person.picture('notifications');
  await note.click();
  await page.waitForURL(/\/record\/sales\.receipt_plan\/\d+$/);
  await page.locator('.page .form').waitFor();
  await person.close();
});
