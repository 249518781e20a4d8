// A caller that never gives up: a request that got no answer is sent again with the same Idempotency-Key.
import { setTimeout as pause } from 'node:timers/promises';

export class Client {
  constructor(server, token) {
    this.server = server;
    this.token = token;
    this.repeated = 0;
  }

  async get(path) {
    return this.#request('GET', path);
  }

  async post(path, body, key) {
    return this.#request('POST', path, body, key);
  }

  async #request(method, path, body, key) {
    for (let attempt = 0; ; attempt += 1) {
      await this.server.up();
      const headers = { Authorization: `Bearer ${this.token}`, 'Accept-Language': 'en' };
      if (body !== undefined) headers['Content-Type'] = 'application/json';
      if (key) headers['Idempotency-Key'] = key;
      try {
        const answer = await fetch(this.server.url + '/api/v1' + path, {
          method,
          headers,
          body: body === undefined ? undefined : JSON.stringify(body),
          signal: AbortSignal.timeout(30_000),
        });
        const text = await answer.text();
        if (answer.status === 503) {
          await pause(20);
          continue;
        }
        return { status: answer.status, body: text ? JSON.parse(text) : null };
      } catch (error) {
        if (attempt > 200) throw error;
        this.repeated += 1;
        await pause(5);
      }
    }
  }
}

export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
