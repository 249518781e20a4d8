import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Person } from '../lib/app.mjs';
import { desk, phone } from '../lib/browser.mjs';
import { inspect } from '../lib/inspect.mjs';
import { suite } from '../lib/suite.mjs';

const world = suite();
const T = (en, zh) => ({ en, zh });
const field = (id, label, more = {}) => ({ id, type: 'text', label, ...more });

/** Tickets whose daily work fails where the name is too long for a task; `every`: when the work is done. */
function pack(every = null) {
  const all = {
    'pack.json': { kind: 'pack', id: 'daily', version: '1.0.0', label: T('Daily work', '每日工作') },
    'entities/ticket.json': { kind: 'entity', id: 'ticket', label: T('Ticket', '工单'), title: 'name', fields: [field('name', T('Name', '名称'), { required: true }), field('mark', T('Mark', '标记'))] },
    'entities/task.json': { kind: 'entity', id: 'task', label: T('Task', '任务'), title: 'name', fields: [field('name', T('Name', '名称'), { max_length: 12, required: true })] },
    ...(every && {
      'automations/follow_up.json': {
        kind: 'automation', id: 'follow_up', label: T('Follow up open tickets', '跟进未结工单'), entity: 'ticket', on: { type: 'schedule', every }, when: 'mark = null',
        do: [{ id: 'task', type: 'create', entity: 'task', values: { name: '"Ask: " + name' } }, { id: 'mark', type: 'set', values: { mark: '"asked"' } }],
      },
      'automations/clean.json': {
        kind: 'automation', id: 'clean', label: T('Count what is left', '统计遗留事项'), entity: 'ticket', on: { type: 'schedule', every }, when: 'starts with(name, "The printer")',
        do: [{ id: 'count', type: 'create', entity: 'task', values: { name: '"Left over: " + name' } }],
      },
    }),
  };
  return { packs: [{ id: 'daily', files: Object.entries(all).map(([path, value]) => ({ path, text: JSON.stringify(value) })) }] };
}

async function administrator(look = {}) {
  const person = await Person.open(world.browser, world.url, { device: desk, ...look });
  await person.signIn('admin');
  return person;
}

/** Waits until what was asked is so; the page itself is not read again meanwhile. */
async function until(ask, what) {
  for (const end = Date.now() + 60_000; ;) {
    if (await ask()) return;
    assert.ok(Date.now() < end, `${what} did not happen in time`);
    await new Promise((done) => setTimeout(done, 100));
  }
}
/** A dialog has opened. */
const still = (page) => page.evaluate(() => Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {}))));
const listed = async (person) => (await person.call('GET', '/automations/failures')).failures;

test('nothing has failed: the page says so', async () => {
  const person = await administrator();
  const { page } = person;
  await page.getByRole('link', { name: person.t('menu.automations') }).click();
  await page.waitForURL(/\/operations\/automations$/);
  await page.getByRole('heading', { name: person.t('failures.none') }).waitFor();
  await inspect(person, 'no failures');
  await person.picture('automations-none');
  await person.close();
});

