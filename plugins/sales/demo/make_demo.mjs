// Writes the demo data of the packs base and sales (docs/models.md, "demo data"): node plugins/sales/demo/make_demo.mjs
// The same bytes every time: numbers come from a seeded generator, dates are written relative to the day of loading.
// Commit what it writes; `./do check` runs it and fails when the files differ.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as words from './words.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const kAccounts = 300;
const kContracts = 800;

let seed = 20240229;
function random() {  // mulberry32
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const whole = (from, to) => from + Math.floor(random() * (to - from + 1));
const pick = (list) => list[whole(0, list.length - 1)];
const chance = (share) => random() < share;
// One of [[value, weight], …].
function weighted(list) {
  let left = random() * list.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of list) if ((left -= weight) < 0) return value;
  return list[list.length - 1][0];
}
const pad = (number, width) => String(number).padStart(width, '0');
const day = (offset) => (offset === 0 ? '@today' : `@today${offset < 0 ? '-' : '+'}${Math.abs(offset)}d`);
const cents = (amount) => Math.round(amount * 100) / 100;

// The canonical form of engine/json/write.h.
function compact(value) {
  if (Array.isArray(value)) return `[${value.map(compact).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${compact(item)}`).join(', ')}}`;
}
function canonical(value, indent = 0, used = 0) {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const list = Array.isArray(value);
  const elements = indent === 2 && list && value.length > 0 && typeof value[0] === 'object';
  if (indent > 0 && !elements) {
    const line = compact(value);
    if (used + [...line].length <= 120) return line;
  }
  const inner = ' '.repeat(indent + 2);
  const rows = (list ? value.map((item) => ['', item]) : Object.entries(value)).map(([key, item]) => {
    const name = list ? '' : `${JSON.stringify(key)}: `;
    return inner + name + canonical(item, indent + 2, inner.length + 1 + [...name].length);
  });
  return `${list ? '[' : '{'}\n${rows.join(',\n')}\n${' '.repeat(indent)}${list ? ']' : '}'}`;
}
function write(pack, name, content) {
  const file = path.join(here, '..', '..', pack, 'demo', name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${canonical({ kind: 'demo', ...content })}\n`);
}

// ---- people -------------------------------------------------------------------------------------------------------
const roles = {
  admin: ['base.administrator'], director: ['sales.director'], finance: ['sales.finance'],
  manager: ['sales.manager'], manager2: ['sales.manager'],
  sales: ['sales.sales'], sales2: ['sales.sales'], sales3: ['sales.sales'],
};
function writePeople() {
  write('base', '005_units.json', { entity: 'unit', records: words.units });
  write('base', '010_people.json', {
    entity: 'person',
    records: words.people.map((person) => ({
      '@': person.login, ...person, email: `${person.login}@formwork.example`, active: true,
    })),
  });
  write('base', '015_unit_heads.json', { entity: 'unit', records: words.heads });
  write('base', '020_users.json', {
    users: words.people.map(({ login }) => ({
      login, password: 'formwork', roles: ['base.employee', ...(login === 'admin' ? roles.admin : [])],
    })),
  });
  write('sales', '010_users.json', {
    users: words.people.filter(({ login }) => login !== 'admin').map(({ login }) => ({ login, roles: roles[login] })),
  });
  write('base', '030_currencies.json', { entity: 'currency', records: words.currencies });
  write('base', '040_exchange_rates.json', { entity: 'exchange_rate', records: words.rates });
  write('base', '050_calendars.json', { entity: 'calendar', records: words.calendars });
}

// ---- accounts and contacts ----------------------------------------------------------------------------------------
const owners = [['@sales', 30], ['@sales2', 27], ['@sales3', 27], ['@manager', 8], ['@manager2', 8]];

