// Development only: a small stand-in for the server over the real packs. Never used by tests; deleted before release.
import { createServer } from 'node:http';
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { join, extname } from 'node:path';
const root = process.env.PACKS ?? '../../../plugins';
const dist = process.env.DIST ?? '/tmp/webdist';
const packs = ['base', 'sales'];
const ents = {}, views = {}, forms = {}, flows = {}, reports = {}, pages = [];
const q = (p, id) => (id.includes('.') ? id : ents[`${p}.${id}`] || existsSync(join(root, p, 'entities', id + '.json')) ? `${p}.${id}` : `base.${id}`);
const load = (p, k) => (existsSync(join(root, p, k)) ? readdirSync(join(root, p, k)).filter((f) => f.endsWith('.json')).map((f) => JSON.parse(readFileSync(join(root, p, k, f)))) : []);
for (const p of packs) for (const e of load(p, 'entities')) {
  ents[`${p}.${e.id}`] = { ...e, id: `${p}.${e.id}`, pack: p, views: [], actions: [], title_fields: [e.fields[0].id], rights: { create: true, read: 'all', update: 'own', delete: 'own', export: true } };
}
for (const e of Object.values(ents)) {
  if (e.child_of) e.child_of = q(e.pack, e.child_of);
  for (const f of e.fields) {
    if (f.to) f.to = q(e.pack, f.to); if (f.of) f.of = q(e.pack, f.of);
    if (['formula', 'rollup', 'auto_number', 'lookup'].includes(f.type)) f.computed = true;
    if (f.type === 'currency') f.currency = f.currency ?? 'CNY';
    f.stored = true;
  }
}
for (const p of packs) {
  for (const v of load(p, 'views')) ents[q(p, v.entity)].views.push(v);
  for (const f of load(p, 'forms')) { const e = ents[q(p, f.entity)]; for (const r of f.related ?? []) r.entity = q(p, r.entity); e.form = f; }
  for (const f of load(p, 'flows')) { const e = ents[q(p, f.on.entity)]; e.actions.push({ flow: `${p}.${f.id}`, action: 'submit', label: f.on.label }); flows[`${p}.${f.id}`] = { ...f, id: `${p}.${f.id}`, entity: e.id }; }
  for (const r of load(p, 'reports')) reports[`${p}.${r.id}`] = { ...r, id: `${p}.${r.id}`, entity: q(p, r.entity) };
  pages.push(...load(p, 'pages'));
}
ents['sales.contract'].views.sort((a) => (a.id === 'contracts' ? -1 : 1));
// data
let next = 1000; const db = {}; const mark = {}; const childRows = {};
const now = () => new Date().toISOString();
function put(ent, raw) {
  const e = ents[ent]; const r = { id: String(next++), version: 1, created_at: '2026-11-01T08:00:00Z', updated_at: '2026-11-18T08:00:00Z' };
  const owner = raw.owner ? mark[raw.owner.slice(1)] : null; r.owner = owner;
  if (e.states) r.state = raw.state ?? e.states[0].id;
  for (const f of e.fields) {
    let v = raw[f.id];
    if (v === undefined && f.type === 'auto_number') v = f.pattern.replace('{yyyy}', '2026').replace(/\{0+\}/, String(Object.keys(db[ent] ?? {}).length + 1).padStart(4, '0'));
    if (typeof v === 'string' && v.startsWith('@')) v = mark[v.slice(1)];
    if (f.type === 'child_table') v = (v ?? []).map((row) => { const o = { id: String(next++) }; for (const [k, x] of Object.entries(row)) o[k] = typeof x === 'string' && x.startsWith('@') ? mark[x.slice(1)] : x; return o; });
    r[f.id] = v ?? null;
  }
  (db[ent] ??= {})[r.id] = r; if (raw['@']) mark[raw['@']] = r; if (ent === 'sales.contract' && ['effective','closed'].includes(r.state)) r.signed_on = `2026-${String(1 + (next % 11)).padStart(2,'0')}-15`; if (ent==='sales.receipt_plan') r.due_on ??= '2026-11-20'; calc(ent, r); return r;
}
function titleOf(ent, r) { return r.name ?? (ent === 'sales.contract' ? `${r.number} ${r.customer?.name ?? ''}` : r.code ? `${r.code} ${r.name ?? ''}` : r.number ?? (r.contract ? `${r.contract.number} #${r.instalment}` : r.id)); }
function calc(ent, r) {
  for (const f of ents[ent].fields) {
    if (f.type === 'child_table') for (const row of r[f.id] ?? []) { if (row.price == null && row.product) row.price = row.product.price; row.quantity ??= 1; row.discount ??= 0; row.amount = Math.round(Number(row.quantity) * Number(row.price ?? 0) * (100 - Number(row.discount ?? 0))) / 100; }
  }
  if (ent === 'sales.contract') { r.total = (r.lines ?? []).reduce((s, l) => s + (l.amount || 0), 0); r.received ??= 0; r.planned ??= 0; r.outstanding = r.total - r.received; }
  r.title = titleOf(ent, r);
}
const byId = (ent, id) => db[ent]?.[id];
for (const p of packs) { const d = join(root, p, 'demo'); for (const f of readdirSync(d).filter((x) => /^\d+.*json$/.test(x)).sort()) { const j = JSON.parse(readFileSync(join(d, f))); if (!j.records || !j.entity) continue; const ent = q(p, j.entity); if (!ents[ent]) continue; for (const raw of j.records) put(ent, raw); } }
const people = Object.values(db['base.person']);
const person = (login) => people.find((p) => p.login === login);
const pn = (p) => p && { id: p.id, name: p.name };
let me = person('sales');
const roles = { sales: ['sales'], manager: ['manager'], director: ['director'], finance: ['finance'], admin: ['admin'] };
const out = (ent, r, full) => {
  const e = ents[ent]; const o = { ...r };
  const ref = (v, f) => v && typeof v === 'object' ? { id: v.id, title: v.name && f.type === 'user' ? v.name : v.title ?? v.name } : v;
  for (const f of e.fields) { if (['reference', 'user', 'unit'].includes(f.type)) o[f.id] = ref(r[f.id], f); if (f.type === 'child_table') o[f.id] = full ? (r[f.id] ?? []).map((row) => { const c = { ...row }; for (const cf of ents[f.of].fields) if (cf.type === 'reference') c[cf.id] = ref(row[cf.id], cf); return c; }) : undefined; }
  o.owner = r.owner ? { id: r.owner.id, title: r.owner.name } : null; o.updated_by = o.owner;
  if (full) { const st = e.states?.find((s) => s.id === r.state); o.locked = Boolean(st?.locked); o.rights = { update: true, delete: true };
    o.actions = e.actions.map((a) => ({ ...a, enabled: r.state === 'draft' && r.total > 0, reason: { en: 'Only a draft worth more than zero can be submitted', zh: '仅金额大于零的草稿可以提交' } }));
    o.transitions = (e.transitions ?? []).filter((t) => t.from.includes(r.state)).map((t) => ({ id: t.id, label: t.label, enabled: true })); }
  return o;
};
// instances
const insts = {}, tasks = {}; const notes = [];
function newTask(i, node) { const who = node === 'manager' ? person('manager') : node === 'director' ? person('director') : person('finance'); const n = flows[i.flow].nodes.find((x) => x.id === node); const t = { id: String(next++), i, node, n, who, at: i.clock ?? now(), open: true }; tasks[t.id] = t; i.waiting.push(t); }
function trail(i) {
  const f = flows[i.flow]; const ahead = [];
  const seen = new Set(i.waiting.map((t) => t.node)); const big = i.record.total >= 100000;
  if (i.state === 'running' && seen.has('manager') && big) ahead.push('director', 'finance');
  return [...i.trail, ...i.waiting.map((t) => ({ kind: 'seat', node: t.node, node_label: t.n.label, person: pn(t.who), status: 'waiting', at: t.at, round: i.round })), ...ahead.map((n) => ({ kind: 'seat', node: n, node_label: f.nodes.find((x) => x.id === n).label, person: pn(person(n)), status: 'predicted' })), ...(i.state === 'running' ? [{ kind: 'ended', node: 'end', node_label: f.nodes.find((x) => x.id === 'end').label, status: 'predicted' }] : [])];
}
const io = (i) => ({ id: i.id, flow: i.flow, flow_label: flows[i.flow].label, record: { entity: i.ent, id: i.record.id, title: i.record.title }, initiator: pn(i.by), state: i.state, round: i.round, started_at: i.at, tokens: i.waiting.map((t) => ({ node: t.node, node_label: t.n.label })), trail: trail(i) });
function start(ent, r, by, comment, clock) {
  let i = Object.values(insts).find((x) => x.record === r && x.state === 'running');
  if (i) { i.round++; i.trail.push({ kind: 'resubmitted', person: pn(by), at: now(), status: 'done', round: i.round, comment }); } else { i = { id: String(next++), flow: ents[ent].actions[0].flow, ent, record: r, by, state: 'running', round: 1, at: clock ?? now(), clock, trail: [{ kind: 'started', person: pn(by), at: clock ?? now(), status: 'done', round: 1, comment }], waiting: [] }; insts[i.id] = i; }
  r.state = 'in_approval'; r.version++; newTask(i, 'manager'); return i;
}
function decide(t, action, body) {
  const i = t.i; t.open = false; t.outcome = action; t.done = now(); i.waiting = i.waiting.filter((x) => x !== t);
  i.trail.push({ kind: 'seat', node: t.node, node_label: t.n.label, person: pn(t.who), action, comment: body.comment, at: now(), waited_seconds: (Date.now() - Date.parse(t.at)) / 1000, status: 'done', round: i.round });
  if (body.record) Object.assign(i.record, body.record);
  if (action === 'approve') { if (t.node === 'manager' && i.record.total >= 100000) { newTask(i, 'director'); newTask(i, 'finance'); } else if (!i.waiting.length) { i.state = 'completed'; i.record.state = 'effective'; i.record.signed_on = '2026-11-21'; i.trail.push({ kind: 'ended', node: 'end', node_label: { en: 'Done', zh: '结束' }, at: now(), status: 'done' }); } }
  if (action === 'refuse') { i.state = 'refused'; i.record.state = 'refused'; i.waiting = []; }
  if (action === 'return') { i.record.state = 'draft'; i.waiting = []; }
  if (action === 'transfer') { t.open = true; t.who = byId('base.person', body.to); i.waiting.push(t); }
  i.record.version++;
}
const drafts = Object.values(db['sales.contract']).filter((r) => r.lines?.length).slice(-60);
drafts.slice(0, 9).forEach((r, n) => { r.state = 'draft'; start('sales.contract', r, r.owner ?? me, n % 3 ? undefined : '请尽快审批，客户本周要签。', new Date(Date.now() - n * 7.3e6 - 60000).toISOString()); });
for (const p of Object.values(db['sales.receipt_plan'] ?? {}).slice(0, 12)) notes.push({ id: String(next++), kind: 'reminder', text: { en: `${p.contract?.number} ${p.contract?.customer?.name}: ${p.amount} was due on ${p.due_on}`, zh: `${p.contract?.number} ${p.contract?.customer?.name}：应于 ${p.due_on} 收款 ${p.amount} 元` }, link: { entity: 'sales.receipt_plan', id: p.id }, at: now(), read: notes.length > 5 });
const to = (t, full) => ({ id: t.id, instance: t.i.id, flow: t.i.flow, flow_label: flows[t.i.flow].label, node: t.node, node_label: t.n.label, kind: 'approval', record: full ? out(t.i.ent, t.i.record, true) : { entity: t.i.ent, id: t.i.record.id, title: t.i.record.title }, entity: t.i.ent, initiator: pn(t.i.by), created_at: t.at, due_at: null, round: t.i.round, outcome: t.outcome, done_at: t.done,
  key_fields: ['customer', 'subject', 'total'].map((k) => ({ field: k, label: ents[t.i.ent].fields.find((f) => f.id === k).label, value: out(t.i.ent, t.i.record)[k] })), actions: t.open ? ['approve', 'refuse', 'return', 'transfer', 'comment'] : [], ...(full ? { edit: t.n.edit ?? [], return_targets: [{ node: 'initiator', label: { en: 'Initiator', zh: '发起人' }, who: [pn(t.i.by)] }], trail: trail(t.i) } : {}) });
