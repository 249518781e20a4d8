/** A pack whose flows show everything the console draws: incidents, variables, sub-processes, sixty nodes. */
const T = (en, zh) => ({ en, zh });
const line = (...ids) => ids.slice(1).map((to, i) => ({ from: ids[i], to }));
const ask = { who: { person: 'manager' } };

function long() {
  const nodes = [{ id: 'start', type: 'start', label: T('Start', '开始') }];
  const edges = [];
  let last = 'start';
  for (let i = 1; i <= 14; i += 1) {
    nodes.push(
      { id: `choose_${i}`, type: 'parallel' },
      { id: `left_${i}`, type: 'user_task', label: T(`Check the documents of part ${i}`, `核对第 ${i} 部分的全部合同附件与资质文件`), ...ask },
      { id: `right_${i}`, type: 'user_task', label: T(`Ask part ${i}`, `征询第 ${i} 部分`), ...ask },
      { id: `meet_${i}`, type: 'parallel' },
    );
    edges.push(...line(last, `choose_${i}`, `left_${i}`, `meet_${i}`), ...line(`choose_${i}`, `right_${i}`, `meet_${i}`));
    last = `meet_${i}`;
  }
  nodes.push({ id: 'end', type: 'end', label: T('End', '结束') });
  return { kind: 'flow', id: 'long', on: { entity: 'thing', action: 'long', label: 'long' }, label: T('Sixty nodes', '六十个节点'), nodes, edges: [...edges, ...line(last, 'end')] };
}

