/** What the console reads and sends beside what everybody does (docs/operations-flows.md). */
import type { components } from '@/api/openapi';
import type { Id, Instance } from '@/api/types';

type Shapes = components['schemas'];

/** An instance as administrators see it. */
export type Operated = Instance;
export type Incident = Shapes['incident'];
export type IncidentPage = Shapes['incident_page'];
/** What an automation could not do. */
export type Failure = Shapes['failure'];
export type FailurePage = Shapes['failure_page'];
export type FlowVersion = Shapes['flow_on'];
export type Bulk = Shapes['bulk'] & { succeeded: number };
export type InstanceState = Shapes['instance_state'];
export interface Verdict {
  dry_run?: boolean;
  possible?: boolean;
  diagnostics?: { code: string; text: string; hint?: string }[];
  instance?: Partial<InstanceState>;
}
export interface BulkItem {
  instance: Id;
  result: 'waiting' | 'done' | 'failed';
  code?: string;
  text?: string;
  at?: string;
}
export interface FlowTest {
  flow: string;
  test: { id: string; given?: unknown; do?: unknown; expect?: unknown };
  problems?: string[];
}
