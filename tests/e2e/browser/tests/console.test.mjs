import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Person } from '../lib/app.mjs';
import { desk, phone } from '../lib/browser.mjs';
import { inspect, looks } from '../lib/inspect.mjs';
import { operationsPack, operationsWorld, startFlow } from '../lib/operations.mjs';
import { suite } from '../lib/suite.mjs';

const world = suite();
const flow = 'sales.contract_approval';

async function administrator(look = {}) {
  const person = await Person.open(world.browser, world.url, { device: desk, ...look });
  await person.signIn('admin');
  world.ops ??= await operationsWorld(person);
  return person;
}
const shown = (person, id) => person.call('GET', `/instances/${id}`);
const node = (person, id) => person.page.locator(`.picture [data-node="${id}"]`);

async function openInstance(person, id) {
  await person.go(`/operations/instances/${id}`);
  await person.page.locator('.picture [data-node]').first().waitFor();
}

test('only administrators have the menu of operations', async () => {
  const person = await administrator();
  await person.page.getByRole('group', { name: person.t('menu.operations') }).waitFor();
  await person.as('sales');
  assert.equal(await person.page.getByRole('group', { name: person.t('menu.operations') }).count(), 0);
  await person.close();
});

test('instances are found by their flow, node, state and variables, and the address keeps it', async () => {
  const person = await administrator();
  const { page } = person;
  await person.go('/operations/instances');
  await page.locator('tr[data-id]').first().waitFor();
  await page.getByLabel(person.t('console.flow')).selectOption('ops_test.look');
  await page.waitForURL(/flow=ops_test\.look/);
  const rows = page.locator('tr[data-id]');
  await page.waitForFunction(() => document.querySelectorAll('tr[data-id]').length === 4);
  await page.getByRole('button', { name: person.t('console.started') }).click();
  await page.locator(`tr[data-index="0"][data-id="${world.ops.look[0]}"]`).waitFor();
  await page.locator('th[aria-sort=ascending]').waitFor();
  await page.getByRole('button', { name: person.t('console.started') }).click();
  await page.locator(`tr[data-index="0"][data-id="${world.ops.look[3]}"]`).waitFor();
  await page.getByLabel(person.t('console.node'), { exact: true }).selectOption('sign');
  await page.locator('.empty').waitFor();
  await page.getByLabel(person.t('console.node'), { exact: true }).selectOption('look');
  await rows.first().waitFor();
  await person.button('console.more_filters').click();
  await page.getByRole('textbox', { name: person.t('console.variable') }).fill('city');
  await page.getByRole('textbox', { name: person.t('console.value') }).fill('Rome');
  await person.button('console.add').click();
  await page.locator('.empty').waitFor();
  await person.picture('console-none-match');
  await person.button('console.clear_filters').click();
  await rows.first().waitFor();
  await page.getByRole('tab', { name: person.t('console.states.incident') }).click();
  await page.locator(`tr[data-id="${world.ops.failed}"]`).waitFor();
  await page.reload();
  await page.locator(`tr[data-id="${world.ops.failed}"]`).waitFor();
  await rows.first().focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/operations\/instances\/\d+$/);
  await person.close();
});

test('the diagram shows the token, and one walks along the flow by keyboard', async () => {
  const person = await administrator();
  const { page } = person;
  const [id] = world.ops.look;
  await openInstance(person, id);
  assert.match(await node(person, 'look').getAttribute('class'), /active/);
  await node(person, 'look').focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => document.activeElement?.dataset.node === 'sign');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await page.locator('.side h2').filter({ hasText: 'Look at it' }).waitFor();
  const size = () => page.locator('.picture [data-node="look"] .box').evaluate((e) => e.getBoundingClientRect().width);
  const before = await size();
  await page.keyboard.press('+');
  await page.waitForFunction((w) => document.querySelector('[data-node="look"] .box').getBoundingClientRect().width > w * 1.1, before);
  await page.keyboard.press('0');
  await page.waitForFunction((w) => Math.abs(document.querySelector('[data-node="look"] .box').getBoundingClientRect().width - w) < 1, before);
  await person.close();
});

