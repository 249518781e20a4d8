import { beforeAll, describe, expect, it } from 'vitest';
import { changed, changesOf, packOf, type Pack } from '../src/console/whatif';
import { useLanguage } from '../src/i18n';

beforeAll(async () => {
  Object.assign(globalThis, {
    localStorage: { getItem: () => null, setItem: () => undefined },
    document: { documentElement: {} },
  });
  await useLanguage('en');
});

const text = (kind: string, id: string, more = {}) => JSON.stringify({ kind, id, ...more });
const pack: Pack = {
  id: 'sales',
  files: [
    { path: 'pack.json', text: text('pack', 'sales') },
    { path: 'flows/contract_approval.json', text: text('flow', 'contract_approval') },
    { path: 'README.md', text: 'no model' },
  ],
};

describe('a candidate', () => {
  it('takes the place of the model with its id, whatever its file is called', () => {
    const candidate = text('flow', 'contract_approval', { nodes: [] });
    const [change] = changesOf('my draft (2).json', candidate, pack);
    expect(change).toMatchObject({ path: 'flows/contract_approval.json', added: false });
    const made = changed(pack, [change!]);
    expect(made.files).toHaveLength(3);
    expect(made.files[1]!.text).toBe(candidate);
  });
  it('is added where there is no such model', () => {
    expect(changesOf('x.json', text('entity', 'thing'), pack)).toMatchObject([
      { path: 'entities/thing.json', added: true },
    ]);
    expect(changesOf('x.json', text('flow', 'other'), pack)).toMatchObject([{ path: 'flows/other.json', added: true }]);
  });
  it('may be a whole pack: only what differs counts', () => {
    const other = {
      ...pack,
      files: [
        ...pack.files.slice(0, 1),
        { path: pack.files[1]!.path, text: text('flow', 'contract_approval', { nodes: [] }) },
      ],
    };
    for (const given of [other, { packs: [other] }]) {
      expect(changesOf('pack.json', JSON.stringify(given), pack).map((c) => c.path)).toEqual([
        'flows/contract_approval.json',
      ]);
    }
  });
  it('that is no model is refused with its name', () => {
    expect(() => changesOf('a.json', '{', pack)).toThrow(/a\.json/);
    expect(() => changesOf('b.json', '{"kind": 3}', pack)).toThrow(/b\.json/);
    expect(() => changesOf('c.json', JSON.stringify({ id: 'other', files: [] }), pack)).toThrow(/c\.json/);
  });
  it('belongs to the pack its flow is named after', () => {
    expect(packOf([{ id: 'sale', files: [] }, pack], 'sales.contract_approval')).toBe(pack);
  });
});
