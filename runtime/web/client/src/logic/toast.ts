import { Notify } from 'quasar';
import { sentenceOf, problemOf } from './problems';

/** Short words about what was done; errors stay longer and can be closed. */
export function toast(message: string, action?: { label: string; handler: () => void }) {
  Notify.create({
    message,
    classes: 'fw-toast',
    position: 'bottom',
    timeout: 4000,
    actions: action ? [{ label: action.label, color: 'white', noCaps: true, handler: action.handler }] : [],
  });
}

export function toastProblem(error: unknown) {
  const problem = problemOf(error);
  Notify.create({
    message: sentenceOf(problem),
    caption: problem.diagnostics[0]?.hint,
    classes: 'fw-toast-error',
    position: 'bottom',
    timeout: 8000,
    closeBtn: '✕',
  });
}