test('time travel: the token stands where it stood, and variables are as they were', async () => {
  const person = await administrator();
  const { page } = person;
  const [, id] = world.ops.look;
  await person.call('POST', `/instances/${id}/set`, { variables: { limit: 70 } });
  await person.call('POST', `/instances/${id}/jump`, { to: 'sign' });
  await openInstance(person, id);
  assert.match(await node(person, 'sign').getAttribute('class'), /active/);
  const slider = page.getByRole('slider', { name: person.t('travel.title') });
  const trail = page.locator('.side .content');
  await page.getByRole('tab', { name: person.t('console.trail') }).click();
  const now = await trail.innerText();
  await slider.focus();
  await page.keyboard.press('Home');
  await page.locator('.then').waitFor();
  await page.locator('.picture [data-node="look"].active').waitFor();
  await page.getByRole('tab', { name: person.t('console.trail') }).click();
  const then = await trail.innerText();
  assert.ok(then.length < now.length && then.includes(person.t('trail.waiting')), `the trail as it stood: ${then} / ${now}`);
  await person.picture('console-trail-then');
  await page.getByRole('tab', { name: person.t('console.variables') }).click();
  await page.locator('.one').filter({ hasText: 'limit' }).locator('pre').filter({ hasText: /^5$/ }).waitFor();
  await page.keyboard.press('Escape');
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('.one.changed').filter({ hasText: 'limit' }).locator('pre').filter({ hasText: /^70$/ }).waitFor();
  await person.picture('console-time-travel');
  await page.locator('.then .link-button').click();
  await page.locator('.picture [data-node="sign"].active').waitFor();
  await person.close();
});

test('from an earlier step one tries what would have happened, and keeps the run as a test', async () => {
  const person = await administrator();
  const { page } = person;
  const [, id] = world.ops.look;
  await openInstance(person, id);
  const slider = page.getByRole('slider', { name: person.t('travel.title') });
  await slider.focus();
  await page.keyboard.press('Home');
  await person.button('travel.fork').click();
  const dialog = page.locator('.dialog');
  await dialog.locator('[data-node="look"].active').waitFor();
  await dialog.getByRole('button', { name: person.t('fork.complete', { node: 'Look at it' }) }).click();
  await dialog.locator('[data-node="sign"].active').waitFor();
  await person.picture('console-fork');
  await dialog.getByRole('button', { name: person.t('fork.complete', { node: 'Sign' }) }).click();
  await dialog.getByText(person.t('instance.state.completed')).waitFor();
  assert.equal((await shown(person, id)).state, 'running', 'nothing was stored');
  await person.button('action.close').click();
  await person.button('console.keep_test').click();
  await dialog.locator('pre').filter({ hasText: '"expect"' }).waitFor();
  const download = page.waitForEvent('download');
  await person.button('console.download').click();
  assert.match((await download).suggestedFilename(), /^look-\d+\.test\.json$/);
  await person.close();
});

test('an incident is seen on the diagram, retried, and skipped with a result', async () => {
  const person = await administrator();
  const { page } = person;
  await person.go('/operations/incidents');
  await page.locator('article').first().waitFor();
  await person.picture('console-incidents');
  await openInstance(person, world.ops.failed);
  await page.locator('.picture [data-node="decide"].incident').waitFor();
  await person.picture('console-incident');
  await page.locator('.incident').getByRole('button', { name: person.t('console.act.retry') }).click();
  await page.locator('.q-notification').first().waitFor();
  await page.locator('.picture [data-node="decide"].incident').waitFor();
  await page.locator('article.incident').getByRole('button', { name: person.t('console.act.skip') }).click();
  const dialog = page.locator('.dialog');
  await dialog.locator('#command-result').fill('{"rate"');
  await dialog.locator('button[type=submit]').click();
  await dialog.locator('.field-error').waitFor();
  await dialog.locator('#command-result').fill('3');
  await dialog.locator('button[type=submit]').click();
  await dialog.waitFor({ state: 'detached' });
  await page.locator('.picture [data-node="confirm"].active').waitFor();
  assert.equal((await shown(person, world.ops.failed)).variables.rate, 3);
  await person.close();
});

