import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Person } from '../lib/app.mjs';
import { desk } from '../lib/browser.mjs';
import { suite } from '../lib/suite.mjs';

const world = suite();
let person;
beforeEach(async () => {
  person = await Person.open(world.browser, world.url, { device: desk });
  await person.signIn('director');
  await person.go('/list/sales.contract');
  await person.page.locator('tr[data-id]').first().waitFor();
});
afterEach(() => person.close());

const isPage = (r) => /\/records\/sales\.contract\?(?!.*count=true)/.test(r.url());
async function answerTo(action, what) {
  const answer = person.page.waitForResponse(what);
  await action();
  return (await answer).json();
}
/** Waits for the page of records that an action asks for. */
const afterPage = (action) => answerTo(action, isPage);
/** How many there are comes behind the first page. */
const afterCount = async (action) => (await answerTo(action, (r) => /\/records\/sales\.contract\?.*count=true/.test(r.url()))).count;
const column = (n) => person.page.locator(`tr[data-id] td:nth-child(${n})`).allTextContents();

test('a filter is built from a field, edited in place, and readable as FEEL', async () => {
  const { page } = person;
  await person.button('filter.add').click();
  await page.locator('.menu-item', { hasText: /^State$/ }).click();
  const answer = await afterPage(() => page.locator('.chip-editor label', { hasText: 'Draft' }).click());
  assert.ok(answer.records.length > 0);
  assert.ok(answer.records.every((r) => r.state === 'draft'));
  await page.keyboard.press('Escape');
  await page.locator('.chip', { hasText: 'Draft' }).waitFor();
  await page.getByRole('button', { name: 'FEEL' }).click();
  const line = page.getByLabel(person.t('filter.as_text'));
  assert.match(await line.inputValue(), /state = "draft"/);

  await line.fill('total >= 100000 and state = "effective"');
  const big = await afterPage(() => line.press('Enter'));
  assert.ok(big.records.length > 0);
  assert.ok(big.records.every((r) => Number(r.total) >= 100000 && r.state === 'effective'));
  await person.picture('list-feel');

  await line.fill('totl > 3');
  await line.press('Enter');
  await page.locator('.filters .field-error').waitFor();
  assert.equal(await line.inputValue(), 'totl > 3', 'the wrong line is still there to be mended');
});

test('a click on a header sorts, a second one turns it round', async () => {
  const header = person.page.getByRole('button', { name: 'Number', exact: true });
  await afterPage(() => header.click());
  await person.page.locator('th[aria-sort=ascending]').waitFor();
  const up = (await column(2)).slice(0, 10);
  assert.deepEqual(up, [...up].sort());
  await afterPage(() => header.click());
  await person.page.locator('th[aria-sort=descending]').waitFor();
  const down = (await column(2)).slice(0, 10);
  assert.deepEqual(down, [...down].sort().reverse());
});

test('the whole cell of a header sorts, by mouse and by keyboard, and all rows are counted', async () => {
  const { page } = person;
  const header = page.locator('th[aria-sort]').filter({ hasText: 'Total' });
  const box = await header.boundingBox();
  await afterPage(() => page.mouse.click(box.x + 3, box.y + 3));
  assert.notEqual(await header.getAttribute('aria-sort'), 'none');
  const other = page.locator('th[aria-sort]').filter({ hasText: 'Customer' });
  await other.getByRole('button').focus();
  const count = await afterCount(() => page.keyboard.press('Enter'));
  assert.notEqual(await other.getAttribute('aria-sort'), 'none');
  assert.ok(count > 100, 'more than one page');
  await page.locator(`[role=grid][aria-rowcount="${count + 1}"]`).waitFor();
});

test('scrolling reads page after page by key and draws only what is seen', async () => {
  const { page } = person;
  const next = page.waitForResponse((r) => /after=/.test(r.url()));
  const box = page.locator('.box').first();
  await box.evaluate((e) => (e.scrollTop = e.scrollHeight));
  await next;
  await page.waitForFunction(() => Number(document.querySelector('[role=grid]').getAttribute('aria-rowcount')) > 201);
  assert.ok((await page.locator('tr[data-id]').count()) < 80, 'only the rows on the screen are drawn');
});

test('a long list is read to its end, each row once, and only a screenful is drawn', async () => {
  const { page } = person;
  await person.as('admin');
  const seen = [];
  page.on('response', async (r) => {
    if (isPage(r)) seen.push(...(await r.json()).records.map((one) => one.id));
  });
  const total = await afterCount(() => person.go('/list/sales.contract?sort=number'));
  assert.ok(total > 700);
  await page.waitForFunction(
    (all) => {
      document.querySelector('.box').scrollTop = 1e9;
      return document.querySelector(`tr[aria-rowindex="${all + 1}"]`) !== null;
    },
    total,
    { polling: 200 },
  );
  assert.equal(new Set(seen).size, total);
  assert.equal(seen.length, total);
  assert.ok((await page.locator('tr[data-id]').count()) < 80);
});

test('rows are chosen, peeked at and opened by keyboard', async () => {
  const { page } = person;
  await page.locator('tr[data-id]').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press(' ');
  await page.getByText(person.t('list.selected', { count: 1 })).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('tr[data-id]').nth(1).focus();
  await page.keyboard.press('p');
  await page.locator('.peek .form').waitFor();
  await person.picture('list-peek');
  await page.keyboard.press('Escape');
  await page.locator('.peek').waitFor({ state: 'detached' });
  await page.locator('tr[data-id]').nth(1).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/record\/sales\.contract\/\d+$/);
});

test('search finds in the list, and Ctrl-K everywhere', async () => {
  const { page } = person;
  const wanted = (await column(2))[3].trim();
  const found = await afterPage(() => page.getByLabel(person.t('list.search')).fill(wanted));
  assert.equal(found.records.length, 1);
  await page.keyboard.press('Control+k');
  const dialog = page.getByRole('dialog', { name: person.t('search.title') });
  await dialog.locator('input').fill(wanted);
  await dialog.locator('li', { hasText: wanted }).first().waitFor();
  await person.picture('search');
  await dialog.locator('li', { hasText: wanted }).first().click();
  await page.waitForURL(/\/record\/sales\.contract\/\d+$/);
});

test('the list is exported as CSV', async () => {
  const download = person.page.waitForEvent('download');
  await person.button('list.export').click();
  assert.match((await download).suggestedFilename(), /contract\.csv$/);
});
