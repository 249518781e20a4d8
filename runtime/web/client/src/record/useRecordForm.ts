import { computed, onBeforeUnmount, reactive, shallowRef } from 'vue';
import { api } from '@/api';
import { newKey, Problem, type Diagnostic } from '@/api/http';
import type { Computed, Entity, Field, Form, RecordData, Value } from '@/api/types';
import { label, t } from '@/i18n';
import { kMostDigits, misreading } from '@/logic/decimal';
import { kindOf } from '@/logic/filter';
import { isAbort, problemOf } from '@/logic/problems';
import { isComputed, isEmpty, rowToWire, toWire } from '@/logic/values';
import { entityOf, fieldsOf, ownFields, session } from '@/stores/session';

export interface Conflict {
  theirs: RecordData;
  fields: string[];
}

export interface FormOptions {
  /** Only these fields may be typed into (a task opens them); absent: by the rights of the record. */
  open?: string[];
  readOnly?: boolean;
}

export function childFields(id: string): Field[] {
  const entity = entityOf(id);
  return entity ? ownFields(entity) : [];
}

let rowKeys = 0;
const kKey = '~key';
const kTyped = '~typed';

export function rowKey(row: RecordData): number {
  return row[kKey] as number;
}

/** Remembers which cells of a new row a person typed, so that defaults of the others keep following. */
export function markTyped(row: RecordData, id: string) {
  row[kTyped] = { ...(row[kTyped] as object), [id]: true };
}

function isTyped(row: RecordData, id: string): boolean {
  return Boolean(row.id) || Boolean((row[kTyped] as Record<string, boolean> | undefined)?.[id]);
}

function withKey(row: RecordData): RecordData {
  return { ...row, [kKey]: ++rowKeys };
}