test('an activity of an ad-hoc sub-process is begun where the server offers it', async () => {
  for (const look of [{ device: desk }, { device: phone, language: 'zh' }]) {
    const person = await administrator(look);
    const { page } = person;
    const id = await startFlow(person, 'free');
    await openInstance(person, id);
    await person.button('console.begin.title').click();
    await page.locator('.menu-item').first().waitFor();
    await person.picture('console-begin');
    await page.getByRole('menuitem').nth(0).click();
    await page.locator('.picture [data-node="call"].active').waitFor();
    // One at a time: nothing is offered while it is active.
    await person.button('console.begin.title').waitFor({ state: 'detached' });
    assert.equal((await shown(person, id)).actions.includes('begin'), false);
    await openInstance(person, world.ops.rich);
    assert.equal(await person.button('console.begin.title').count(), 0);
    await person.close();
  }
});

test('what if: the last instances through a changed flow, or an earlier deployment', async () => {
  for (const look of [{ device: desk }, { device: phone, language: 'zh' }]) {
    const person = await administrator(look);
    const { page } = person;
    const look_ = operationsPack().packs[0].files.find((f) => f.path === 'flows/look.json');
    const flow_ = JSON.parse(look_.text);
    const candidate = { ...flow_, nodes: flow_.nodes.filter((n) => n.id !== 'sign'), edges: [{ from: 'start', to: 'look' }, { from: 'look', to: 'end' }] };
    await person.go('/operations/what-if?flow=ops_test.look&last=20');
    const input = page.locator('input[type=file]');
    await input.setInputFiles({ name: 'broken.json', mimeType: 'application/json', buffer: Buffer.from('{"kind": ') });
    await page.locator('.field-error').filter({ hasText: 'broken.json' }).waitFor();
    await input.setInputFiles({ name: 'draft.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify({ ...flow_, nodes: [] })) });
    await page.locator('.changes li').filter({ hasText: 'flows/look.json' }).waitFor();
    await person.button('whatif.run').click();
    await page.locator('[role=alert]').waitFor();
    await input.setInputFiles({ name: 'draft.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(candidate)) });
    await page.locator('[role=alert]').waitFor({ state: 'detached' });
    await person.button('whatif.run').click();
    await page.locator('.report [data-result=different]').waitFor();
    assert.notEqual(await page.locator('.report [data-result=different] dd').textContent(), '0');
    await page.locator('.report article .difference').first().waitFor();
    await inspect(person, 'what if');
    await person.picture('console-what-if');
    await page.locator('#whatif-from').selectOption('earlier');
    await page.waitForFunction(() => document.querySelector('#whatif-deployment')?.value);
    assert.deepEqual([...new Set(person.found)], []);
    await page.locator('#whatif-from').selectOption('files');
    await person.button('whatif.run').click();
    await page.locator('.report article a').first().click();
    await page.waitForURL(/\/operations\/instances\/\d+$/);
    await person.close();
  }
});

test('suspended, resumed, edited, moved and cancelled, each checked first', async () => {
  const person = await administrator();
  const { page } = person;
  const [id] = world.ops.look;
  const dialog = page.locator('.dialog');
  const done = async () => {
    await dialog.locator('.verdict').filter({ hasText: person.t('console.possible') }).waitFor();
    await dialog.locator('button[type=submit]').click();
    await dialog.waitFor({ state: 'detached' });
  };
  await openInstance(person, id);
  await person.button('console.act.suspend').click();
  await done();
  await page.locator('.head .state').filter({ hasText: person.t('instance.state.suspended') }).waitFor();
  await person.button('console.act.resume').click();
  await done();
  await page.locator('.head .state').filter({ hasText: person.t('instance.state.running') }).waitFor();
  await page.getByRole('tab', { name: person.t('console.variables') }).click();
  await page.locator('.one').filter({ hasText: 'limit' }).getByRole('button').click();
  await page.locator('.one textarea').fill('oops');
  await page.keyboard.press('Control+Enter');
  await page.locator('.field-error').waitFor();
  await page.locator('.one textarea').fill('42');
  await page.keyboard.press('Control+Enter');
  await page.locator('.one pre').filter({ hasText: /^42$/ }).waitFor();
  await person.button('console.act.jump').click();
  await dialog.locator('[data-node="sign"]').click();
  await person.picture('console-jump');
  await done();
  await page.locator('.picture [data-node="sign"].active').waitFor();
  await person.button('console.act.terminate').click();
  await dialog.locator('textarea').fill('no longer needed');
  await done();
  await page.locator('.head .state').filter({ hasText: person.t('instance.state.terminated') }).waitFor();
  await page.getByRole('tab', { name: person.t('console.trail') }).click();
  await page.getByText('no longer needed').first().waitFor();
  await person.close();
});

test('many at once: tried first, then done, with a report for each', async () => {
  const person = await administrator();
  const { page } = person;
  await person.go('/operations/instances?flow=ops_test.look');
  await page.waitForFunction(() => document.querySelectorAll('tr[data-id]').length === 3);
  await page.getByRole('checkbox', { name: person.t('list.select_all') }).check();
  await person.button('console.bulk.suspend').click();
  const dialog = page.locator('.dialog');
  await person.button('bulk.try').click();
  await dialog.getByText(person.t('bulk.state.done')).waitFor();
  await dialog.getByRole('tab', { name: person.t('bulk.would_do') }).filter({ hasText: '3' }).waitFor();
  await person.picture('console-bulk-trial');
  await dialog.locator('button[type=submit]').click();
  await page.waitForURL(/\/operations\/bulk\/\d+$/);
  await page.locator('.now').getByText(person.t('bulk.state.done')).waitFor();
  const fact = (key) => page.locator('.facts dt').getByText(person.t(key), { exact: true });
  for (const key of ['bulk.by', 'bulk.given']) await fact(key).waitFor();
  await person.picture('console-bulk');
  const told = await person.call('POST', '/bulk', { action: 'jump', select: { ids: [world.ops.look[1]] }, arguments: { to: 'sign' }, comment: 'on to the end', dry_run: true });
  await person.go(`/operations/bulk/${told.id}`);
  await fact('bulk.argument.to').waitFor();
  await page.locator('.facts').getByText('sign', { exact: true }).waitFor();
  await page.locator('.facts').getByText('on to the end', { exact: true }).waitFor();
  await person.picture('console-bulk-facts');
  for (const id of world.ops.look.slice(1)) assert.equal((await shown(person, id)).suspended, true);
  await person.go('/operations/instances?state=suspended');
  await page.waitForFunction(() => document.querySelectorAll('tr[data-id]').length === 3);
  await page.getByRole('checkbox', { name: person.t('list.select_all') }).check();
  await person.button('console.bulk.resume').click();
  await dialog.locator('button[type=submit]').click();
  await page.locator('.now').getByText(person.t('bulk.state.done')).waitFor();
  await person.close();
});

test('where there is no other version nothing is migrated', async () => {
  const person = await administrator();
  const { page } = person;
  await openInstance(person, world.ops.look[2]);
  await person.button('console.act.suspend').waitFor();
  assert.equal(await person.button('console.act.migrate').count(), 0);
  await person.go('/operations/instances?flow=ops_test.look');
  await page.locator('tr[data-id]').first().waitFor();
  await page.getByRole('checkbox', { name: person.t('list.select_all') }).check();
  await person.button('console.bulk.migrate').click();
  const dialog = page.locator('.dialog');
  await dialog.getByText(person.t('console.only_version')).waitFor();
  assert.equal(await dialog.locator('select').count(), 0);
  assert.equal(await dialog.locator('button[type=submit]').getAttribute('aria-disabled'), 'true');
  await person.picture('console-migrate-alone');
  await person.close();
});

for (const language of ['en', 'zh']) {
  test(`on a phone instances are ticked for a bulk command (${language})`, async () => {
    const person = await administrator({ device: phone, language });
    const { page } = person;
    await person.go('/operations/instances?flow=ops_test.look');
    const cards = page.locator('.entry[data-id]');
    await cards.first().waitFor();
    await person.button('console.select').click();
    const bar = page.getByRole('toolbar');
    await bar.getByText(person.t('console.chosen', { count: 0 })).waitFor();
    await cards.nth(0).click();
    await cards.nth(1).click();
    await bar.getByText(person.t('console.chosen', { count: 2 })).waitFor();
    assert.equal(await page.getByRole('checkbox', { checked: true }).count(), 2);
    await person.checkPage('instances ticked');
    await person.picture('console-phone-select');
    await cards.nth(1).click();
    const id = await cards.nth(0).getAttribute('data-id');
    await person.button('console.bulk.suspend').click();
    const dialog = page.locator('.dialog');
    await dialog.waitFor();
    await person.picture('console-phone-bulk');
    await dialog.locator('button[type=submit]').click();
    await page.waitForURL(/\/operations\/bulk\/\d+$/);
    await page.locator('.now').getByText(person.t('bulk.state.done')).waitFor();
    assert.equal((await shown(person, id)).suspended, true);
    await person.call('POST', `/instances/${id}/resume`, {});
    await person.go('/operations/instances?flow=ops_test.look');
    await cards.first().waitFor();
    await person.button('console.select').click();
    await bar.getByRole('button', { name: person.t('list.select_all') }).click();
    await bar.getByText(person.t('console.chosen', { count: await cards.count() })).waitFor();
    await person.button('console.choose_none').click();
    await bar.waitFor({ state: 'detached' });
    await cards.first().click();
    await page.waitForURL(/\/operations\/instances\/\d+$/);
    await person.close();
  });
}

test('instances of a repeated step are counted, and a jump says which token is which', async () => {
  for (const look of [{}, { device: phone, language: 'zh' }]) {
    const person = await administrator(look);
    const { page } = person;
    const id = await startFlow(person, 'rich');
    const draw = (await shown(person, id)).tokens.find((each) => each.node === 'draw');
    await person.call('POST', `/instances/${id}/jump`, { to: 'each', token: draw.number, comment: 'drawn up' });
    await person.go('/operations/instances?flow=ops_test.rich');
    await page.locator(`[data-id="${id}"]`).getByText(look.language ? '逐个处理 ×3' : 'Each one ×3').waitFor();
    await person.picture('console-repeated');
    await openInstance(person, id);
    await person.button('console.act.jump').click();
    const options = await page.locator('.dialog select option').allTextContents();
    assert.equal(options.length, 5, options.join(' | '));
    assert.match(options.join('\n'), look.language ? /逐个处理 · 全部 3 个实例 \(#\d+\)\n逐个处理 · 第 1 个实例 · .+ \(#/ : /Each one · all 3 instances \(#\d+\)\nEach one · instance 1 · .+ \(#/);
    await person.picture('console-jump-which');
    await person.close();
  }
});

test('instances are moved to a new version: nodes of the same name are proposed, the rest is asked', async () => {
  const person = await administrator();
  const { page } = person;
  await person.call('POST', '/deployments', operationsPack(true));
  const id = world.ops.look[2];
  await openInstance(person, id);
  await person.button('console.act.migrate').click();
  const dialog = page.locator('.dialog');
  const row = dialog.locator('tbody tr').filter({ hasText: person.t('console.stands_here') });
  await row.waitFor();
  assert.equal(await row.locator('select').inputValue(), 'inspect', 'the only node of that name and type');
  await row.locator('select').selectOption('');
  await dialog.locator('.verdict.no').waitFor();
  await person.picture('console-migrate');
  await row.locator('select').selectOption('inspect');
  await dialog.locator('.verdict').filter({ hasText: person.t('console.possible') }).waitFor();
  await dialog.locator('button[type=submit]').click();
  await dialog.waitFor({ state: 'detached' });
  await page.locator('.picture [data-node="inspect"].active').waitFor();
  const slider = page.getByRole('slider', { name: person.t('travel.title') });
  await slider.focus();
  await page.keyboard.press('Home');
  await page.locator('.then').waitFor();
  await person.go('/operations/instances?flow=ops_test.look');
  await page.locator('tr[data-id]').first().waitFor();
  await page.getByRole('checkbox', { name: person.t('list.select_all') }).check();
  await person.button('console.bulk.migrate').click();
  await dialog.locator('#mapping-target').waitFor();
  await dialog.locator('button[type=submit]').click();
  await page.locator('.now').getByText(person.t('bulk.state.done')).waitFor();
  await person.close();
});

test('who may see an instance sees where it is, at the record, at the task and in his own list', async () => {
  for (const device of [desk, phone]) {
    const person = await Person.open(world.browser, world.url, { device, language: 'zh' });
    const { page } = person;
    await person.signIn('manager');
    await person.go('/inbox/todo');
    await page.locator('.task').filter({ hasText: 'CT-' }).first().click();
    await page.locator('.decide').waitFor();
    await person.button('diagram.where').click();
    await page.locator('.where [data-node="manager"]').waitFor();
    await person.picture('where-is-it');
    await page.keyboard.press('Escape');
    await person.close();
  }
});

test('durations: the slow nodes are warm, on the diagram and in the table', async () => {
  const person = await administrator();
  const { page } = person;
  await person.go(`/operations/durations?flow=${flow}`);
  await page.locator('tbody tr').first().waitFor();
  await page.getByRole('radio', { name: person.t('durations.count') }).click();
  await page.locator('[data-node="manager"] .figure').waitFor();
  await person.picture('console-durations');
  await page.getByRole('button', { name: person.t('console.node'), exact: true }).click();
  await page.locator('th[aria-sort=ascending]').waitFor();
  await page.locator('tr[data-node="manager"]').click();
  await page.waitForFunction(() => document.activeElement?.dataset.node === 'manager');
  await person.close();
});

for (const { name, ...look } of looks) {
  test(`the console fits and can be read: ${name}`, async () => {
    const person = await administrator(look);
    const { page } = person;
    const failed = await startFlow(person, 'rated');
    for (const [what, path, wanted] of [
      ['instances', '/operations/instances', '[data-id]'],
      ['filters', '/operations/instances?state=all&from=2026-01-01&var=amount%3E%3D5', '[data-id], .empty'],
      ['everything', `/operations/instances/${world.ops.rich}`, '.picture [data-node="work"]'],
      ['sixty', `/operations/instances/${world.ops.long}`, '.picture [data-node="left_1"]'],
      ['incident', `/operations/instances/${failed}`, '.picture .incident'],
      ['incidents', '/operations/incidents', 'article'],
      ['durations', '/operations/durations?flow=ops_test.rich', 'tbody tr'],
      ['what-if', '/operations/what-if?flow=ops_test.look', '#whatif-flow'],
      ['bulk', '/operations/bulk', 'tbody tr, .empty'],
    ]) {
      await person.go(path);
      await page.locator(wanted).first().waitFor();
      await page.locator('.q-spinner').first().waitFor({ state: 'detached' });
      await inspect(person, what);
      await person.picture(`console-${what}-${name}`);
    }
    assert.deepEqual([...new Set(person.found)], []);
    await person.close();
  });
}

test('all of the console can be reached by Tab, and one sees where one is', async () => {
  const person = await administrator();
  const { page } = person;
  for (const [path, wanted] of [
    ['/operations/instances', 'tr[data-id]'],
    [`/operations/instances/${world.ops.rich}`, '.picture [data-node]'],
    ['/operations/durations', 'tbody tr'],
  ]) {
    await person.go(path);
    await page.locator(wanted).first().waitFor();
    const unseen = new Set();
    const reached = new Set();
    for (let i = 0; i < 60; i += 1) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const e = document.activeElement;
        if (!e || e === document.body) return null;
        const marked = [e, e.parentElement, ...e.children].some((x) => {
          const style = getComputedStyle(x);
          return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
        });
        return { marked, what: `${e.tagName}.${e.getAttribute('class')} ${e.textContent.trim().slice(0, 30)}`, node: Boolean(e.dataset.node) };
      });
      if (!at) continue;
      reached.add(at.what);
      if (at.node) reached.add('a node');
      if (!at.marked) unseen.add(at.what);
    }
    assert.deepEqual([...unseen], [], `${path}: focus cannot be seen`);
    if (!path.endsWith('/instances')) assert.ok(reached.has('a node'), `${path}: no node by Tab`);
  }
  await person.close();
});
