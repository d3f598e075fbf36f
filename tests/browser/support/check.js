// What every page must be: accessible, light, within its window, without a complaint of the browser.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { brotliCompressSync, constants } from 'node:zlib';
import { ecoindex } from './ecoindex.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['RGAAv4', 'wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What fails, by kind of page (docs: interface.md §7). */
export const BUDGETS = {
  page: { elements: 350, score: 82 },
  home: { elements: 170, score: 89 },
  list: { elements: 400, score: 80 },
};
const REQUESTS = 5;
const KILOBYTES = 40;

/** Problems that axe finds or cannot decide, one line each. */
export async function axe(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags }), TAGS);
  return ['violations', 'incomplete'].flatMap((kind) =>
    found[kind].flatMap((rule) =>
      rule.nodes.slice(0, 3).map((node) => {
        const why = [...node.any, ...node.all, ...node.none][0]?.message ?? '';
        return `axe ${kind} ${rule.id}: ${node.html.slice(0, 120)} ${why}`;
      })));
}

/** Elements, requests and weight of an address, cold, in a window of 1920 × 1080. */
export async function measure(cast, role, address) {
  const page = await cast.page(role, { width: 1920, height: 1080 });
  const bodies = [];
  page.on('response', (answer) => bodies.push(answer.body().then((body) => ({ answer, body }), () => null)));
  await page.goto(address);
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await page.waitForLoadState('networkidle');
  const elements = await page.evaluate(() => [...document.querySelectorAll('*')].filter((e) => !e.parentElement?.closest('svg')).length);
  const got = (await Promise.all(bodies)).filter((one) => one && one.answer.status() < 300);
  // What the proxy will do to pages.
  const squeezed = ({ answer, body }) =>
    /^(text|application\/(javascript|json)|image\/svg)/.test(answer.headers()['content-type'] ?? '')
      ? brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length
      : body.length;
  const kilobytes = got.reduce((sum, one) => sum + squeezed(one), 0) / 1000;
  await page.context().close();
  return { elements, requests: got.length, kilobytes, score: ecoindex(elements, got.length, kilobytes) };
}

/** What a measure exceeds. */
export function excesses({ elements, requests, kilobytes, score }, kind) {
  const budget = BUDGETS[kind];
  return [
    elements > budget.elements && `${elements} elements, more than ${budget.elements}`,
    score < budget.score && `EcoIndex ${score.toFixed(1)}, less than ${budget.score}`,
    requests > REQUESTS && `${requests} requests, more than ${REQUESTS}`,
    kilobytes > KILOBYTES && `${kilobytes.toFixed(1)} kB, more than ${KILOBYTES}`,
  ].filter(Boolean);
}

/** What is wrong with a page as it stands in its window. */
export async function check(page) {
  const wrong = [...page.complaints];
  page.complaints.length = 0;
  const shape = await page.evaluate(() => ({
    h1: document.querySelectorAll('h1').length,
    lang: document.documentElement.lang,
    title: document.title,
    styled: document.querySelectorAll('[style], style').length,
  }));
  if (shape.h1 !== 1) wrong.push(`${shape.h1} headings of level 1`);
  if (!shape.lang || !shape.title) wrong.push('no language or no title');
  if (shape.styled) wrong.push('a style inside the page');
  wrong.push(...(await axe(page)));
  page.complaints.length = 0;
  return wrong;
}

/** Targets under 44 pixels, except links in sentences. */
export async function smallTargets(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')]
      .filter((e) => {
        const box = (e.matches('[type=radio], [type=checkbox]') ? e.closest('label') ?? e : e).getBoundingClientRect();
        if (!box.width || e.closest('.skip, [aria-hidden=true]')) return false;
        if (e.tagName === 'A' && e.closest('p:not(.actions):not(.demo), dd, li li')) return false;
        return box.height < 43.5 || box.width < 43.5;
      })
      .map((e) => `small target: ${e.outerHTML.slice(0, 90)}`));
}

/** Whether the page scrolls sideways in a window of 320 pixels. */
export async function sideways(page) {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 700 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  await page.setViewportSize(before);
  return width > 320 ? [`scrolls sideways at 320: ${width}`] : [];
}
