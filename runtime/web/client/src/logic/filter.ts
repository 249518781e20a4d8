import type { Field } from '@/api/types';

/**
 * Filter chips and the FEEL line are two spellings of one filter. `chipsOf` understands exactly what `feelOf` writes;
 * any other part of a conjunction stays as a chip that shows its expression.
 */
export interface Chip {
  field: string;
  op: string;
  value?: string | number | boolean | string[] | null;
  to?: string | number | null;
}

export type Kind =
  'text' | 'number' | 'date' | 'date_time' | 'time' | 'boolean' | 'choice' | 'multi_choice' | 'reference';

export const kRaw = 'raw';

const kNumber = ['integer', 'decimal', 'percent', 'currency', 'rollup'];
const kReference = ['reference', 'user', 'unit'];

export function kindOf(field: Field): Kind {
  const type = field.type === 'formula' ? (field.result ?? 'number') : field.type;
  if (kNumber.includes(type) || type === 'number') return 'number';
  if (kReference.includes(type)) return 'reference';
  if (['date', 'date_time', 'time', 'boolean', 'choice', 'multi_choice'].includes(type)) return type as Kind;
  return 'text';
}

const kOps: Record<Kind, string[]> = {
  text: ['contains', 'is', 'starts', 'filled', 'empty'],
  number: ['is', 'from', 'until', 'between', 'filled', 'empty'],
  date: ['between', 'from', 'until', 'is', 'past', 'filled', 'empty'],
  date_time: ['between', 'from', 'until', 'filled', 'empty'],
  time: ['from', 'until', 'filled', 'empty'],
  boolean: ['is'],
  choice: ['any', 'none', 'filled', 'empty'],
  multi_choice: ['has'],
  reference: ['is', 'filled', 'empty'],
};

export function opsOf(field: Field): string[] {
  const ops = kOps[kindOf(field)];
  return field.type === 'user' ? ['is', 'me', ...ops.slice(1)] : ops;
}

/** True where the chip says something: a chip without its value filters nothing. */
export function isComplete(chip: Chip): boolean {
  if (['empty', 'filled', 'past', 'me'].includes(chip.op)) return true;
  if (chip.op === 'between') return present(chip.value) || present(chip.to);
  return present(chip.value);
}

function present(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

function literal(kind: Kind, value: unknown): string {
  if (kind === 'number' || kind === 'boolean') return String(value);
  if (kind === 'date') return `date(${JSON.stringify(value)})`;
  if (kind === 'date_time') return `date and time(${JSON.stringify(value)})`;
  if (kind === 'time') return `time(${JSON.stringify(value)})`;
  return JSON.stringify(value);
}

function oneToFeel(chip: Chip, kind: Kind): string {
  const name = kind === 'reference' && ['is', 'me'].includes(chip.op) ? `${chip.field}.id` : chip.field;
  const value = literal(kind, chip.value);
  switch (chip.op) {
    case 'contains':
      return `contains(${name}, ${value})`;
    case 'starts':
      return `starts with(${name}, ${value})`;
    case 'from':
      return `${name} >= ${value}`;
    case 'until':
      return `${name} <= ${value}`;
    case 'between':
      return [
        present(chip.value) ? `${name} >= ${value}` : '',
        present(chip.to) ? `${name} <= ${literal(kind, chip.to)}` : '',
      ]
        .filter(Boolean)
        .join(' and ');
    case 'past':
      return `${name} < today()`;
    case 'me':
      return `${name} = user.id`;
    case 'empty':
      return `${name} = null`;
    case 'filled':
      return `${name} != null`;
    case 'has':
      return `list contains(${name}, ${value})`;
    case 'none':
      return (Array.isArray(chip.value) ? chip.value : [String(chip.value)])
        .map((v) => `${name} != ${JSON.stringify(v)}`)
        .join(' and ');
    case 'any': {
      const list = Array.isArray(chip.value) ? chip.value : [String(chip.value)];
      return list.length === 1
        ? `${name} = ${JSON.stringify(list[0])}`
        : `${name} in (${list.map((v) => JSON.stringify(v)).join(', ')})`;
    }
    default:
      return `${name} = ${value}`;
  }
}

export function feelOf(chips: Chip[], fields: Map<string, Field>): string {
  return chips
    .filter(isComplete)
    .map((chip) => {
      if (chip.op === kRaw) return / or /.test(String(chip.value)) ? `(${chip.value})` : String(chip.value);
      const field = fields.get(chip.field);
      return field ? oneToFeel(chip, kindOf(field)) : '';
    })
    .filter(Boolean)
    .join(' and ');
}

/** Splits at the top-level `and`s (outside strings, brackets and `between … and …`). */
export function splitAnd(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  let between = false;
  const token =
    /"(?:[^"\\]|\\.)*"|[([{]|[)\]}]|\bdate and time\b|\byears and months duration\b|\bdays and time duration\b|\bbetween\b|\band\b|\bor\b|\bif\b|\bsome\b|\bevery\b|\bfor\b/g;
  for (const match of text.matchAll(token)) {
    const word = match[0];
    if ('([{'.includes(word)) depth += 1;
    else if (')]}'.includes(word)) depth -= 1;
    else if (depth > 0) continue;
    else if (['or', 'if', 'some', 'every', 'for'].includes(word)) return [text.trim()];
    else if (word === 'between') between = true;
    else if (word === 'and' && between) between = false;
    else if (word === 'and') {
      parts.push(text.slice(start, match.index).trim());
      start = match.index + 3;
    }
  }
  parts.push(text.slice(start).trim());
  return parts.filter(Boolean);
}

