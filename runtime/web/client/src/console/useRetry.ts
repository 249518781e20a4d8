import { ref } from 'vue';
import type { Id } from '@/api/types';
import { t } from '@/i18n';
import { toast, toastProblem } from '@/logic/toast';

/** Tries again what failed; `retrying` is what it is busy with. What others have done meanwhile is seen afterwards. */
export function useRetry(send: (id: Id) => Promise<unknown>, after: () => unknown) {
  const retrying = ref<string | null>(null);
  async function retry(failed: { id: Id }) {
    retrying.value = failed.id;
    try {
      await send(failed.id);
      toast(t('console.did.retry'));
    } catch (error) {
      toastProblem(error);
    }
    await after();
    retrying.value = null;
  }
  return { retrying, retry };
}
