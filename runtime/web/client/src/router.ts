import { createRouter, createWebHistory } from 'vue-router';
import { resume, session } from '@/stores/session';

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/sign-in', name: 'sign-in', component: () => import('@/pages/SignInPage.vue') },
    { path: '/', name: 'home', component: () => import('@/pages/HomePage.vue') },
    {
      path: '/inbox/:box(todo|waiting|done|started|copied)?/:id?',
      name: 'inbox',
      component: () => import('@/pages/InboxPage.vue'),
    },
    { path: '/list/:entity', name: 'list', component: () => import('@/pages/ListPage.vue') },
    { path: '/record/:entity/:id', name: 'record', component: () => import('@/pages/RecordPage.vue') },
    { path: '/report/:id', name: 'report', component: () => import('@/pages/ReportPage.vue') },
    { path: '/absences', name: 'absences', component: () => import('@/pages/AbsencesPage.vue') },
    { path: '/admin/users', name: 'users', component: () => import('@/pages/UsersPage.vue') },
    { path: '/operations/instances', name: 'instances', component: () => import('@/pages/InstancesPage.vue') },
    { path: '/operations/instances/:id', name: 'instance', component: () => import('@/pages/InstancePage.vue') },
    { path: '/operations/incidents', name: 'incidents', component: () => import('@/pages/IncidentsPage.vue') },
    {
      path: '/operations/automations',
      name: 'automations',
      component: () => import('@/pages/AutomationFailuresPage.vue'),
    },
    { path: '/operations/durations', name: 'durations', component: () => import('@/pages/DurationsPage.vue') },
    { path: '/operations/what-if', name: 'what-if', component: () => import('@/pages/WhatIfPage.vue') },
    { path: '/operations/bulk/:id?', name: 'bulk', component: () => import('@/pages/BulkPage.vue') },
    {
      path: '/admin/instances/:id?',
      redirect: (to) => `/operations/instances${to.params.id ? `/${to.params.id as string}` : ''}`,
    },
    { path: '/:rest(.*)*', name: 'missing', component: () => import('@/pages/MissingPage.vue') },
  ],
});

/** Pages under /admin are for administrators; others are told so (AppFrame). */
export const isForAdministrators = (path: string) => /^\/admin(\/|$)/.test(path);

let asked = false;

router.beforeEach(async (to) => {
  if (!session.me && !asked) {
    asked = true;
    await resume().catch(() => false);
  }
  if (!session.me && to.name !== 'sign-in')
    return { name: 'sign-in', query: to.fullPath === '/' ? {} : { back: to.fullPath } };
  if (session.me && to.name === 'sign-in') return { name: 'home' };
  return true;
});
