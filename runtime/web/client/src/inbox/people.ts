import type { Task } from '@/api/types';
import { t } from '@/i18n';
import { session } from '@/stores/session';

export const namesOf = (people: { name?: string }[] | undefined) =>
  (people ?? []).map((p) => p.name ?? '').join(t('people.and'));

/** My own task, done by a stand-in or an administrator. */
export const didForMe = (task: Pick<Task, 'assignee' | 'done_by'>) =>
  Boolean(task.done_by && task.assignee?.id === session.me?.id && task.done_by.id !== session.me?.id);