const meO = () => ({ id: me.id, login: me.login, name: me.name, language: me.lang ?? 'en', roles: roles[me.login] ?? ['sales'], administrator: me.login === 'admin', unit: me.unit && pn(me.unit), manager: pn(me.manager) });
const take = (ent, body, r = {}) => { for (const [k, v] of Object.entries(body)) { const f = ents[ent].fields.find((x) => x.id === k); if (!f) continue; if (['reference', 'user', 'unit'].includes(f.type)) r[k] = v ? byId(f.to ?? 'base.person', v) : null; else if (f.type === 'child_table') r[k] = v.map((row) => ({ id: row.id ?? String(next++), ...take(f.of, row) })); else r[k] = v; } return r; };
const match = (r, filter) => (filter ?? '').split(' and ').every((part) => { let m; if (!part) return true; if ((m = /^(\w+) != "(\w+)"$/.exec(part))) return r[m[1]] !== m[2]; if ((m = /^(\w+) = "(\w+)"$/.exec(part))) return r[m[1]] === m[2]; if ((m = /^(\w+)\.id = "(\w+)"$/.exec(part))) return r[m[1]]?.id === m[2]; if ((m = /^(\w+)\.id = user\.id$/.exec(part))) return r.owner?.id === me.id; if ((m = /^(\w+) in \((.+)\)$/.exec(part))) return JSON.parse(`[${m[2]}]`).includes(r[m[1]]); if ((m = /^(\w+) (>=|<=) (.+)$/.exec(part))) { const v = m[3].replace(/date\("(.+)"\)/, '$1'); return m[2] === '>=' ? r[m[1]] >= (isNaN(v) ? v : +v) : r[m[1]] <= (isNaN(v) ? v : +v); } if ((m = /^contains\((\w+), "(.+)"\)$/.exec(part))) return String(r[m[1]]).includes(m[2]); return true; });
createServer((req, res) => {
  const url = new URL(req.url, 'http://x'); let body = ''; req.on('data', (c) => (body += c)); req.on('end', () => {
    const send = (s, o, h = {}) => { res.writeHead(s, { 'content-type': s >= 400 ? 'application/problem+json' : 'application/json', ...h }); res.end(o === null ? '' : JSON.stringify(o)); };
    const prob = (s, detail, diagnostics = []) => send(s, { title: 'x', status: s, detail, diagnostics });
    const ck = /fw=(\w+)/.exec(req.headers.cookie ?? '')?.[1]; const signed = Boolean(ck); if (ck) me = person(ck);
    const p = url.pathname.replace('/api/v1', '').split('/').filter(Boolean); const Q = url.searchParams; const B = body ? JSON.parse(body) : {};
    if (!url.pathname.startsWith('/api/')) { const f = join(dist, url.pathname); const file = existsSync(f) && extname(f) ? f : join(dist, 'index.html'); const ty = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.html': 'text/html' }[extname(file)] ?? 'application/octet-stream'; res.writeHead(200, { 'content-type': ty }); return res.end(readFileSync(file)); }
    if (p[0] === 'session') { if (req.method === 'POST') { if (B.password !== 'formwork' || !person(B.user)) return prob(401, 'Wrong user name or password.'); me = person(B.user); return send(200, { person: meO(), csrf: 'x' }, { 'set-cookie': `fw=${B.user}; Path=/; HttpOnly` }); } if (req.method === 'DELETE') return send(204, null, { 'set-cookie': 'fw=; Path=/; Max-Age=0' }); return signed ? send(200, { ...meO(), csrf: 'x' }) : prob(401, 'Sign in.'); }
    if (!signed) return prob(401, 'Sign in.');
    if (p[0] === 'me') { me.lang = B.language; return send(200, meO()); }
    if (p[0] === 'app') return send(200, { deployment: '1', company: '启明科技 Formwork', menus: pages, entities: ents, reports: Object.values(reports), flows: Object.values(flows) });
    if (p[0] === 'events') { res.writeHead(200, { 'content-type': 'text/event-stream' }); res.write(': hi\n\n'); return; }
    if (p[0] === 'people') { const s = Q.get('q') ?? ''; return send(200, people.filter((x) => (x.name + x.login).includes(s)).slice(0, 20).map((x) => ({ id: x.id, name: x.name, unit: x.unit?.name, title: x.title?.split?.(' ')[0] }))); }
    if (p[0] === 'notifications') { if (p[1] === 'read-all') notes.forEach((n) => (n.read = true)); else if (p[2]) notes.find((n) => n.id === p[1]).read = true; return send(200, { notifications: notes, unread: notes.filter((n) => !n.read).length, next: null }); }
    if (p[0] === 'users') return send(200, Object.keys(roles).map((l) => ({ login: l, person: pn(person(l)), roles: roles[l], active: true })));
    if (p[0] === 'deployments') return send(200, { packs: packs.map((x) => ({ id: x, files: load(x, 'roles').map((r) => ({ path: `roles/${r.id}.json`, text: JSON.stringify(r) })) })) });
    if (p[0] === 'instances') { if (p[1]) return p[2] ? send(200, {}) : send(200, io(insts[p[1]])); return send(200, { instances: Object.values(insts).filter((i) => (Q.get('state') === 'running') === (i.state === 'running')).map(io) }); }
    if (p[0] === 'tasks') {
      if (!p[1]) { const box = Q.get('box'); if (box === 'started') return send(200, { tasks: Object.values(insts).filter((i) => i.by === me).map((i) => ({ ...io(i), instance: i.id, created_at: i.at })), next: null, count: 1 }); const l = Object.values(tasks).filter((t) => t.who === me && t.open === (box === 'todo')); return send(200, { tasks: l.map((t) => to(t)), next: null, count: l.length }); }
      const t = tasks[p[1]]; if (!t) return prob(404, 'no'); if (!p[2]) return send(200, to(t, true));
      if (p[2] === 'comment') { t.i.trail.push({ kind: 'comment', person: pn(me), comment: B.text, at: now(), status: 'done', round: t.i.round }); return send(200, {}); }
      decide(t, p[2], B); return send(200, { task: to(t), instance: { id: t.i.id, state: t.i.state } });
    }
    if (p[0] === 'reports' && p[1]) {
      const r = reports[p[1]]; if (p[2]) return send(200, { records: Object.values(db[r.entity]).slice(0, 12).map((x) => out(r.entity, x)), entity: r.entity });
      const g = new Map(); const field = r.groups[0].by; const rows = Object.values(db[r.entity]).filter((x) => x[field] && x.owner);
      for (const x of rows) { const k = [x[field].slice(0, 7), x.owner]; const key = k[0] + '|' + k[1].id; const e = g.get(key) ?? { k, v: r.measures.map(() => 0) }; r.measures.forEach((m, i) => (e.v[i] += m.count ? 1 : Number(x[m.sum] ?? 0))); g.set(key, e); }
      const s = [...g.values()].sort((a, b) => (a.k[0] + a.k[1].id).localeCompare(b.k[0] + b.k[1].id)); const o = []; let cur = null, sub;
      const flush = () => cur && o.push({ keys: [cur], values: sub, level: 1 });
      for (const e of s) { if (e.k[0] !== cur) { flush(); cur = e.k[0]; sub = r.measures.map(() => 0); } e.v.forEach((v, i) => (sub[i] += v)); o.push({ keys: [e.k[0], { id: e.k[1].id, title: e.k[1].name }], values: e.v, level: 2 }); } flush();
      return send(200, { id: r.id, label: r.label, groups: r.groups, measures: r.measures.map((m) => ({ ...m, scale: m.count ? 0 : 2 })), rows: o, totals: r.measures.map((_, i) => s.reduce((a, e) => a + e.v[i], 0)), chart: r.chart, parameters: { since: '2025-11-21', until: '2026-11-21' } });
    }
    if (p[0] === 'records') {
      const ent = p[1]; const e = ents[ent]; const all = Object.values(db[ent] ?? {});
      if (p[2] === 'lookup') { const s = (Q.get('q') ?? '').toLowerCase(); return send(200, all.filter((r) => r.title.toLowerCase().includes(s)).slice(0, 20).map((r) => ({ id: r.id, title: r.title }))); }
      if (p[2] === 'compute') { const r = { ...(B.id ? byId(ent, B.id) : {}), ...take(ent, B.record) }; r.state ??= e.states?.[0].id; if (!B.id) { r.kind ??= 'sale'; r.payment_terms ??= 'net_30'; r.owner ??= me; } calc(ent, r); const errors = []; if (r.ends_on && r.starts_on && r.ends_on < r.starts_on) errors.push({ field: 'ends_on', text: me.lang === 'zh' ? '结束日期不能早于开始日期' : 'The contract cannot end before it starts' }); return send(200, { values: out(ent, r, true), visible: ent === 'sales.contract' ? { signed_on: r.state === 'effective' } : {}, required: {}, read_only: {}, errors }); }
      if (p[2] === 'export') return res.end('a,b\n');
      if (!p[2] && req.method === 'GET') { let l = all.filter((r) => match(r, Q.get('filter'))); const s = Q.get('search'); if (s) l = l.filter((r) => r.title.toLowerCase().includes(s.toLowerCase())); const so = Q.get('sort') ?? ''; const k = so.replace('-', ''); const val = (r) => { const v = r[k]; return v && typeof v === 'object' ? v.name : v ?? ''; }; l.sort((a, b) => (val(a) > val(b) ? 1 : val(a) < val(b) ? -1 : 0) * (so[0] === '-' ? -1 : 1)); const at = Number(Q.get('after') ?? 0); const lim = Number(Q.get('limit') ?? 50); return send(200, { records: l.slice(at, at + lim).map((r) => out(ent, r)), next: at + lim < l.length ? String(at + lim) : null, count: l.length }); }
      if (!p[2] && req.method === 'POST') { const r = put(ent, { owner: '@me' }); Object.assign(r, take(ent, B)); r.owner = me; calc(ent, r); const errs = []; if (e.fields.some((f) => f.id === 'customer' && f.required) && !r.customer) errs.push({ code: 'REC-1', field: 'customer', text: 'Customer is required' }); (r.lines ?? []).forEach((l, i) => { if (!(Number(l.quantity) > 0)) errs.push({ code: 'REC-2', field: `lines[${i}].quantity`, text: 'The quantity must be greater than zero' }); }); if (errs.length) { delete db[ent][r.id]; return prob(422, 'x', errs); } return send(201, out(ent, r, true)); }
      const r = byId(ent, p[2]); if (!r) return prob(404, 'There is no such record, or you may not see it.');
      if (p[3] === 'trail') return send(200, { instances: Object.values(insts).filter((i) => i.record === r).map(io).reverse() });
      if (p[3] === 'changes') return send(200, [{ at: r.updated_at, by: pn(r.owner), what: 'update', changes: [{ field: 'remark', old: null, new: '客户要求加快交付' }] }, { at: r.created_at, by: pn(r.owner), what: 'create', changes: [] }]);
      if (p[3] === 'actions') { if (p[5] === 'preview') return send(200, { trail: ['manager', 'director', 'finance'].map((n) => ({ kind: 'seat', node: n, node_label: flows['sales.contract_approval'].nodes.find((x) => x.id === n).label, person: pn(person(n)), status: 'predicted' })) }); const i = start(ent, r, me, B.comment); return send(201, { instance: i.id, state: i.state }); }
      if (p[3] === 'transitions') { r.state = e.transitions.find((t) => t.id === p[4]).to; r.version++; return send(200, out(ent, r, true)); }
      if (req.method === 'DELETE') { delete db[ent][r.id]; return send(204, null); }
      if (req.method === 'PATCH') { if (req.headers['if-match'] !== `"${r.version}"`) return prob(412, 'stale'); take(ent, B, r); r.version++; r.updated_at = now(); calc(ent, r); return send(200, out(ent, r, true)); }
      return send(200, out(ent, r, true));
    }
    prob(404, 'no route ' + url.pathname);
  });
}).listen(Number(process.env.PORT ?? 8099), '127.0.0.1', () => console.log('mock'));
