// Every page, in every window: accessible, light, whole. PICTURES=folder keeps a picture of each, and PDFs of those that print;
// ECO=file writes what ten of them weigh (bin/eco).
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Cast, launch, PICTURES, watched } from '../support/browser.js';
import { check, excesses, measure, sideways, smallTargets } from '../support/check.js';
import { ecoindex } from '../support/ecoindex.js';
import { declaration } from '../support/eco.js';
import { PAGES, WINDOWS } from '../support/pages.js';
import { start } from '../support/product.js';

const weights = new Map();

let product;
let browser;
let cast;

before(async () => {
  product = await start();
  browser = await launch();
  cast = new Cast(browser, product);
  if (PICTURES) mkdirSync(PICTURES, { recursive: true });
});

after(async () => {
  await browser?.close();
  await product?.stop();
  if (process.env.ECO) writeFileSync(process.env.ECO, declaration(weights));
});

test('EcoIndex is what its authors publish', () => {
  for (const [dom, requests, kilobytes, score] of [[100, 4, 25, 91.36], [300, 5, 40, 84.31], [693, 78, 2420, 43.68]]) {
    assert.ok(Math.abs(ecoindex(dom, requests, kilobytes) - score) < 0.01);
  }
});

for (const { role, name, address, kind = 'page', print = false } of PAGES) {
  const called = `${role ?? 'nobody'}-${name}`;

  test(`${called} stays within its budget`, async (t) => {
    const measured = await measure(cast, role, address);
    weights.set(called, measured);
    const { elements, requests, kilobytes, score } = measured;
    t.diagnostic(`${called}: ${elements} elements, ${requests} requests, ${kilobytes.toFixed(1)} kB, EcoIndex ${score.toFixed(1)}`);
    assert.deepEqual(excesses(measured, kind), []);
  });

  for (const { width, dark } of WINDOWS) {
    const seen = `${called}-${width}-${dark ? 'dark' : 'light'}`;
    test(`${seen} is accessible and whole`, async () => {
      await watched(await cast.page(role, { width, dark, touch: width === 360 }), seen, async (page) => {
        const answer = await page.goto(address);
        assert.equal(answer.status(), { 'not-found': 404, 'sticker-unknown': 404, forbidden: 403 }[name] ?? 200);
        const wrong = await check(page);
        if (width === 360 && !dark) wrong.push(...(await smallTargets(page)), ...(await sideways(page)));
        if (PICTURES && print && width === 1200 && !dark) await page.pdf({ path: join(PICTURES, `${called}.pdf`), preferCSSPageSize: true });
        // After the check: taking a picture leaves styles in the page.
        if (PICTURES) await page.screenshot({ path: join(PICTURES, `${seen}.png`), fullPage: true });
        assert.deepEqual(wrong, []);
      });
    });
  }
}
