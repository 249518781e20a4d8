import { reactive } from 'vue';

/** One place that knows whether this is a phone. */
const query = window.matchMedia('(max-width: 760px)');
export const viewport = reactive({ phone: query.matches });
query.addEventListener('change', () => (viewport.phone = query.matches));