function valueOf(text: string, kind: Kind): Chip['value'] | undefined {
  const inner = /^(?:date|time|date and time)\(("(?:[^"\\]|\\.)*")\)$/.exec(text);
  const dated = kind === 'date' || kind === 'date_time' || kind === 'time';
  if (dated !== Boolean(inner)) return undefined;
  if (inner) return JSON.parse(inner[1]!) as string;
  if (kind === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined;
  if (kind === 'number') return /^-?\d+(\.\d+)?$/.test(text) ? text : undefined;
  return /^"(?:[^"\\]|\\.)*"$/.test(text) ? (JSON.parse(text) as string) : undefined;
}

function compared(name: string, sign: string, right: string, fields: Map<string, Field>): Chip | undefined {
  const id = name.replace(/\.id$/, '');
  const field = fields.get(id);
  if (!field) return undefined;
  const kind = kindOf(field);
  if (right === 'null' && name === id) {
    return sign === '=' ? { field: id, op: 'empty' } : sign === '!=' ? { field: id, op: 'filled' } : undefined;
  }
  if (name !== id && kind !== 'reference') return undefined;
  if (kind === 'reference') {
    if (name === id || sign !== '=') return undefined;
    if (right === 'user.id') return { field: id, op: 'me' };
  }
  if (right === 'today()' && sign === '<' && kind === 'date') return { field: id, op: 'past' };
  const value = valueOf(right, kind);
  if (value === undefined) return undefined;
  if (kind === 'choice') {
    const op = { '=': 'any', '!=': 'none' }[sign];
    return op ? { field: id, op, value: [String(value)] } : undefined;
  }
  const op = { '=': 'is', '>=': 'from', '<=': 'until' }[sign];
  return op && kOps[kind].includes(op) ? { field: id, op, value } : undefined;
}

function called(text: string, fields: Map<string, Field>): Chip | undefined {
  const call = /^(contains|starts with|list contains)\((\w+), ("(?:[^"\\]|\\.)*")\)$/.exec(text);
  if (call && fields.has(call[2]!)) {
    const op = { contains: 'contains', 'starts with': 'starts', 'list contains': 'has' }[call[1]!]!;
    return { field: call[2]!, op, value: JSON.parse(call[3]!) as string };
  }
  const any = /^(\w+) in \(("(?:[^"\\]|\\.)*"(?:, *"(?:[^"\\]|\\.)*")*)\)$/.exec(text);
  if (any && fields.has(any[1]!)) return { field: any[1]!, op: 'any', value: JSON.parse(`[${any[2]}]`) as string[] };
  return undefined;
}

function chipOf(text: string, fields: Map<string, Field>): Chip {
  const match = /^(\w+(?:\.id)?) *(>=|<=|!=|=|<|>) *(.+)$/.exec(text);
  const chip = (match && compared(match[1]!, match[2]!, match[3]!.trim(), fields)) || called(text, fields);
  return (
    chip ?? {
      field: '',
      op: kRaw,
      value: text.replace(/^\((.*)\)$/, (all, inner: string) => (/[()]/.test(inner) ? all : inner)),
    }
  );
}

function joined(chips: Chip[], fields: Map<string, Field>): Chip[] {
  const out: Chip[] = [];
  for (const chip of chips) {
    const last = out[out.length - 1];
    const field = fields.get(chip.field);
    if (
      last &&
      field &&
      last.field === chip.field &&
      last.op === 'from' &&
      chip.op === 'until' &&
      opsOf(field).includes('between')
    ) {
      out[out.length - 1] = { field: chip.field, op: 'between', value: last.value, to: chip.value as string };
    } else if (last && last.field === chip.field && last.op === 'none' && chip.op === 'none') {
      out[out.length - 1] = { ...last, value: [...(last.value as string[]), ...(chip.value as string[])] };
    } else {
      out.push(chip);
    }
  }
  return out;
}

export function chipsOf(feel: string, fields: Map<string, Field>): Chip[] {
  return joined(
    splitAnd(feel).map((part) => chipOf(part, fields)),
    fields,
  );
}
