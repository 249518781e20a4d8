import { parseJson, writeJson } from './json';

/** One sentence of the server about what is wrong and where. */
export interface Diagnostic {
  code: string;
  severity?: string;
  text: string;
  hint?: string;
  field?: string;
  column?: number;
}

/** Any answer that is not 2xx (status 0: the server could not be reached). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly diagnostics: Diagnostic[] = [],
  ) {
    super(detail || diagnostics[0]?.text || title);
  }
}

export interface Answer<T> {
  data: T;
  version: string | null;
}

export interface Call {
  method?: string;
  query?: Record<string, string | number | boolean | undefined | null>;
  body?: unknown;
  version?: string | number | null;
  signal?: AbortSignal;
  /** Set by the caller where a repetition after a lost answer must not act twice. */
  key?: string;
  /** The same, kept here: repeated word for word after a lost answer, the request bears the same key. */
  once?: boolean;
}

const settings = {
  csrf: '',
  language: 'en',
  onSignedOut: () => {},
  onReached: null as ((there: boolean) => void) | null,
};

export function setCsrf(token: string) {
  settings.csrf = token;
}

export function setRequestLanguage(language: string) {
  settings.language = language;
}

export function onSignedOut(action: () => void) {
  settings.onSignedOut = action;
}

/** Told with every call whether the server was there. */
export function onReached(action: (there: boolean) => void) {
  settings.onReached = action;
}

export function apiUrl(path: string, query: Call['query'] = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(key, String(value));
  }
  const text = search.toString();
  return `/api/v1${path}${text ? `?${text}` : ''}`;
}

export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}

function headersOf(call: Call): Headers {
  const headers = new Headers({ Accept: 'application/json', 'Accept-Language': settings.language });
  if (call.body !== undefined) headers.set('Content-Type', 'application/json');
  if (call.version !== undefined && call.version !== null) headers.set('If-Match', `"${call.version}"`);
  if (call.key) headers.set('Idempotency-Key', call.key);
  if (call.method && call.method !== 'GET' && settings.csrf) headers.set('X-CSRF-Token', settings.csrf);
  return headers;
}

async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text();
  try {
    const body = JSON.parse(text) as { title?: string; detail?: string; diagnostics?: Diagnostic[] };
    return new Problem(response.status, body.title ?? response.statusText, body.detail ?? '', body.diagnostics ?? []);
  } catch {
    return new Problem(response.status, response.statusText, text.slice(0, 200));
  }
}

const unanswered = new Map<string, string>();

export async function request<T>(path: string, call: Call = {}): Promise<Answer<T>> {
  if (!call.once) return send<T>(path, call);
  const words = JSON.stringify([call.method, path, call.version, call.body]);
  const key = unanswered.get(words) ?? newKey();
  unanswered.set(words, key);
  try {
    const answer = await send<T>(path, { ...call, key });
    unanswered.delete(words);
    return answer;
  } catch (error) {
    if (error instanceof Problem && error.status !== 0) unanswered.delete(words);
    throw error;
  }
}

async function send<T>(path: string, call: Call): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await fetch(apiUrl(path, call.query), {
      method: call.method ?? 'GET',
      headers: headersOf(call),
      body: call.body === undefined ? undefined : writeJson(call.body),
      signal: call.signal,
      credentials: 'same-origin',
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    settings.onReached?.(false);
    throw new Problem(0, 'offline', '');
  }
  settings.onReached?.(![502, 503, 504].includes(response.status));
  if (!response.ok) {
    const problem = await problemOf(response);
    if (problem.status === 401 && path !== '/session') settings.onSignedOut();
    throw problem;
  }
  const text = response.status === 204 ? '' : await response.text();
  const version = response.headers.get('ETag')?.replace(/^W\//, '').replace(/"/g, '') ?? null;
  return { data: (text ? parseJson(text) : null) as T, version };
}

export async function get<T>(path: string, query?: Call['query'], signal?: AbortSignal): Promise<T> {
  return (await request<T>(path, { query, signal })).data;
}

export async function post<T>(path: string, body: unknown = {}, call: Call = {}): Promise<T> {
  return (await request<T>(path, { ...call, method: 'POST', body })).data;
}

/** A file's bytes as they are. */
export async function sendFile<T>(path: string, query: Call['query'], file: Blob): Promise<T> {
  const headers = headersOf({ method: 'POST' });
  headers.set('Content-Type', file.type || 'application/octet-stream');
  let response: Response;
  try {
    response = await fetch(apiUrl(path, query), { method: 'POST', headers, body: file, credentials: 'same-origin' });
  } catch {
    settings.onReached?.(false);
    throw new Problem(0, 'offline', '');
  }
  settings.onReached?.(true);
  if (!response.ok) throw await problemOf(response);
  return parseJson(await response.text()) as T;
}
