// A small pack with a flow for each word of approvals; used by the tests over HTTP and in the browser.
const labels = {
  "first": {
    "en": "Check",
    "zh": "初审"
  },
  "second": {
    "en": "Decide",
    "zh": "终审"
  },
  "all": {
    "en": "Board",
    "zh": "会签"
  },
  "any": {
    "en": "Either",
    "zh": "或签"
  },
  "vote": {
    "en": "Vote",
    "zh": "票决"
  },
  "picked": {
    "en": "Chosen reviewers",
    "zh": "自选审批人"
  },
  "line": {
    "en": "Managers",
    "zh": "逐级主管"
  },
  "nobody": {
    "en": "Nobody",
    "zh": "无人"
  },
  "signed": {
    "en": "Signature",
    "zh": "签字审批"
  },
  "look": {
    "en": "Finance looks",
    "zh": "财务查看"
  },
  "last": {
    "en": "Last",
    "zh": "末审"
  },
  "slow": {
    "en": "Slow",
    "zh": "超时"
  },
  "then": {
    "en": "Then",
    "zh": "其后"
  },
  "no": {
    "en": "No",
    "zh": "拒绝"
  },
  "before": {
    "en": "Before",
    "zh": "前置审批"
  },
  "left": {
    "en": "Left",
    "zh": "财务会审"
  },
  "right": {
    "en": "Right",
    "zh": "总监会审"
  },
  "once": {
    "en": "Once",
    "zh": "首次"
  },
  "twice": {
    "en": "Twice",
    "zh": "再次"
  },
  "self": {
    "en": "Self",
    "zh": "本人"
  }
};
const approval = (id, rest) => ({ id, type: 'approval', label: labels[id], ...rest });
const line = (nodes) => {
  const all = [{ id: 'start', type: 'start' }, ...nodes, { id: 'end', type: 'end' }];
  return { nodes: all, edges: all.slice(1).map((node, i) => ({ from: all[i].id, to: node.id })) };
};
const states = { running: 'in_approval', returned: 'draft', refused: 'refused', withdrawn: 'draft', completed: 'done' };
const flow = (action, rest) => ({ kind: 'flow', id: action, label: { en: `Paper: ${action}`, zh: `单据：${action}` }, on: { entity: 'paper', action, label: action }, record_state: states, ...rest });
const person = (login) => ({ person: login });

const flows = [
  flow('plain', { urge_every: 'PT1H', ...line([approval('first', { who: person('manager') }), approval('second', { who: [person('finance'), person('director')], how: 'in_turn' })]) }),
  flow('everybody', { withdraw: 'any_time', ...line([approval('all', { who: [person('manager'), person('finance'), person('director')], how: 'all' })]) }),
  flow('anybody', line([approval('any', { who: [person('manager'), person('finance')] })])),
  flow('voting', line([approval('vote', { who: [{ person: 'director', weight: 3 }, person('manager'), person('finance'), person('sales2')], how: 'vote' })])),
  flow('chosen', line([approval('picked', { who: { chosen: { from: [person('manager'), person('finance'), person('director')], min: 1, max: 2 } }, how: 'all' })])),
  flow('upward', line([approval('line', { who: { managers_up_to: 'top' } })])),
  flow('empty', line([approval('nobody', { who: { feel: '[]' }, empty: 'no_start' })])),
  flow('strict', line([approval('signed', { who: person('manager'), allow_return: false, allow_transfer: false, allow_delegate: false, allow_add: false, comment: 'always', signature: true })])),
  flow('fields', line([approval('look', { who: person('finance'), edit: ['remark'], hide: ['secret'] })])),
  flow('copies', line([{ id: 'tell', type: 'cc', who: [person('finance'), person('finance')] }, { id: 'work', type: 'user_task', who: person('manager') }, { id: 'again', type: 'cc', who: person('finance') }, approval('last', { who: person('director') })])),
  flow('late', line([approval('slow', { who: person('manager'), timeout: { after: 'PT1S', do: 'manager' } }), approval('then', { who: person('finance'), timeout: { after: 'PT1S', do: 'pass' } }), approval('no', { who: person('sales2'), timeout: { after: 'PT1S', do: 'refuse' } })])),
  flow('parallel', {
    withdraw: 'any_time',
    nodes: [{ id: 'start', type: 'start' }, approval('before', { who: person('manager') }), { id: 'fork', type: 'parallel' }, approval('left', { who: person('finance') }), approval('right', { who: person('director') }), { id: 'join', type: 'parallel' }, { id: 'end', type: 'end' }],
    edges: [['start', 'before'], ['before', 'fork'], ['fork', 'left'], ['fork', 'right'], ['left', 'join'], ['right', 'join'], ['join', 'end']].map(([from, to]) => ({ from, to })),
  }),
  flow('same', { same_person: 'adjacent', ...line([approval('once', { who: person('manager') }), approval('twice', { who: [person('manager'), person('finance')], how: 'all' })]) }),
  flow('own', line([approval('self', { who: person('sales'), if_initiator: 'manager' })])),
];

export const pack = {
  id: 'papers',
  files: [
    ['pack.json', { kind: 'pack', id: 'papers', version: '1.0.0', label: { en: 'Papers', zh: '单据' }, requires: [{ pack: 'base' }] }],
    ['entities/paper.json', { kind: 'entity', id: 'paper', label: { en: 'Paper', zh: '单据' }, plural: { en: 'Papers', zh: '单据' }, title: 'name', fields: [{ id: 'name', type: 'text', label: { en: 'Name', zh: '名称' } }, { id: 'remark', type: 'text', label: { en: 'Remark', zh: '备注' } }, { id: 'secret', type: 'text', label: { en: 'Secret', zh: '保密' } }],
      states: [{ id: 'draft', label: { en: 'Draft', zh: '草稿' } }, { id: 'in_approval', label: { en: 'In approval', zh: '审批中' }, locked: true }, { id: 'refused', label: { en: 'Refused', zh: '已拒绝' } }, { id: 'done', label: { en: 'Done', zh: '已完成' } }] }],
    ['roles/writer.json', { kind: 'role', id: 'writer', label: 'Writer', rights: [{ entity: 'paper', create: true, read: 'own', update: 'own', delete: 'own' }] }],
    ...flows.map((each) => [`flows/${each.id}.json`, each]),
  ].map(([path, model]) => ({ path, text: JSON.stringify(model) })),
};