/** `second`: the next version of the flow `look`, in which a node was renamed and one is gone. */
export function operationsPack(second = false) {
  const first = second ? 'inspect' : 'look';
  const all = {
    'pack.json': { kind: 'pack', id: 'ops_test', version: second ? '2.0.0' : '1.0.0', label: T('Operations', '运维') },
    'entities/thing.json': {
      kind: 'entity',
      id: 'thing',
      label: T('Thing', '事项'),
      title: 'name',
      fields: [{ id: 'name', type: 'text', label: T('Name', '名称') }],
    },
    'decisions/rate.json': {
      kind: 'decision',
      id: 'rate',
      label: T('Rate', '费率'),
      inputs: [{ id: 'amount', type: 'number' }],
      decisions: [
        {
          id: 'rate',
          table: {
            hit_policy: 'unique',
            inputs: [{ expression: 'amount' }],
            outputs: [{}],
            rules: [
              { when: ['< 100'], then: ['1'] },
              { when: ['>= 100'], then: ['2'] },
              // Which numbers this is true of is only known when it runs: 2000 meets two rules.
              { when: ['modulo(?, 1000) = 0'], then: ['3'] },
            ],
          },
        },
      ],
    },
    'flows/rated.json': {
      kind: 'flow',
      id: 'rated',
      on: { entity: 'thing', action: 'rated', label: 'rated' },
      label: T('Rated', '定价'),
      variables: [
        { id: 'amount', type: 'number', initial: '2000' },
        { id: 'rate', type: 'any' },
      ],
      nodes: [
        { id: 'start', type: 'start', label: T('Begin', '开始') },
        { id: 'decide', type: 'business_rule_task', label: T('Look up the rate', '查询费率'), decision: 'rate', in: { amount: 'amount' }, out: { rate: 'result' } },
        { id: 'confirm', type: 'user_task', label: T('Confirm', '确认'), ...ask },
        { id: 'end', type: 'end' },
      ],
      edges: line('start', 'decide', 'confirm', 'end'),
    },
    'flows/look.json': {
      kind: 'flow',
      id: 'look',
      on: { entity: 'thing', action: 'look', label: 'look' },
      label: T('Look', '查看'),
      variables: [
        { id: 'limit', type: 'number', initial: '5' },
        { id: 'city', type: 'text', initial: '"Paris"' },
      ],
      nodes: [
        { id: 'start', type: 'start', label: T('Begin', '开始') },
        { id: first, type: 'user_task', label: T('Look at it', '查看'), ...ask },
        { id: 'sign', type: 'user_task', label: T('Sign', '签字'), ...ask },
        { id: 'end', type: 'end', label: T('Done', '完成') },
      ],
      edges: line('start', first, 'sign', 'end'),
    },
    'flows/free.json': {
      kind: 'flow',
      id: 'free',
      on: { entity: 'thing', action: 'free', label: 'free' },
      label: T('In any order', '任意顺序'),
      nodes: [
        { id: 'start', type: 'start', label: T('Begin', '开始') },
        {
          id: 'work',
          type: 'ad_hoc',
          label: T('As needed', '按需处理'),
          start: 'on_demand',
          ordering: 'sequential',
          complete_when: 'false',
          nodes: [
            { id: 'call', type: 'user_task', label: T('Call', '致电'), ...ask },
            { id: 'visit', type: 'user_task', label: T('Visit', '拜访'), ...ask },
          ],
          edges: [],
        },
        { id: 'end', type: 'end' },
      ],
      edges: line('start', 'work', 'end'),
    },
    'flows/rich.json': {
      kind: 'flow',
      id: 'rich',
      on: { entity: 'thing', action: 'rich', label: 'rich' },
      label: T('Everything', '所有元素'),
      variables: [{ id: 'n', type: 'number', initial: '1' }],
      nodes: [
        { id: 'start', type: 'start', label: T('Begin', '开始') },
        {
          id: 'work',
          type: 'sub_process',
          label: T('Work together', '协同处理'),
          nodes: [
            { id: 'w_start', type: 'start' },
            { id: 'draw', type: 'user_task', label: T('Draw up', '起草'), ...ask },
            { id: 'each', type: 'user_task', label: T('Each one', '逐个处理'), for_each: { in: '[1, 2, 3]', as: 'item' }, ...ask },
            { id: 'w_end', type: 'end' },
            {
              id: 'alarm',
              type: 'event_sub_process',
              label: T('When called off', '取消时'),
              nodes: [
                { id: 'a_start', type: 'start', event: 'signal', signal: 'called_off' },
                { id: 'a_end', type: 'end' },
              ],
              edges: line('a_start', 'a_end'),
            },
          ],
          edges: line('w_start', 'draw', 'each', 'w_end'),
        },
        { id: 'late', type: 'boundary', attached_to: 'work', event: 'timer', after: 'P3D', interrupting: false, label: T('After 3 days', '三天后') },
        { id: 'remind', type: 'cc', label: T('Remind', '提醒'), who: { initiator: true }, text: T('Late', '已超时') },
        { id: 'reminded', type: 'end' },
        { id: 'wait', type: 'event_based' },
        { id: 'reply', type: 'catch', event: 'message', message: 'reply', label: T('Reply', '收到回复') },
        { id: 'timeout', type: 'timer', after: 'P10D', label: T('10 days', '十天') },
        { id: 'merge', type: 'exclusive' },
        { id: 'end', type: 'end', label: T('Done', '完成') },
      ],
      edges: [
        ...line('start', 'work', 'wait', 'reply', 'merge', 'end'),
        ...line('wait', 'timeout', 'merge'),
        ...line('late', 'remind', 'reminded'),
      ],
    },
    'flows/long.json': long(),
  };
  return { packs: [{ id: 'ops_test', files: Object.entries(all).map(([path, value]) => ({ path, text: JSON.stringify(value) })) }] };
}

/** A thing of its own, and this flow started on it. */
export async function startFlow(person, flow) {
  const { id } = await person.call('POST', '/records/ops_test.thing', { name: flow });
  return (await person.call('POST', `/flows/ops_test.${flow}/start`, { record: id })).instance;
}

/** Deploys the pack and starts a few; needs an administrator. */
export async function operationsWorld(person) {
  await person.call('POST', '/deployments', operationsPack());
  const start = (flow) => startFlow(person, flow);
  const world = { failed: await start('rated'), rich: await start('rich'), long: await start('long'), look: [] };
  for (let i = 0; i < 4; i += 1) world.look.push(await start('look'));
  return world;
}
