import { ref } from 'vue';
import { t } from '@/i18n';
import { toast, toastProblem } from '@/logic/toast';
import { operations } from './api';
import type { Incident } from './types';

/** Tries again what failed; `retrying` is the incident it is busy with. */
export function useRetry(after: () => unknown) {
  const retrying = ref<string | null>(null);
  async function retry(incident: Incident) {
    retrying.value = incident.id;
    try {
      await operations.onIncident(incident.id, 'retry');
      toast(t('console.did.retry'));
      await after();
    } catch (error) {
      toastProblem(error);
    } finally {
      retrying.value = null;
    }
  }
  return { retrying, retry };
}