test('what automations could not do is listed, tried again and skipped, and the record tells of it', async () => {
  const person = await administrator();
  const { page } = person;
  await person.call('POST', '/deployments', pack());
  for (const name of ['The printer on the second floor', 'A window that does not close', 'Tap']) await person.call('POST', '/records/daily.ticket', { name });
  await person.call('POST', '/deployments', pack('R1/PT1S'));
  await until(async () => (await listed(person)).length === 3, 'the failures');

  await person.go('/operations/automations');
  const row = (text) => page.locator('article[data-id]').filter({ hasText: text });
  await row('A window').waitFor();
  assert.equal(await page.locator('article[data-id]').count(), 3);
  await row('A window').getByText(person.t('failures.step', { number: 1, step: 'task' })).waitFor();
  await row('A window').getByText('at most 12 characters').waitFor();
  await row('A window').getByText(person.t('incidents.tried', { count: 3 })).waitFor();
  await inspect(person, 'failures');
  await person.picture('automations-failed');

  // One automation alone; the address keeps it.
  await page.getByLabel(person.t('failures.automation'), { exact: true }).selectOption({ label: 'Count what is left' });
  await page.waitForURL(/automation=daily\.clean/);
  await page.waitForFunction(() => document.querySelectorAll('article[data-id]').length === 1);
  await page.getByLabel(person.t('failures.automation'), { exact: true }).selectOption({ label: person.t('failures.every') });
  await page.waitForFunction(() => document.querySelectorAll('article[data-id]').length === 3);

  // Its reason is gone: tried again.
  const window = (await listed(person)).find((x) => x.record.title.startsWith('A window'));
  await row('A window').getByRole('link', { name: 'A window that does not close' }).click();
  await page.waitForURL(new RegExp(`/record/daily\\.ticket/${window.record.id}$`));
  await person.field('name').locator('input').fill('Window');
  await person.stores(200);
  await person.toast(person.t('record.saved'));
  await page.goBack();
  await row('Window').getByRole('button', { name: person.t('console.act.retry'), exact: true }).click();
  await person.toast(person.t('console.did.retry'));
  await row('Window').waitFor({ state: 'detached' });
  await until(async () => (await person.call('GET', `/records/daily.ticket/${window.record.id}`)).mark === 'asked', 'the run');

  // Skipped, with a reason; cancelled first.
  const skip = row('Follow up').getByRole('button', { name: person.t('console.act.skip'), exact: true });
  const dialog = page.locator('.dialog');
  await skip.click();
  await dialog.getByText(person.t('failures.skip.step')).waitFor();
  await still(page);
  await inspect(person, 'skip a failure');
  await person.picture('automations-skip');
  await person.button('action.cancel').click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal((await listed(person)).length, 2, 'nothing has happened');
  await skip.click();
  await dialog.locator('#skip-reason').fill('asked by telephone');
  await dialog.getByRole('button', { name: person.t('console.act.skip'), exact: true }).click();
  await person.toast(person.t('console.did.skip'));
  await row('Follow up').waitFor({ state: 'detached' });

  const printer = (await listed(person))[0].record.id;
  await until(async () => (await person.call('GET', `/records/daily.ticket/${printer}`)).mark === 'asked', 'the other step');
  await person.go(`/record/daily.ticket/${printer}`);
  await page.locator('.timeline .change').filter({ hasText: person.t('changes.what.automation_skip') }).getByText('asked by telephone').waitFor();
  await person.picture('automations-history');
  await person.close();
});

test('somebody was quicker: it is said, and the list is as it is now', async () => {
  const person = await administrator();
  const { page } = person;
  await person.go('/operations/automations');
  const row = page.locator('article[data-id]').first();
  await row.waitFor();
  const [one] = await listed(person);
  await person.call('POST', `/automations/failures/${one.id}/skip`, {});
  await row.getByRole('button', { name: person.t('console.act.retry'), exact: true }).click();
  await page.locator('.q-notification').getByText(/no such failure|skipped this already/).waitFor();
  await page.getByRole('heading', { name: person.t('failures.none') }).waitFor();
  await person.close();
});

test('the page fits a phone, in Chinese and in the dark', async () => {
  const setup = await administrator();
  await setup.call('POST', '/records/daily.ticket', { name: 'The printer on the third floor, beside the window of the meeting room' });
  await setup.call('POST', '/deployments', pack('R1/PT1.2S'));
  await until(async () => (await listed(setup)).length === 3, 'the failures');
  await setup.close();
  for (const look of [{ device: phone, language: 'zh' }, { device: phone, language: 'en', theme: 'dark' }, { device: desk, language: 'zh', theme: 'dark' }]) {
    const person = await administrator(look);
    const { page } = person;
    await person.go('/operations/automations');
    await page.locator('article[data-id]').first().waitFor();
    const name = `${look.device === phone ? 'phone' : 'desk'}-${look.language}`;
    await inspect(person, `failures ${name}`);
    await person.picture(`automations-failed-${look.language}`);
    await page.locator('article[data-id]').first().getByRole('button', { name: person.t('console.act.skip'), exact: true }).click();
    await page.locator('#skip-reason').waitFor();
    await still(page);
    await inspect(person, `skip ${name}`);
    await person.picture(`automations-skip-${look.language}`);
    assert.deepEqual([...new Set(person.found)], []);
    await person.close();
  }
});