function companyName(used, industry) {
  for (;;) {
    const chinese = chance(0.6);
    const brand = pick(chinese ? words.brandsZh : words.brandsEn);
    const city = pick(words.cities);
    const trade = pick(words.trades[industry]);
    const name = chinese ? `${city.zh}${brand}${trade.zh}${pick(words.suffixesZh)}` : `${brand} ${trade.en} ${pick(words.suffixesEn)}`;
    if (used.has(name)) continue;
    used.add(name);
    return { chinese, name, city: chinese ? city.zh : city.en };
  }
}
function makeAccounts() {
  const used = new Set();
  const accounts = [];
  for (let i = 1; i <= kAccounts; ++i) {
    const industry = pick(Object.keys(words.trades));
    const { chinese, name, city } = companyName(used, industry);
    const account = {
      '@': `ac${pad(i, 3)}`, name, kind: 'customer', level: weighted([['a', 1], ['b', 5], ['c', 3]]), industry,
      tax_number: `91${pad(310000 + i * 37, 6)}MA${pad((i * 7919) % 100000000, 8)}`,
      phone: chinese ? `021-5555${pad(whole(0, 9999), 4)}` : `+44 20 7946 ${pad(whole(0, 9999), 4)}`,
      website: `https://www.company${pad(i, 3)}.example`, city,
      address: chinese ? `${city}${pick(words.streetsZh)}${whole(1, 899)}号` : `${whole(1, 299)} ${pick(words.streetsEn)}, ${city}`,
      credit_limit: weighted([[0, 2], [100000, 4], [500000, 3], [2000000, 1]]), owner: weighted(owners),
    };
    accounts.push({ account, chinese, contracts: 0 });
  }
  return accounts;
}
function makeContacts(accounts) {
  const contacts = [];
  accounts.forEach(({ account, chinese }, index) => {
    const count = weighted([[1, 6], [2, 3], [3, 1]]);
    for (let i = 1; i <= count; ++i) {
      contacts.push({
        '@': `co${account['@'].slice(2)}_${i}`, account: `@${account['@']}`,
        name: chinese ? pick(words.surnamesZh) + pick(words.givenZh) : `${pick(words.givenEn)} ${pick(words.surnamesEn)}`,
        job_title: chinese ? pick(words.jobsZh) : pick(words.jobsEn),
        mobile: chinese ? `1380000${pad(whole(0, 9999), 4)}` : `+44 7700 900${pad(whole(0, 999), 3)}`,
        email: `contact${i}@company${pad(index + 1, 3)}.example`, main: i === 1, owner: account.owner,
      });
    }
  });
  return contacts;
}

// ---- contracts ----------------------------------------------------------------------------------------------------
const amountOf = (line) => cents((line.quantity * line.price * (100 - line.discount)) / 100);

function makeLines() {
  const count = weighted([[1, 4], [2, 4], [3, 3], [4, 1]]);
  const chosen = new Set();
  while (chosen.size < count) chosen.add(whole(0, words.products.length - 1));
  return [...chosen].map((index) => {
    const product = words.products[index];
    const many = product.price < 1000 ? whole(5, 80) : product.price < 20000 ? whole(1, 12) : whole(1, 3);
    return {
      product: `@${product['@']}`, quantity: many, price: product.price, discount: weighted([[0, 6], [5, 3], [10, 2], [15, 1]]),
    };
  });
}
function makeContract(index, accounts) {
  const state = weighted([['effective', 520], ['closed', 130], ['cancelled', 50], ['refused', 30], ['draft', 70]]);
  const customer = pick(accounts);
  const lines = makeLines();
  const signed = state === 'closed' ? -whole(120, 425) : -whole(1, 425);
  const subject = pick(customer.chinese ? words.subjectsZh : words.subjectsEn);
  const open = state === 'draft' ? -whole(0, 20) : signed;
  const contract = {
    '@': `ct${pad(index, 3)}`, subject, customer: `@${customer.account['@']}`, contact: `@co${customer.account['@'].slice(2)}_1`,
    kind: weighted([['sale', 6], ['service', 3], ['framework', 1]]), starts_on: day(open + 7), ends_on: day(open + 372),
    payment_terms: weighted([['net_30', 4], ['net_60', 2], ['instalments', 3], ['prepaid', 2]]),
    ...(state === 'effective' || state === 'closed' ? { signed_on: day(signed) } : {}),
    lines, state, owner: chance(0.8) ? customer.account.owner : weighted(owners),
  };
  const total = cents(lines.reduce((sum, line) => sum + amountOf(line), 0));
  if (state === 'effective' || state === 'closed') ++customer.contracts;
  return { contract, total, signed, state };
}

