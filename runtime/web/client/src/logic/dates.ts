/** Dates as people type and read them: 2026-11-21, 14:05. */

const pad = (n: number) => String(n).padStart(2, '0');

/** The company's time zone, in which everybody reads and types times; without one that of this device. */
let zone: string | undefined;

export function useZone(name: string | undefined) {
  try {
    if (name) new Intl.DateTimeFormat('en', { timeZone: name });
    zone = name;
  } catch {
    zone = undefined; // a browser that does not know it
  }
}

/** The clock of the company at an instant, as a Date whose UTC parts are its hands. */
function clock(date: Date): Date {
  if (!zone) return new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(date);
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value ?? 0);
  return new Date(Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')));
}

/** The instant at which the company's clock shows this. */
function instant(hands: Date): Date {
  let guess = hands;
  // Twice, because the offset at the first guess may be that of the other side of a clock change.
  for (let i = 0; i < 2; i += 1) guess = new Date(guess.getTime() + hands.getTime() - clock(guess).getTime());
  return guess;
}

export function isoDate(date: Date): string {
  return clock(date).toISOString().slice(0, 10);
}

function valid(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same ? `${String(year).padStart(4, '0')}-${pad(month)}-${pad(day)}` : null;
}

function shifted(today: Date, days: number): string {
  const hands = clock(today);
  return new Date(Date.UTC(hands.getUTCFullYear(), hands.getUTCMonth(), hands.getUTCDate() + days))
    .toISOString()
    .slice(0, 10);
}

/** Understands 2026-11-21, 2026/11/21, 2026年11月21日, 20261121, 21.11.2026, 11-21, t (today), +3, -1. Null: not a date. */
export function parseDate(input: string, today = new Date()): string | null {
  const text = input.normalize('NFKC').trim().toLowerCase();
  if (text === 't' || text === 'today' || text === '今天') return isoDate(today);
  const shift = /^([+-])(\d{1,4})$/.exec(text);
  if (shift) return shifted(today, Number(`${shift[1]}${shift[2]}`));
  const full =
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (full) return valid(Number(full[1]), Number(full[2]), Number(full[3]));
  const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  if (german) return valid(Number(german[3]), Number(german[2]), Number(german[1]));
  const short = /^(\d{1,2})\s*[-/月]\s*(\d{1,2})\s*日?$/.exec(text);
  if (short) return valid(clock(today).getUTCFullYear(), Number(short[1]), Number(short[2]));
  return null;
}

/** "9", "930", "9:30", "14:05:10" → "HH:MM[:SS]"; null: not a time. */
export function parseTime(input: string): string | null {
  const text = input.normalize('NFKC').trim();
  const match = /^(\d{1,2})(?::(\d{1,2}))?(?::(\d{1,2}))?$/.exec(text) ?? /^(\d{1,2})(\d{2})$/.exec(text);
  if (!match) return null;
  const [hour, minute, second] = [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return null;
  return `${pad(hour)}:${pad(minute)}${match[3] ? `:${pad(second)}` : ''}`;
}

/** A UTC instant of the server as "2026-11-21 14:05" on the company's clock. */
export function formatDateTime(value: string | null | undefined): string {
  if (!value) return '';
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return value;
  return clock(date).toISOString().slice(0, 16).replace('T', ' ');
}

/** "2026-11-21 14:05" typed by a person as a UTC instant. */
export function parseDateTime(input: string, today = new Date()): string | null {
  const text = input.trim();
  const at = text.lastIndexOf(' ');
  const day = parseDate(at < 0 ? text : text.slice(0, at), today);
  const time = at < 0 ? '00:00' : parseTime(text.slice(at + 1));
  if (!day || !time) return null;
  const hands = new Date(`${day}T${time.length === 5 ? `${time}:00` : time}Z`);
  return Number.isNaN(hands.getTime()) ? null : instant(hands).toISOString().replace('.000Z', 'Z');
}

/** The instant at which a day, or one some days later, begins on the company's clock. */
export function dayStart(day: string, later = 0): string {
  const hands = new Date(`${day}T00:00:00Z`);
  hands.setUTCDate(hands.getUTCDate() + later);
  return instant(hands).toISOString().replace('.000Z', 'Z');
}

/** How long ago, in the coarsest fitting unit; the words are the caller's. */
export function duration(seconds: number): { unit: 'second' | 'minute' | 'hour' | 'day'; count: number } {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return { unit: 'second', count: s };
  if (s < 3600) return { unit: 'minute', count: Math.round(s / 60) };
  if (s < 172800) return { unit: 'hour', count: Math.round(s / 3600) };
  return { unit: 'day', count: Math.round(s / 86400) };
}
