import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Person } from '../lib/app.mjs';
import { desk, phone } from '../lib/browser.mjs';
import { openTask, openTimeline, submit } from '../lib/story.mjs';
import { suite } from '../lib/suite.mjs';

const world = suite();

const actors = [
  { name: 'at a desk in English', device: desk, language: 'en' },
  { name: 'on a phone in Chinese', device: phone, language: 'zh' },
];

for (const { name, device, language } of actors) {
  test(`a contract goes its way ${name}`, async () => {
    const person = await Person.open(world.browser, world.url, { device, language });
    const { page } = person;
    await person.signIn('sales');

    await person.go('/record/sales.contract/new');
    await person.field('subject').locator('input').fill(`Line 7 ${language}`);
    await person.pick(person.field('customer').locator('input'));
    await person.button('record.add_row').click();
    await person.pick(person.cell(0, 'product').locator('input'));
    await person.fillCell(0, 'quantity', '120');
    await person.fillCell(0, 'price', '1000');
    await person.field('total').filter({ hasText: '120,000' }).waitFor();
    await person.picture('contract-new');
    assert.equal((await person.save()).status(), 201);
    await page.waitForURL(/\/record\/sales\.contract\/\d+$/);
    const address = new URL(page.url()).pathname;
    const heading = page.locator('header.head h1').filter({ hasText: /^\s*CT-/ });
    const number = (await heading.textContent()).trim().split(' ')[0];
    assert.match(number, /^CT-\d{4}-\d{4}$/);

    await submit(person, 'Urgent, please');
    await openTimeline(person);
    await page.locator('.entry[data-status=waiting]').waitFor();
    await page.locator('.entry[data-status=predicted]').first().waitFor();
    await person.picture('contract-submitted');

    await person.as('manager');
    await openTask(person, number);
    await person.picture('inbox-manager');
    await person.button('task.return').click();
    const dialog = page.locator('.dialog');
    await dialog.locator('button[type=submit]').click();
    await dialog.getByText(person.t('task.comment_needed')).waitFor();
    await dialog.locator('textarea').fill('Please add the remark');
    await person.picture('inbox-return');
    await dialog.locator('button[type=submit]').click();
    await dialog.waitFor({ state: 'detached' });
    await page.locator('.task').filter({ hasText: number }).waitFor({ state: 'detached' });

    await person.as('sales');
    await person.go(address);
    await person.field('remark').locator('textarea').fill('As agreed with the customer');
    assert.equal((await person.save()).status(), 200);
    await submit(person, 'Now with the remark');
    await openTimeline(person);
    await page
      .locator('.trail')
      .getByText(person.t('trail.round', { round: 2 }))
      .waitFor();

    await person.as('manager');
    await openTask(person, number);
    await page.locator('body').press('a');
    await page.locator('.task').filter({ hasText: number }).waitFor({ state: 'detached' });

    for (const login of ['director', 'finance']) {
      await person.as(login);
      await openTask(person, number);
      await person.page.locator('.say textarea').fill('Agreed');
      await person.button('task.approve').click();
      await page.locator('.task').filter({ hasText: number }).waitFor({ state: 'detached' });
    }

    await person.as('sales');
    await person.go(address);
    await page.locator('.stepper .now.green').waitFor();
    assert.equal(await person.field('remark').locator('textarea').count(), 0, 'an effective contract is locked');
    await person
      .field('signed_on')
      .filter({ hasText: /\d{4}-\d\d-\d\d/ })
      .waitFor();
    await openTimeline(person);
    assert.equal(await page.locator('.entry[data-status=waiting]').count(), 0);
    await person.picture('contract-effective');
    await person.close();
  });
}
