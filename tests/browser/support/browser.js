// Debian's Chromium, and people in front of it.
import { chromium } from 'playwright-core';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

export const PICTURES = process.env.PICTURES ?? '';
const FAILURES = process.env.FAILURES ?? join(import.meta.dirname, '..', '..', '..', 'target', 'browser');

export function launch() {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    headless: true,
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--hide-scrollbars',
    ],
  });
}

/** How people use it: what each journey is done with. */
export const HANDS = [
  { name: 'by keyboard at 1200', width: 1200, keyboard: true },
  { name: 'by touch at 360', width: 360, touch: true },
  { name: 'without JavaScript at 1200', width: 1200, scripts: false },
];

/** Signed-in cookies of each role, asked for once. */
export class Cast {
  #states = new Map();

  constructor(browser, product) {
    this.browser = browser;
    this.product = product;
  }

  async #state(role) {
    if (!this.#states.has(role)) {
      const context = await this.browser.newContext({ locale: 'fr-FR' });
      const page = await context.newPage();
      await page.goto(this.product.url + this.product.links[role]);
      await page.getByRole('button', { name: 'Me connecter' }).click();
      await page.waitForURL(`${this.product.url}/`);
      this.#states.set(role, await context.storageState());
      await context.close();
    }
    return this.#states.get(role);
  }

  /** A page of somebody: `role` is one of the demonstration's, or null for nobody. */
  async page(role, { width = 1200, height, dark = false, scripts = true, touch = false } = {}) {
    const context = await this.browser.newContext({
      baseURL: this.product.url,
      locale: 'fr-FR',
      timezoneId: 'Europe/Paris',
      viewport: { width, height: height ?? (width < 600 ? 780 : 900) },
      colorScheme: dark ? 'dark' : 'light',
      javaScriptEnabled: scripts,
      hasTouch: touch,
      storageState: role ? await this.#state(role) : undefined,
    });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    page.complaints = [];
    const visited = new Set();
    page.on('console', (line) => {
      // A page that refuses (404, 422) is noted by the browser itself; a file that is not there is not forgiven.
      const own = line.text().startsWith('Failed to load resource') && visited.has(line.location().url);
      if (line.type() === 'error' && !own) page.complaints.push(line.text());
    });
    page.on('pageerror', (error) => page.complaints.push(String(error)));
    page.on('request', (request) => {
      if (request.isNavigationRequest()) visited.add(request.url());
      if (!request.url().startsWith(this.product.url)) page.complaints.push(`asks another site: ${request.url()}`);
    });
    return page;
  }
}

/** Does something with a page, and keeps a picture of it when that fails. */
export async function watched(page, name, deed) {
  try {
    return await deed(page);
  } catch (failure) {
    mkdirSync(FAILURES, { recursive: true });
    const file = join(FAILURES, `${name.replace(/[^\w-]+/g, '_')}.png`);
    await page.screenshot({ path: file, fullPage: true }).catch(() => {});
    failure.message += `\n  at ${page.url()}, picture in ${file}`;
    throw failure;
  } finally {
    await page.context().close();
  }
}

/** One who acts: presses, writes and chooses the way the hand of the test does. */
export class Person {
  constructor(page, hand = {}) {
    this.page = page;
    this.hand = hand;
  }

  async go(address) {
    await this.page.goto(address);
  }

  #one(role, name, within) {
    const part = within ? this.page.locator(within) : this.page;
    return part.getByRole(role, { name, exact: typeof name === 'string' }).first();
  }

  /** Follows a link or presses a button, and waits for the page that comes. */
  async press(role, name, within) {
    const target = this.#one(role, name, within);
    await target.waitFor();
    const arrived = this.page.waitForEvent('framenavigated', (frame) => frame === this.page.mainFrame());
    if (this.hand.keyboard) {
      await this.#reach(target);
      await this.page.keyboard.press('Enter');
    } else if (this.hand.touch) {
      await target.tap();
    } else {
      await target.click();
    }
    await arrived;
    await this.page.waitForLoadState('load');
  }

  /** Walks there with the Tab key, as somebody without a mouse must. */
  async #reach(target) {
    for (let steps = 0; steps < 150; steps++) {
      if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error('the Tab key does not lead there');
  }

  async write(label, text) {
    const field = this.page.getByLabel(label).first();
    if (this.hand.keyboard) {
      await this.#reach(field);
      await this.page.keyboard.press('ControlOrMeta+A');
      await this.page.keyboard.type(text);
    } else {
      await field.fill(text);
    }
  }

  /** One of the choices of a question. */
  async choose(label) {
    const choice = this.page.getByRole('radio', { name: label, exact: typeof label === 'string' }).first();
    if (this.hand.touch) await choice.locator('xpath=ancestor::label').tap();
    else if (this.hand.keyboard) { await choice.focus(); await this.page.keyboard.press('Space'); }
    else await choice.check();
  }

  async select(label, option) {
    await this.page.getByLabel(label).first().selectOption({ label: option });
  }

  /** A sentence that the page must say. */
  async reads(text) {
    await this.page.getByText(text).first().waitFor({ timeout: 5_000 });
  }

  heading() {
    return this.page.getByRole('heading', { level: 1 }).first().innerText();
  }
}
