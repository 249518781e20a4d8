/** BPMN's signs, drawn around (0, 0) for an event of 36 px. */
export const eventMarks: Record<string, { path: string; filled?: boolean }> = {
  message: { path: 'M-9-6.5H9V6.5H-9ZM-9-6.5L0 1L9-6.5' },
  timer: { path: 'M9.5 0A9.5 9.5 0 1 1-9.5 0A9.5 9.5 0 1 1 9.5 0ZM0-6V0L4 3M0-9.5V-8M0 9.5V8M-9.5 0H-8M9.5 0H8' },
  signal: { path: 'M0-9.5L9 6H-9Z' },
  error: { path: 'M-8 8.5L-3.5-7L2 1L8-9L3.5 8L-2 0.5Z' },
  escalation: { path: 'M0-9.5L7.5 8.5L0 1.5L-7.5 8.5Z' },
  conditional: { path: 'M-7-9H7V9H-7ZM-4.5-5H4.5M-4.5-1.7H4.5M-4.5 1.7H4.5M-4.5 5H4.5' },
  compensation: { path: 'M-9.5 0L-1-6V6ZM-1 0L7.5-6V6Z' },
  cancel: { path: 'M-7-9L0-2.5L7-9L9-7L2.5 0L9 7L7 9L0 2.5L-7 9L-9 7L-2.5 0L-9-7Z' },
  terminate: { path: 'M9 0A9 9 0 1 1-9 0A9 9 0 1 1 9 0Z', filled: true },
  link: { path: 'M-9-3.5H1.5V-8.5L9.5 0L1.5 8.5V3.5H-9Z' },
};

/** Of a gateway of 50 px. */
export const gatewayMarks: Record<string, { path: string; width: number }> = {
  exclusive: { path: 'M-7-7L7 7M7-7L-7 7', width: 3 },
  parallel: { path: 'M-10 0H10M0-10V10', width: 3 },
  inclusive: { path: 'M9.5 0A9.5 9.5 0 1 1-9.5 0A9.5 9.5 0 1 1 9.5 0Z', width: 2.6 },
  complex: { path: 'M-10 0H10M0-10V10M-7-7L7 7M7-7L-7 7', width: 2.6 },
  event_based: {
    path: 'M12 0A12 12 0 1 1-12 0A12 12 0 1 1 12 0ZM9.5 0A9.5 9.5 0 1 1-9.5 0A9.5 9.5 0 1 1 9.5 0ZM0-6L5.7-1.9L3.5 4.9H-3.5L-5.7-1.9Z',
    width: 1.3,
  },
};

/** At the bottom of an activity, 14 px each. */
export const activityMarks: Record<string, string> = {
  collapsed: 'M-6.5-6.5H6.5V6.5H-6.5ZM-4 0H4M0-4V4',
  loop: 'M-3.5 5.2A6 6 0 1 1 2.5 5.6M-3.5 5.2L-4 1M-3.5 5.2L-7.6 5.4',
  parallel: 'M-4-6V6M0-6V6M4-6V6',
  sequential: 'M-6-4H6M-6 0H6M-6 4H6',
  compensates: 'M-7 0L-1-4.5V4.5ZM-1 0L5-4.5V4.5Z',
  ad_hoc: 'M-6 1.5C-4.5-3 -2-3 0 0S4.5 3 6-1.5',
};

const kActivityTypes = ['sub_process', 'transaction', 'ad_hoc', 'event_sub_process'];

export interface Marked {
  type: string;
  shape: string;
  container?: boolean;
  expanded?: boolean;
  repeat?: string;
  compensates?: boolean;
}

/** Which of them an activity bears, from left to right. */
export function marksOf(node: Marked): string[] {
  if (node.shape !== 'task') return [];
  const marks: string[] = [];
  if (node.repeat) marks.push(node.repeat);
  if (node.compensates) marks.push('compensates');
  if (node.type === 'ad_hoc') marks.push('ad_hoc');
  const opens = node.container || kActivityTypes.includes(node.type) || node.type === 'call_activity';
  if (opens && !node.expanded) marks.push('collapsed');
  return marks;
}

/** The parts of a heat scale: 0 is cool, 1 the hottest; square root, so that one outlier does not cool all others. */
export function heatOf(value: number | null | undefined, largest: number): number {
  if (!value || largest <= 0) return 0;
  return Math.min(1, Math.sqrt(value / largest));
}
