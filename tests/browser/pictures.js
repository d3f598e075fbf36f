// Takes the pictures of the README: node pictures.js FOLDER, with PARCOMMUN_BIN.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Cast, launch } from './support/browser.js';
import { start } from './support/product.js';

const folder = process.argv[2];
mkdirSync(folder, { recursive: true });
const product = await start();
const browser = await launch();
try {
  const cast = new Cast(browser, product);
  for (const role of Object.keys(product.links)) {
    const page = await cast.page(role, { width: 1200, height: 760 });
    await page.goto('/');
    await page.screenshot({ path: join(folder, `${role}.png`) });
    await page.context().close();
  }
} finally {
  await browser.close();
  await product.stop();
}
