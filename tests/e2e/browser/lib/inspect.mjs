import { desk, phone, smallDesk } from './browser.mjs';

/** Runs in the page: texts whose contrast with their background is below what WCAG AA asks. */
export function faintTexts() {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].map((v, i) => (i === 3 ? v / 255 : v));
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const ground = (e) => {
    const layers = [];
    for (let at = e; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== 'none') return null;
      const color = rgba(style.backgroundColor);
      if (color[3] > 0) layers.push(color);
      if (color[3] === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const light = ([r, g, b]) => {
    const part = [r, g, b].map((v) => (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
  };
  const faint = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const e = node.parentElement;
    if (!node.textContent.trim() || !e.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (e.closest('[disabled], [aria-disabled=true], [aria-hidden=true], svg, script, style')) continue;
    const style = getComputedStyle(e);
    const below = ground(e);
    if (!below) continue;
    const [a, b] = [light(over(rgba(style.color), below)), light(below)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) {
      faint.set(`${e.tagName}.${e.className}`.slice(0, 60), `${ratio.toFixed(2)} “${node.textContent.trim().slice(0, 40)}”`);
    }
  }
  return [...faint].map(([where, what]) => `${where}: ${what}`);
}

/** Runs in the page: words that are cut off although nobody asked for an ellipsis, and ids used twice. */
export function clipped() {
  const bad = [];
  for (const e of document.querySelectorAll('button, .btn, label, dt, th, .tab, h1, h2')) {
    if (!e.checkVisibility() || !e.textContent.trim()) continue;
    const style = getComputedStyle(e);
    const cut = e.scrollWidth > e.clientWidth + 1 && style.overflow !== 'visible' && style.textOverflow !== 'ellipsis';
    if (cut) bad.push(`${e.tagName}.${e.className}: “${e.textContent.trim().slice(0, 50)}”`);
  }
  const seen = new Set();
  for (const { id } of document.querySelectorAll('[id]')) {
    if (seen.has(id)) bad.push(`id ${id} twice`);
    seen.add(id);
  }
  return bad;
}

/** Everything wrong with the page at once; the test fails at its end, where `person.found` must be empty. */
export async function inspect(person, what) {
  const found = await person.checkPage(what).then(
    () => [],
    (error) => [error.message],
  );
  found.push(...(await person.page.evaluate(clipped)), ...(await person.page.evaluate(faintTexts)));
  (person.found ??= []).push(...found.map((one) => `${what}: ${one}`));
}

/** What every page must look good in. */
export const looks = [
  { name: 'desk', device: desk, language: 'en', theme: 'light' },
  { name: 'desk-dark', device: desk, language: 'zh', theme: 'dark' },
  { name: 'small-desk', device: smallDesk, language: 'zh', theme: 'light' },
  { name: 'phone', device: phone, language: 'en', theme: 'light' },
  { name: 'phone-dark', device: phone, language: 'zh', theme: 'dark' },
];
