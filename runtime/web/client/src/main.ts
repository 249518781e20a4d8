import { Dialog, Loading, Notify, Quasar } from 'quasar';
import 'quasar/dist/quasar.css';
import { createApp } from 'vue';
import App from './App.vue';
import './css/app.css';
import { onSignedOut } from './api/http';
import { i18n, preferredLanguage, useLanguage } from './i18n';
import { router } from './router';
import { session } from './stores/session';

async function start() {
  await useLanguage(preferredLanguage());
  onSignedOut(() => {
    session.expired = Boolean(session.me);
  });
  const app = createApp(App);
  app.use(Quasar, { plugins: { Dialog, Loading, Notify } });
  app.use(i18n);
  app.use(router);
  app.mount('#app');
}

void start();