/** One record being looked at and typed into: what is stored, what is typed, and what the server computes from it. */
export function useRecordForm(entity: Entity, options: FormOptions = {}) {
  const fields = fieldsOf(entity);
  const own = ownFields(entity);
  const form: Form = entity.form ?? {
    id: entity.id,
    sections: [
      { id: 'all', columns: 2, fields: own.filter((f) => f.type !== 'child_table').map((f) => ({ field: f.id })) },
    ],
  };
  const state = reactive({
    isNew: true,
    saving: false,
    computing: false,
    draft: {} as RecordData,
    live: {} as Computed,
    errors: {} as Record<string, string>,
    problem: null as Problem | null,
    conflict: null as Conflict | null,
    attempt: 0,
  });
  const base = shallowRef<RecordData>({});
  const touched = new Set<string>();
  let createKey = newKey();
  /** Sent, and no answer came: nobody knows whether it was stored. */
  let lost: RecordData | null = null;
  /** Stored under such a request, while the form still shows a new record. */
  let made: RecordData | null = null;

  function copyOf(record: RecordData): RecordData {
    const copy = { ...record };
    for (const field of own) {
      if (field.type === 'child_table') copy[field.id] = ((record[field.id] as RecordData[]) ?? []).map(withKey);
    }
    return copy;
  }

  function load(record: RecordData | null) {
    stopCompute();
    state.isNew = record === null;
    state.draft = copyOf(record ?? { owner: session.me && { id: session.me.id, title: session.me.name } });
    base.value = record ?? {};
    state.errors = {};
    state.problem = null;
    state.conflict = null;
    state.live = {};
    touched.clear();
    if (record === null) createKey = newKey();
    lost = made = null;
    void compute(record === null);
  }

  const wire = (field: Field, record: RecordData) => JSON.stringify(toWire(field, record[field.id], childFields));
  const canWrite = computed(() => {
    if (options.readOnly) return false;
    if (options.open) return options.open.length > 0;
    return state.isNew ? entity.rights.create : Boolean(base.value.rights?.update) && !base.value.locked;
  });

  function isReadOnly(id: string): boolean {
    const field = fields.get(id);
    if (!field || isComputed(field) || !canWrite.value) return true;
    if (options.open && !options.open.includes(id)) return true;
    if (field.read_only || (field.read_only_after_create && !state.isNew)) return true;
    return Boolean(state.live.read_only?.[id]) || !own.includes(field);
  }
  const isVisible = (id: string) => state.live.visible?.[id] !== false;
  const isRequired = (id: string) => Boolean(fields.get(id)?.required) || Boolean(state.live.required?.[id]);
  const isSectionVisible = (id: string) => state.live.sections?.[id] !== false;

  const changed = computed(() =>
    own
      .filter((f) => !isComputed(f) && (state.isNew ? !f.read_only : !isReadOnly(f.id)))
      .filter((f) => wire(f, state.draft) !== wire(f, base.value))
      .map((f) => f.id),
  );
  const dirty = computed(() => changed.value.length > 0);

  function set(id: string, value: Value) {
    touched.add(id);
    state.draft[id] = value;
    delete state.errors[id];
    for (const key of Object.keys(state.errors)) if (key.startsWith(`${id}[`)) delete state.errors[key];
    schedule();
  }

  /** Called after a row of a child table was changed in place. */
  function rowsChanged(id: string) {
    set(id, [...((state.draft[id] as RecordData[]) ?? [])]);
  }

  function addRow(id: string): RecordData {
    const row = withKey({});
    state.draft[id] = [...((state.draft[id] as RecordData[]) ?? []), row];
    return row;
  }

  // ---- live values ----
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | undefined;
  let waiting: Promise<void> = Promise.resolve();

  function stopCompute() {
    clearTimeout(timer);
    running?.abort();
    state.computing = false;
  }

  function schedule() {
    stopCompute();
    state.computing = true;
    timer = setTimeout(() => (waiting = compute(false)), 200);
  }

  async function compute(first: boolean) {
    running = new AbortController();
    const mine = running;
    state.computing = true;
    Object.assign(state.errors, misread());
    try {
      const record = asTyped();
      const id = state.isNew ? undefined : base.value.id;
      const live = await api.compute(entity.id, { record, id }, mine.signal);
      if (mine === running) accept(live, first);
    } catch (error) {
      if (!isAbort(error) && !(error instanceof Problem)) throw error;
      if (mine === running && error instanceof Problem && [400, 422].includes(error.status)) place(error.diagnostics);
    } finally {
      if (mine === running) state.computing = false;
    }
  }

  /** The record without what only a default put there. */
  function asTyped(): RecordData {
    const out = rowToWire(state.draft, own, childFields);
    delete out.id;
    for (const { field, row } of misreadings()) {
      if (row) (out[row.table] as RecordData[])[row.index]![field.id] = null;
      else out[field.id] = null;
    }
    for (const field of own) {
      if (field.type === 'child_table') {
        const rows = (state.draft[field.id] as RecordData[] | undefined) ?? [];
        (out[field.id] as RecordData[] | undefined)?.forEach((row, i) => {
          for (const id of Object.keys(row)) if (id !== 'id' && !isTyped(rows[i]!, id)) delete row[id];
        });
      } else if (state.isNew && !touched.has(field.id)) delete out[field.id];
    }
    return out;
  }

  function accept(live: Computed, first: boolean) {
    state.live = live;
    if (!canWrite.value) return;
    for (const field of fields.values()) {
      if (field.type === 'child_table') {
        acceptRows(field, live);
        continue;
      }
      const value = live.values?.[field.id];
      if (value === undefined) continue;
      const fresh = state.isNew && !touched.has(field.id);
      if (!own.includes(field) && !state.isNew) continue;
      if (isComputed(field) || fresh) state.draft[field.id] = value;
    }
    if (first) base.value = { ...state.draft };
    const told: Record<string, string> = {};
    for (const error of live.errors ?? []) {
      const id = (error.field ?? '').replace(/\[.*/, '');
      if (error.field && (touched.has(id) || state.attempt > 0) && !isEmpty(state.draft[id]))
        told[error.field] = error.text;
    }
    for (const [key, text] of Object.entries(told)) state.errors[key] ??= text;
  }

  function acceptRows(field: Field, live: Computed) {
    const rows = state.draft[field.id] as RecordData[] | undefined;
    const answer = (live.values?.[field.id] ?? live[field.id]) as unknown as RecordData[] | undefined;
    if (!rows || !Array.isArray(answer) || answer.length !== rows.length) return;
    const computedFields = childFields(field.of ?? '').filter((f) => isComputed(f));
    const rest = childFields(field.of ?? '').filter((f) => !isComputed(f));
    rows.forEach((row, i) => {
      for (const f of computedFields) if (answer[i]![f.id] !== undefined) row[f.id] = answer[i]![f.id];
      for (const f of rest) if (!isTyped(row, f.id) && !isEmpty(answer[i]![f.id])) row[f.id] = answer[i]![f.id];
    });
  }

  // ---- saving ----
  function body(): RecordData {
    const out: RecordData = {};
    for (const id of changed.value) {
      const field = fields.get(id)!;
      out[id] = toWire(field, state.draft[id], childFields);
    }
    if (!state.isNew) return out;
    for (const field of own) {
      if (!isComputed(field) && !field.read_only && !isEmpty(state.draft[field.id])) {
        out[field.id] = toWire(field, state.draft[field.id], childFields);
      }
    }
    return out;
  }

  function missing(): Record<string, string> {
    const out: Record<string, string> = {};
    for (const section of form.sections) {
      for (const use of section.child_table ? [] : (section.fields ?? [])) {
        const needed = isRequired(use.field) && isVisible(use.field) && !isReadOnly(use.field);
        if (needed && isEmpty(state.draft[use.field])) out[use.field] = t('error.required');
      }
    }
    return out;
  }

  interface Misreading {
    field: Field;
    row?: { table: string; index: number };
    why: string;
  }

  /** What was typed where a number belongs and is none; it never goes to the server as something else. */
  function misreadings(): Misreading[] {
    const out: Misreading[] = [];
    const look = (list: Field[], record: RecordData, row?: Misreading['row']) => {
      for (const field of list) {
        const value = record[field.id] as string | number | null | undefined;
        if (kindOf(field) !== 'number' || isComputed(field) || isEmpty(value)) continue;
        const why = misreading(value);
        if (why) out.push({ field, row, why });
      }
    };
    look(own, state.draft);
    for (const table of own.filter((f) => f.type === 'child_table')) {
      const rows = (state.draft[table.id] as RecordData[] | undefined) ?? [];
      rows.forEach((row, index) => look(childFields(table.of ?? ''), row, { table: table.id, index }));
    }
    return out;
  }

  function misread(): Record<string, string> {
    const key = ({ field, row }: Misreading) => (row ? `${row.table}[${row.index}].${field.id}` : field.id);
    return Object.fromEntries(misreadings().map((m) => [key(m), t(m.why, { digits: kMostDigits })]));
  }

  function place(diagnostics: Diagnostic[]) {
    const loose: Diagnostic[] = [];
    for (const d of diagnostics) {
      const id = (d.field ?? '').replace(/[[.].*/, '');
      if (d.field && fields.has(id)) state.errors[d.field] = d.text;
      else loose.push(d);
    }
    return loose;
  }

  /** Saves what was typed; true when it is stored. Errors go to their fields and leave the typed text alone. */
  async function save(): Promise<RecordData | null> {
    if (state.saving) return null;
    (document.activeElement as HTMLElement | null)?.blur?.();
    state.attempt += 1;
    state.problem = null;
    state.errors = { ...missing(), ...misread() };
    if (Object.keys(state.errors).length) {
      state.problem = new Problem(422, '', t('error.see_fields', { count: Object.keys(state.errors).length }));
      return null;
    }
    state.saving = true;
    try {
      const stored = await (state.isNew ? create() : update());
      lost = made = null;
      return stored;
    } catch (error) {
      await failed(error);
      return null;
    } finally {
      state.saving = false;
    }
  }

  /** Creates once, even where an earlier answer was lost and more was typed since. */
  async function create(): Promise<RecordData> {
    const now = body();
    if (lost && !made) {
      try {
        made = await api.create(entity.id, lost, createKey);
      } catch (error) {
        if (!(error instanceof Problem) || error.status === 0 || error.status >= 500) throw error;
        createKey = newKey(); // refused: it never was
      }
    }
    if (!made) {
      lost = now;
      return api.create(entity.id, now, createKey);
    }
    const cleared = Object.fromEntries(Object.keys(lost ?? {}).map((id) => [id, null]));
    if (JSON.stringify(lost) === JSON.stringify(now)) return made;
    return api.update(entity.id, made.id!, { ...cleared, ...now }, made.version);
  }

  /** A 412 may be the echo of my own change whose answer was lost: then it goes on from what is stored. */
  async function update(): Promise<RecordData> {
    const now = body();
    const { id, version } = base.value;
    try {
      const mine = lost;
      lost = { ...mine, ...now };
      return await api.update(entity.id, id!, now, version).catch(async (error: unknown) => {
        if (!mine || !(error instanceof Problem) || error.status !== 412) throw error;
        const theirs = await api.record(entity.id, id!);
        const echo = differing(theirs).every((f) => wire(f, theirs) === JSON.stringify(mine[f.id]));
        if (!echo) throw error;
        return api.update(entity.id, id!, now, theirs.version);
      });
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 0) lost = null;
      throw error;
    }
  }

  const differing = (theirs: RecordData) => own.filter((f) => wire(f, theirs) !== wire(f, base.value));

  async function failed(error: unknown) {
    const problem = problemOf(error);
    if (problem.status !== 0 && state.isNew) {
      createKey = newKey();
      lost = null;
    }
    if (problem.status === 412 && base.value.id) {
      const theirs = await api.record(entity.id, base.value.id).catch(() => null);
      if (theirs) {
        state.conflict = { theirs, fields: differing(theirs).map((f) => f.id) };
        return;
      }
    }
    const loose = place(problem.diagnostics);
    const atFields = problem.diagnostics.length - loose.length;
    const detail = atFields && !loose.length ? t('error.see_fields', { count: atFields }) : problem.detail;
    state.problem = new Problem(problem.status, problem.title, detail, loose);
  }

  /** Puts what I typed on top of what is stored now. */
  function keepMine() {
    const theirs = state.conflict!.theirs;
    const mine = Object.fromEntries(changed.value.map((id) => [id, state.draft[id]]));
    const names = Object.keys(mine);
    base.value = theirs;
    state.draft = { ...copyOf(theirs), ...mine };
    state.conflict = null;
    names.forEach((n) => touched.add(n));
    schedule();
  }

  function discard() {
    load(state.isNew ? null : base.value);
  }

  /** Rows in which something was typed that is wrong, "lines[2]"; one that is not complete yet is only that. */
  const wrongRows = computed(() => {
    const rows = new Set<string>();
    for (const key of Object.keys(state.errors)) {
      const [, row = '', table = '', index = '', id = ''] = /^((\w+)\[(\d+)\])\.(\w+)/.exec(key) ?? [];
      if (row && !isEmpty((state.draft[table] as RecordData[] | undefined)?.[Number(index)]?.[id])) rows.add(row);
    }
    return rows;
  });
  /** Nothing is computed of such a row … */
  const isRowWrong = (table: string, index: number) => wrongRows.value.has(`${table}[${index}]`);
  /** … nor what adds up its table. */
  function isUncertain(id: string): boolean {
    const field = fields.get(id);
    if (!field || !wrongRows.value.size) return false;
    return field.type === 'rollup' || (field.type === 'formula' && kindOf(field) === 'number');
  }

  function labelOf(id: string): string {
    return label(fields.get(id)?.label, id);
  }

  onBeforeUnmount(stopCompute);

  return {
    entity,
    form,
    fields,
    state,
    base,
    dirty,
    changed,
    canWrite,
    /** In a task nearly everything is read-only: saying so at each field would be noise. */
    showsLocks: !options.open,
    load,
    set,
    addRow,
    rowsChanged,
    isReadOnly,
    isVisible,
    isSectionVisible,
    isRequired,
    isRowWrong,
    isUncertain,
    labelOf,
    body,
    place,
    save,
    discard,
    keepMine,
    recompute: schedule,
    settled: () => waiting,
  };
}

export type RecordForm = ReturnType<typeof useRecordForm>;
