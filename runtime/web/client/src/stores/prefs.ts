import { reactive, watch } from 'vue';

/** What one person set on this device. */
interface Prefs {
  theme: 'auto' | 'light' | 'dark';
  rail: 'wide' | 'narrow';
}

function load(): Prefs {
  const defaults: Prefs = { theme: 'auto', rail: 'wide' };
  try {
    return { ...defaults, ...(JSON.parse(localStorage.getItem('fw.prefs') ?? '{}') as Partial<Prefs>) };
  } catch {
    return defaults;
  }
}

export const prefs = reactive(load());

const systemDark = window.matchMedia('(prefers-color-scheme: dark)');
export const theme = reactive({ dark: false });

function applyTheme() {
  theme.dark = prefs.theme === 'dark' || (prefs.theme === 'auto' && systemDark.matches);
  document.documentElement.classList.toggle('dark', theme.dark);
  document.body.classList.toggle('body--dark', theme.dark);
}

systemDark.addEventListener('change', applyTheme);
watch(
  prefs,
  () => {
    localStorage.setItem('fw.prefs', JSON.stringify(prefs));
    applyTheme();
  },
  { immediate: true },
);
