/** The filters of the list of instances: in the address, in the controls, and as the server takes them. */

export interface VariableFilter {
  name: string;
  operator: string;
  value: string;
}
export interface Filters {
  state: string;
  flow: string;
  node: string;
  search: string;
  from: string;
  to: string;
  version: string;
  incident: string;
  initiator: string;
  variables: VariableFilter[];
  sort: string;
}
export const kNewestFirst = '-started_at';
export const operators = ['=', '!=', '<', '<=', '>', '>='] as const;
export const states = ['running', 'incident', 'suspended', 'ended', 'all'] as const;

type Query = Record<string, string | string[] | null | undefined>;

const one = (value: Query[string]) => (Array.isArray(value) ? value[0] : value) ?? '';
const texts = ['flow', 'node', 'search', 'from', 'to', 'version', 'incident', 'initiator'] as const;

/** "total>=100", "city=Paris" */
export function parseVariable(text: string): VariableFilter | null {
  const match = /^\s*([A-Za-z_]\w*)\s*(!=|<=|>=|=|<|>)\s*(.*)$/.exec(text);
  return match ? { name: match[1]!, operator: match[2]!, value: match[3]!.trim() } : null;
}
export const variableText = (v: VariableFilter) => `${v.name}${v.operator}${v.value}`;

export function filtersOf(query: Query): Filters {
  const given = query.var === undefined || query.var === null ? [] : [query.var].flat();
  const filters = {
    state: (states as readonly string[]).includes(one(query.state)) ? one(query.state) : 'running',
    variables: given.map((v) => parseVariable(v)).filter((v) => v !== null),
    sort: one(query.sort) || kNewestFirst,
  } as Filters;
  for (const key of texts) filters[key] = one(query[key]);
  return filters;
}

export function queryOf(filters: Filters): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {};
  if (filters.state !== 'running') query.state = filters.state;
  for (const key of texts) if (filters[key]) query[key] = filters[key];
  if (filters.variables.length) query.var = filters.variables.map(variableText);
  if (filters.sort !== kNewestFirst) query.sort = filters.sort;
  return query;
}

/** `dayStart` turns 2026-11-22 into the instant at which that day begins for the company. */
export function requestOf(filters: Filters, dayStart: (day: string, plus: number) => string): Record<string, string> {
  const out: Record<string, string> = {};
  if (filters.state !== 'all') out.state = filters.state;
  for (const key of ['flow', 'node', 'version', 'incident', 'initiator'] as const) {
    if (filters[key]) out[key] = filters[key];
  }
  if (filters.search.trim()) out.search = filters.search.trim();
  if (filters.from) out.started_from = dayStart(filters.from, 0);
  if (filters.to) out.started_to = dayStart(filters.to, 1);
  for (const v of filters.variables) {
    out[`variable.${v.name}`] = v.operator === '=' ? v.value : `${v.operator}${v.value}`;
  }
  return out;
}

/** What a bulk command takes instead of ids. */
export function selectOf(request: Record<string, string>): Record<string, unknown> {
  const select: Record<string, unknown> = {};
  const variables: Record<string, string> = {};
  for (const [key, value] of Object.entries(request)) {
    if (key.startsWith('variable.')) variables[key.slice('variable.'.length)] = value;
    else select[key] = value;
  }
  if (Object.keys(variables).length) select.variables = variables;
  return select;
}

export const isFiltered = (filters: Filters) =>
  texts.some((key) => filters[key]) || filters.variables.length > 0 || filters.state === 'all';
