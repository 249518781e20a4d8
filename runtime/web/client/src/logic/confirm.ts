import { Dialog } from 'quasar';
import ConfirmDialog from '@/components/ConfirmDialog.vue';

export interface Question {
  title: string;
  text: string;
  ok: string;
  cancel?: string;
  danger?: boolean;
}

/** Asks and waits; true for the first button. */
export function confirmDialog(question: Question): Promise<boolean> {
  return new Promise((resolve) => {
    Dialog.create({ component: ConfirmDialog, componentProps: { question } })
      .onOk(() => resolve(true))
      .onCancel(() => resolve(false));
  });
}
