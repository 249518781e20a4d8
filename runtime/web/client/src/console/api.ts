import { get, post } from '@/api/http';
import type { Id } from '@/api/types';
import type * as C from './types';
import type { Pack, Report } from './whatif';

type Query = Record<string, string | undefined>;

/** The routes of administrators (docs/operations-flows.md). */
export const operations = {
  instances: (query: Query, signal?: AbortSignal) =>
    get<{ instances: C.Operated[]; next: string | null; count?: number }>('/instances', query, signal),
  instance: (id: Id) => get<C.Operated>(`/instances/${id}`),
  /** Whether a command is possible and what it would leave; nothing is stored. */
  check: (id: Id, action: string, body: object) =>
    post<C.Verdict>(`/instances/${id}/${action}`, { ...body, dry_run: true }),
  command: (id: Id, action: string, body: object) =>
    post<{ instance: { id: Id; state: string } }>(`/instances/${id}/${action}`, body, { once: true }),
  versions: (flow: string) => get<C.FlowVersion[]>(`/flows/${flow}/versions`),

  incidents: (query: Query, signal?: AbortSignal) => get<C.IncidentPage>('/incidents', query, signal),
  onIncident: (id: Id, action: 'retry' | 'skip', body: object = {}) =>
    post<unknown>(`/incidents/${id}/${action}`, body, { once: true }),

  failures: (query: Query, signal?: AbortSignal) => get<C.FailurePage>('/automations/failures', query, signal),
  onFailure: (id: Id, action: 'retry' | 'skip', body: object = {}) =>
    post<unknown>(`/automations/failures/${id}/${action}`, body, { once: true }),

  startBulk: (body: object) => post<{ id: Id; total: number }>('/bulk', body, { once: true }),
  bulks: () => get<C.Bulk[]>('/bulk'),
  bulk: (id: Id) => get<C.Bulk>(`/bulk/${id}`),
  bulkItems: (id: Id, query: Query) => get<{ items: C.BulkItem[]; next: string | null }>(`/bulk/${id}/items`, query),
  onBulk: (id: Id, action: 'stop' | 'continue') => post<unknown>(`/bulk/${id}/${action}`),

  whatIf: (flow: string, body: { packs: Pack[]; last: number }, signal?: AbortSignal) =>
    post<Report>(`/flows/${flow}/what-if`, body, { signal }),
  deployments: () => get<{ deployments: { id: Id; at: string; note?: string; status: string }[] }>('/deployments'),
  deployed: () => get<{ packs: Pack[] }>('/deployments/current'),
  deployment: (id: Id) => get<{ packs: Pack[] }>(`/deployments/${id}`),

  fork: (id: Id, body: { at?: number; do: unknown[] }) => post<C.InstanceState>(`/instances/${id}/fork`, body),
  asTest: (id: Id) => get<C.FlowTest>(`/instances/${id}/test`),
};
