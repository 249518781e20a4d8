import assert from 'node:assert/strict';

/** Opens the task whose title holds this number, wherever it is in the list. */
export async function openTask(person, number) {
  await person.go('/inbox/todo');
  const entry = person.page.locator('.task').filter({ hasText: number });
  await entry.waitFor();
  await entry.click();
  await person.page.locator('.panel h1').filter({ hasText: number }).waitFor();
  await person.page.locator('.decide .buttons:not([inert])').waitFor();
}

export async function submit(person, comment, ahead = 3) {
  await person.page.locator('.actions .btn.primary:not([aria-disabled])').click();
  const dialog = person.page.locator('.dialog');
  await dialog.locator('textarea').fill(comment);
  await dialog.locator('.entry[data-status=predicted]').nth(ahead - 1).waitFor();
  await person.picture(`submit-${comment.length}`);
  await dialog.locator('button[type=submit]').click();
  await dialog.waitFor({ state: 'detached' });
}

export async function openTimeline(person) {
  if (person.isPhone) await person.page.getByRole('tab', { name: person.t('record.timeline') }).click();
}

/** A new contract of this worth, saved; its address and number. */
export async function newContract(person, subject, price) {
  const { page } = person;
  await person.go('/record/sales.contract/new');
  await person.field('subject').locator('input').fill(subject);
  await person.field('customer').locator('input').click();
  await page.locator('[role=option]').first().click();
  await person.button('record.add_row').click();
  await person.cell(0, 'product').locator('input').click();
  await page.locator('[role=option]').first().click();
  await person.fillCell(0, 'quantity', '1');
  await person.fillCell(0, 'price', price);
  await person.field('total').filter({ hasText: Number(price).toLocaleString('en') }).waitFor();
  await person.stores(201);
  await page.waitForURL(/\/record\/sales\.contract\/\d+$/);
  const heading = page.locator('header.head h1').filter({ hasText: /^\s*CT-/ });
  const number = (await heading.textContent()).trim().split(' ')[0];
  assert.match(number, /^CT-\d{4}-\d{4}$/);
  return { address: new URL(page.url()).pathname, number };
}
