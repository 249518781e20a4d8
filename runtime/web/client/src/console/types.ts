/** What the console reads and sends beside what everybody does (docs/operations-flows.md). */
import type { Id, Instance, Text } from '@/api/types';

export interface Incident {
  id: Id;
  instance: Id;
  flow: string;
  flow_label?: Text;
  node?: string;
  node_label?: Text;
  kind: string;
  code: string;
  text: string;
  attempts: number;
  at: string;
  state: 'open' | 'solved';
  how?: string;
  solved_at?: string;
  solved_by?: { id: Id; name: string } | null;
  record?: { entity: string; id: Id; title: string } | null;
}
export interface IncidentPage {
  incidents: Incident[];
  next: string | null;
  count?: number;
}
export interface TimerRow {
  number: number;
  node: string;
  node_label?: Text;
  due_at: string;
}
export interface WaitRow {
  number: number;
  kind: string;
  name: string;
  node: string;
  node_label?: Text;
  key?: unknown;
  called?: Id;
}
/** An instance as administrators see it. */
export type Operated = Instance & {
  suspended?: boolean;
  incidents?: Incident[];
  timers?: TimerRow[];
  waits?: WaitRow[];
};
export interface Verdict {
  dry_run?: boolean;
  possible?: boolean;
  diagnostics?: { code: string; text: string; hint?: string }[];
  instance?: Operated;
}
export interface FlowVersion {
  deployment: Id;
  deployed_at: string;
  current: boolean;
  running: number;
  ended: number;
  nodes: { id: string; label?: Text; type: string }[];
}
export interface Bulk {
  id: Id;
  action: string;
  state: 'running' | 'stopped' | 'done';
  dry_run: boolean;
  total: number;
  done: number;
  succeeded: number;
  failed: number;
  created_at: string;
  created_by?: { id: Id; name: string } | null;
  ended_at?: string | null;
}
export interface BulkItem {
  instance: Id;
  result: 'waiting' | 'done' | 'failed';
  code?: string;
  text?: string;
  at?: string;
}
export interface InstanceState {
  step: number;
  steps: number;
  at: string;
  state: string;
  suspended?: boolean;
  round: number;
  tokens: { node: string; node_label?: Text; number?: number }[];
  variables: Record<string, unknown>;
  refused?: { step: number; code: string; text: string };
}
export interface FlowTest {
  flow: string;
  test: { id: string; given?: unknown; do?: unknown; expect?: unknown };
}
