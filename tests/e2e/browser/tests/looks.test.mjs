import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Person } from '../lib/app.mjs';
import { desk } from '../lib/browser.mjs';
import { inspect, looks } from '../lib/inspect.mjs';
import { suite } from '../lib/suite.mjs';

const world = suite();
const unbroken = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen'.repeat(3).slice(0, 160);

/** A contract with the longest words and fifty lines. */
async function longContract(person) {
  const account = await person.call('POST', '/records/sales.account', { name: unbroken.slice(0, 120) });
  const product = (await person.call('GET', '/records/sales.product?limit=1')).records[0];
  const lines = Array.from({ length: 50 }, (_, i) => ({
    product: product.id,
    description: i % 7 ? `Position ${i}` : unbroken.slice(0, 100),
    quantity: i + 1,
    price: 99999.99,
  }));
  const remark = `${unbroken} ${'A long remark with many words. '.repeat(40)}`;
  return person.call('POST', '/records/sales.contract', { subject: unbroken, customer: account.id, remark, lines });
}

for (const { name, ...look } of looks) {
  test(`long texts, many rows and no rows fit and can be read: ${name}`, async () => {
    const person = await Person.open(world.browser, world.url, look);
    const { page } = person;
    await person.signIn('sales');
    await inspect(person, 'home');
    const contract = await longContract(person);

    await person.go(`/record/sales.contract/${contract.id}`);
    await page.locator('.page .form').waitFor();
    await page.locator('[data-cell="49:quantity"]').waitFor();
    await inspect(person, 'record');
    await person.picture(`long-record-${name}`);
    await person.go('/list/sales.contract?sort=-created_at');
    await page.locator('[data-id]').first().waitFor();
    await inspect(person, 'list');
    await person.picture(`long-list-${name}`);
    await person.go('/list/sales.contract?search=nothing-is-called-so');
    await page.locator('.empty').waitFor();
    await inspect(person, 'empty list');
    await person.picture(`empty-list-${name}`);
    await person.go('/inbox/todo');
    await page.locator('.empty, .task').first().waitFor();
    await inspect(person, 'inbox');
    await person.picture(`inbox-sales-${name}`);
    await person.call('POST', `/records/sales.contract/${contract.id}/actions/submit`, { comment: unbroken });
    await person.as('manager');
    await person.go('/inbox/todo');
    await page.locator('.task').filter({ hasText: unbroken.slice(0, 20) }).first().click();
    await page.locator('.decide').waitFor();
    await inspect(person, 'task');
    await person.picture(`long-task-${name}`);
    await person.go('/report/sales.contracts_by_month');
    await page.locator('.chart svg').waitFor();
    await inspect(person, 'report');
    await person.as('admin');
    for (const path of ['/admin/users', '/operations/instances', '/operations/durations']) {
      await person.go(path);
      await page.locator('tbody tr, .entry').first().waitFor();
      await inspect(person, path);
      await person.picture(`${path.split('/').pop()}-${name}`);
    }
    assert.deepEqual([...new Set(person.found)], []);
    await person.close();
  });
}

test('a slow answer shows a sign of life, and what was there stays', async () => {
  const person = await Person.open(world.browser, world.url, { device: desk });
  const { page } = person;
  await person.signIn('sales');
  await person.go('/list/sales.contract');
  await page.locator('tr[data-id]').first().waitFor();
  let release;
  const held = new Promise((done) => (release = done));
  await page.route('**/api/v1/records/sales.contract?*', async (route) => {
    await held;
    await route.continue();
  });
  await page.getByRole('button', { name: 'Number', exact: true }).click();
  await page.locator('[role=progressbar], .q-spinner').first().waitFor();
  release();
  await page.locator('th[aria-sort=ascending]').waitFor();
  await page.locator('.q-spinner').waitFor({ state: 'detached' });
  await person.close();
});

test('everything can be reached by Tab, and one sees where one is', async () => {
  const person = await Person.open(world.browser, world.url, { device: desk });
  const { page } = person;
  await person.signIn('manager');
  for (const [path, wanted] of [
    ['/', '.home .line'],
    ['/list/sales.contract', 'tr[data-id]'],
    ['/inbox/todo', '.decide'],
    ['/record/sales.contract/new', '.form'],
    ['/report/sales.contracts_by_month', '.chart svg'],
  ]) {
    await person.go(path);
    await page.locator(wanted).first().waitFor();
    // From the top of the page, wherever the last round has left the focus: in the browser's own bars, too.
    await page.evaluate(() => {
      document.body.tabIndex = -1;
      document.body.focus();
      document.body.removeAttribute('tabindex');
    });
    const unseen = new Set();
    const reached = new Set();
    for (let i = 0; i < 45; i += 1) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const e = document.activeElement;
        if (!e || e === document.body) return null;
        const marked = [e, e.parentElement, ...e.children].some((x) => {
          const style = getComputedStyle(x);
          return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
        });
        return { marked, what: `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 30)}` };
      });
      if (!at) continue;
      reached.add(at.what);
      if (!at.marked) unseen.add(at.what);
    }
    assert.deepEqual([...unseen], [], `${path}: focus cannot be seen`);
    assert.ok(reached.size >= 15, `${path}: only ${reached.size} places by Tab`);
  }
  await person.close();
});