// The instalments of a contract: [share of the total, days after signing].
const terms = {
  prepaid: [[1, 5]], net_30: [[1, 40]], net_60: [[1, 70]], instalments: [[0.3, 15], [0.4, 60], [0.3, 120]],
};
function makePlans({ contract, total, signed, state }, plans, receipts) {
  let left = total;
  terms[contract.payment_terms].forEach(([share, after], index, all) => {
    const amount = index + 1 === all.length ? cents(left) : Math.round(total * share);
    left = cents(left - amount);
    const due = signed + after;
    const mark = `${contract['@']}_${index + 1}`;
    plans.push({
      '@': `rp${mark.slice(2)}`, contract: `@${contract['@']}`, instalment: index + 1, due_on: day(due), amount, owner: contract.owner,
    });
    const paid = state === 'closed' || due < -60 ? 1 : due < 0 ? weighted([[1, 88], [0.5, 5], [0, 7]]) : 0;
    if (paid === 0) return;
    receipts.push({
      contract: `@${contract['@']}`, plan: `@rp${mark.slice(2)}`, received_on: day(Math.min(0, due + whole(-6, 8))),
      amount: paid === 1 ? amount : cents(Math.round(amount * paid)), method: weighted([['transfer', 8], ['draft', 2], ['online', 1]]),
      reference: `TX${pad(whole(0, 99999999), 8)}`, owner: contract.owner,
    });
  });
}

// Contracts on their way: drafts that are really submitted and decided when the data is loaded.
function makeActions(contracts) {
  const manager = { '@sales': 'manager', '@sales2': 'manager', '@sales3': 'manager2' };
  const drafts = contracts.filter(({ contract, state }) => state === 'draft' && manager[contract.owner]);
  const large = drafts.filter(({ total }) => total >= 100000).slice(0, 8);
  const small = drafts.filter(({ total }) => total < 100000).slice(0, 8);
  const actions = [];
  const act = (made, action, as, comment) =>
    actions.push({ record: `@${made.contract['@']}`, action, as, ...(comment ? { comment } : {}) });
  [...large, ...small].forEach((made) => act(made, 'submit', made.contract.owner.slice(1)));
  const boss = (made) => manager[made.contract.owner];
  large.slice(0, 5).forEach((made, i) => act(made, 'approve', boss(made), words.agreeComments[i]));
  act(large[0], 'approve', 'director', words.agreeComments[5]);
  act(large[1], 'approve', 'finance', words.agreeComments[6]);
  act(small[0], 'approve', boss(small[0]));
  act(small[1], 'return', boss(small[1]), words.returnComments[0]);
  act(small[2], 'refuse', boss(small[2]), words.returnComments[1]);
  return actions;
}

writePeople();
const accounts = makeAccounts();
const contacts = makeContacts(accounts);
const made = Array.from({ length: kContracts }, (_, i) => makeContract(i + 1, accounts));
const plans = [];
const receipts = [];
for (const each of made) if (each.state === 'effective' || each.state === 'closed') makePlans(each, plans, receipts);
for (const each of accounts) if (each.contracts === 0) each.account.kind = chance(0.8) ? 'prospect' : 'partner';
write('sales', '020_accounts.json', { entity: 'account', records: accounts.map(({ account }) => account) });
write('sales', '030_contacts.json', { entity: 'contact', records: contacts });
write('sales', '040_products.json', { entity: 'product', records: words.products });
write('sales', '050_contracts.json', { entity: 'contract', records: made.map(({ contract }) => contract) });
write('sales', '060_receipt_plans.json', { entity: 'receipt_plan', records: plans });
write('sales', '070_receipts.json', { entity: 'receipt', records: receipts });
write('sales', '080_approvals.json', { actions: makeActions(made) });
