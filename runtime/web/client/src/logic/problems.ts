import { Problem } from '@/api/http';
import { t } from '@/i18n';

/** The one sentence a person should read first. */
export function sentenceOf(problem: Problem): string {
  if (problem.status === 0) return t('problem.offline');
  if (problem.detail) return problem.detail;
  if (problem.diagnostics[0]) return problem.diagnostics[0].text;
  if (problem.status === 403) return t('problem.forbidden');
  if (problem.status === 404) return t('problem.missing');
  if (problem.status >= 500) return t('problem.server');
  return problem.title;
}

/** Everything thrown as a Problem; our own bugs stay visible in the console. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  console.error(error);
  return new Problem(500, '', error instanceof Error ? error.message : String(error));
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
