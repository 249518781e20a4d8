import { apiUrl, get, post, request, sendFile } from './http';
import type * as T from './types';

/** Every route the client uses, one function each. */
export const api = {
  signIn: (user: string, password: string) => post<{ person: T.Me; csrf: string }>('/session', { user, password }),
  session: () => get<T.Me & { person?: T.Me; csrf: string }>('/session'),
  signOut: () => request<null>('/session', { method: 'DELETE' }),
  setLanguage: (language: string) => request<T.Me>('/me', { method: 'PATCH', body: { language } }),
  app: () => get<T.App>('/app'),

  records: (entity: string, query: Record<string, string | number | boolean | undefined>, signal?: AbortSignal) =>
    get<T.RecordPage>(`/records/${entity}`, query, signal),
  record: (entity: string, id: T.Id) => get<T.RecordData>(`/records/${entity}/${id}`),
  create: (entity: string, body: T.RecordData, key: string) => post<T.RecordData>(`/records/${entity}`, body, { key }),
  update: async (entity: string, id: T.Id, body: T.RecordData, version: T.RecordData['version']) =>
    (await request<T.RecordData>(`/records/${entity}/${id}`, { method: 'PATCH', body, version, once: true })).data,
  remove: (entity: string, id: T.Id, version?: T.RecordData['version']) =>
    request<null>(`/records/${entity}/${id}`, { method: 'DELETE', version, once: true }),
  compute: (entity: string, body: { record: T.RecordData; id?: T.Id }, signal?: AbortSignal) =>
    post<T.Computed>(`/records/${entity}/compute`, body, { signal }),
  lookup: (entity: string, query: { q?: string; limit?: number; from?: string }, signal?: AbortSignal) =>
    get<T.Ref[]>(`/records/${entity}/lookup`, query, signal),
  transition: (entity: string, id: T.Id, transition: string, version: T.RecordData['version']) =>
    post<T.RecordData>(`/records/${entity}/${id}/transitions/${transition}`, {}, { version, once: true }),
  act: (
    entity: string,
    id: T.Id,
    action: string,
    body: { comment?: string; choices?: Record<string, T.Id[]> },
    version?: T.RecordData['version'],
  ) =>
    post<{ instance: T.Id; state: string }>(`/records/${entity}/${id}/actions/${action}`, body, {
      version,
      once: true,
    }),
  predict: (entity: string, id: T.Id, action: string) =>
    get<{ trail: T.TrailEntry[]; choices?: T.StartChoice[] }>(`/records/${entity}/${id}/actions/${action}/preview`),
  trail: async (entity: string, id: T.Id) =>
    (await get<{ instances: T.Instance[] }>(`/records/${entity}/${id}/trail`)).instances,
  changes: (entity: string, id: T.Id) => get<T.Change[]>(`/records/${entity}/${id}/changes`),
  exportUrl: (entity: string, query: Record<string, string | undefined>) =>
    apiUrl(`/records/${entity}/export`, { format: 'csv', ...query }),
  people: (q: string, signal?: AbortSignal, limit?: number) => get<T.Person[]>('/people', { q, limit }, signal),

  tasks: (box: string, query: { limit?: number; after?: string | null } = {}) =>
    get<{ tasks: T.Task[]; next: string | null; count?: number }>('/tasks', { box, ...query }),
  task: (id: T.Id) => get<T.TaskDetail>(`/tasks/${id}`),
  decide: (id: T.Id, action: string, body: Record<string, unknown>) =>
    post<{ task: T.Task; instance: { id: T.Id; state: string } }>(`/tasks/${id}/${action}`, body, { once: true }),
  instances: (query: Record<string, string | undefined>) =>
    get<{ instances: T.Instance[]; next: string | null }>('/instances', query),
  instance: (id: T.Id) => get<T.Instance>(`/instances/${id}`),
  withdraw: (id: T.Id, comment: string) =>
    post<unknown>(`/instances/${id}/withdraw`, { comment: comment || undefined }, { once: true }),
  onInstance: (id: T.Id, action: string, body: Record<string, unknown>) =>
    post<unknown>(`/instances/${id}/${action}`, body, { once: true }),
  upload: (file: Blob, name: string, purpose = 'file') => sendFile<T.FileRef>('/files', { name, purpose }, file),
  fileUrl: (id: T.Id, show = false) => apiUrl(`/files/${id}`, { show: show || undefined }),
  absences: (person?: T.Id) =>
    get<{ absences: T.Absence[]; standing_in: T.Absence[] }>('/absences', { person: person || undefined }),
  addAbsence: (body: { person?: T.Id; stand_in: T.Id; from: string; to: string; note?: string }) =>
    post<T.Absence>('/absences', body, { once: true }),
  endAbsence: (id: T.Id) => request<null>(`/absences/${id}`, { method: 'DELETE', once: true }),
  urge: (id: T.Id) => post<unknown>(`/instances/${id}/urge`, {}, { once: true }),

  diagram: (flow: string, deployment?: T.Id) => get<T.Diagram>(`/flows/${flow}/diagram`, { deployment }),
  instanceDiagram: (id: T.Id) => get<T.Diagram>(`/instances/${id}/diagram`),
  replay: (id: T.Id, after?: string | null) => get<T.Replay>(`/instances/${id}/replay`, { after, limit: 200 }),
  durations: (flow: string, query: { from?: string; to?: string }, signal?: AbortSignal) =>
    get<T.Durations>(`/flows/${flow}/durations`, query, signal),

  notifications: (query: { unread?: boolean; limit?: number; after?: string }) =>
    get<{ notifications: T.Notification[]; unread: number; next: string | null }>('/notifications', query),
  read: (id: T.Id) => post<unknown>(`/notifications/${id}/read`),
  readAll: () => post<unknown>('/notifications/read-all'),

  report: (id: string, query: Record<string, string | undefined>, signal?: AbortSignal) =>
    get<T.Report>(`/reports/${id}`, query, signal),
  reportCsvUrl: (id: string, query: Record<string, string | undefined>) => apiUrl(`/reports/${id}.csv`, query),
  reportRecords: (id: string, query: Record<string, string | undefined>) =>
    get<T.Ref[]>(`/reports/${id}/records`, query),

  users: () => get<{ users: T.User[] } | T.User[]>('/users'),
  createUser: (body: { login: string; person: T.Id; password: string; roles: string[] }) =>
    post<T.User>('/users', body),
  updateUser: (login: string, body: { roles?: string[]; active?: boolean; password?: string }) =>
    request<T.User>(`/users/${encodeURIComponent(login)}`, { method: 'PATCH', body }),
  deployment: () => get<{ packs: { id: string; files: { path: string; text: string }[] }[] }>('/deployments/current'),
};
