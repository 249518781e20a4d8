import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../../..');
const texts = Object.fromEntries(
  ['en', 'zh'].map((l) => [l, JSON.parse(readFileSync(join(root, `runtime/web/client/src/i18n/${l}.json`), 'utf8'))]),
);
const pictures = join(root, 'build/screenshots');

/** A person in front of a browser. What he reads comes from the client's own texts, so tests say keys, not words. */
export class Person {
  constructor(page, url, language, isPhone) {
    Object.assign(this, { page, url, language, isPhone });
    this.errors = [];
    /** What a browser writes to its console about answers that are meant. */
    this.expected = /status of (4\d\d)/;
    page.setDefaultTimeout(60000);
    page.on('pageerror', (e) => this.errors.push(String(e)));
    page.on(
      'console',
      (m) => m.type() === 'error' && !this.expected.test(m.text()) && this.errors.push(m.text()),
    );
  }

  static async open(browser, url, { device, language = 'en', theme = 'light' }) {
    const context = await browser.newContext({
      ...device,
      colorScheme: theme,
      locale: language === 'zh' ? 'zh-CN' : 'en-US',
      timezoneId: 'Asia/Shanghai',
      acceptDownloads: true,
    });
    return new Person(await context.newPage(), url, language, Boolean(device.isMobile));
  }

  t(key, values = {}) {
    const text = key.split('.').reduce((node, part) => node[part], texts[this.language]);
    assert.equal(typeof text, 'string', `no text ${key}`);
    const plural = text.includes(' | ') ? text.split(' | ')[values.count === 1 ? 0 : 1] : text;
    return plural.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  }

  async signIn(user, password = 'formwork') {
    const { page } = this;
    await page.goto(`${this.url}/`);
    await page.locator('#user').fill(user);
    await page.locator('#password').fill(password);
    await page.getByRole('button', { name: this.t('sign_in.submit'), exact: true }).click();
    await page.locator('.home').waitFor();
    this.user = user;
  }

  /** Calls the interface as the person in the browser. */
  call(method, path, body) {
    return this.page.evaluate(
      async ([how, where, what]) => {
        const session = await (await fetch('/api/v1/session')).json();
        const answer = await fetch(`/api/v1${where}`, {
          method: how,
          headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf },
          body: what && JSON.stringify(what),
        });
        const text = await answer.text();
        if (!answer.ok) throw new Error(`${how} ${where}: ${answer.status} ${text}`);
        return text ? JSON.parse(text) : null;
      },
      [method, path, body],
    );
  }

  async signOut() {
    const { page } = this;
    await page.getByRole('button', { name: this.t('frame.person_menu') }).click();
    await page.getByText(this.t('frame.sign_out'), { exact: true }).click();
    await page.locator('#user').waitFor();
  }

  async as(user) {
    await this.signOut();
    await this.signIn(user);
  }

  go(path) {
    return this.page.goto(`${this.url}${path}`);
  }

  button(key, values) {
    return this.page.getByRole('button', { name: this.t(key, values), exact: true });
  }

  field(id) {
    return this.page.locator(`[data-field="${id}"]`);
  }

  cell(row, id) {
    return this.page.locator(`[data-cell="${row}:${id}"]`);
  }

  /** Opens a picker, types what is wanted and takes the first of its own answers; the list of another may still be closing. */
  async pick(input, text = '') {
    await input.click();
    if (text) await input.fill(text);
    const list = this.page.locator(`[id="${await input.getAttribute('aria-controls')}"]`);
    const option = list.locator('[role=option]').filter({ hasText: text }).first();
    const taken = (await option.textContent()).trim();
    await option.click();
    await list.waitFor({ state: 'detached' });
    return taken;
  }

  /** Types into the cell of a child table; the picker's list belongs to reference cells. */
  async fillCell(row, id, text, isPicker = false) {
    await this.cell(row, id).click();
    const input = this.cell(row, id).locator('input');
    if (isPicker) return this.pick(input, text);
    await input.fill(text);
    await input.press('Tab');
    return undefined;
  }

  /** What Ctrl-V does with the clipboard of a spreadsheet. */
  paste(text) {
    return this.page.evaluate((content) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', content);
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      document.activeElement.dispatchEvent(event);
    }, text);
  }

  toast(text) {
    return this.page.locator('.q-notification').getByText(text, { exact: true }).last().waitFor();
  }

  async save() {
    const stored = this.page.waitForResponse(
      (r) =>
        /\/records\//.test(r.url()) && ['POST', 'PATCH'].includes(r.request().method()) && !/compute/.test(r.url()),
    );
    await this.page.keyboard.press('Control+s');
    return stored;
  }

  /** Saves, and the server answers with this status. */
  async stores(status) {
    const answer = await this.save();
    const told = `${answer.request().postData()} was answered ${answer.status()}: ${await answer.text()}`;
    assert.equal(answer.status(), status, told);
  }

  async picture(name) {
    mkdirSync(pictures, { recursive: true });
    const device = this.isPhone ? 'phone' : 'desk';
    await this.page.evaluate(() => document.fonts.ready);
    await this.page.screenshot({ path: join(pictures, `${name}-${device}-${this.language}.png`) });
  }

  /** Nothing is wider than the window, and nothing pressable lacks a name. */
  async checkPage(what) {
    const found = await this.page.evaluate(() => {
      const nameless = [...document.querySelectorAll('button, a[href], input, select, textarea')]
        .filter((e) => e.checkVisibility() && e.getAttribute('aria-hidden') !== 'true')
        .filter((e) => {
          const labels = e.labels ? [...e.labels].map((l) => l.textContent).join('') : '';
          const name = e.getAttribute('aria-label') || labels || e.textContent || e.getAttribute('title') || e.alt;
          return !name || !name.trim();
        })
        .map((e) => e.outerHTML.slice(0, 160));
      return { nameless, wide: document.documentElement.scrollWidth - window.innerWidth };
    });
    assert.deepEqual(found.nameless, [], `${what}: without a name`);
    assert.ok(found.wide <= 0, `${what}: ${found.wide} px wider than the window`);
  }

  async close() {
    assert.deepEqual(this.errors, [], 'errors in the console');
    await this.page.context().close();
  }
}
