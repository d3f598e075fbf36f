// A hurried hand presses twice: what is sent happens once, with JavaScript and without.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Cast, launch, Person, watched } from '../support/browser.js';
import { named, start } from '../support/product.js';

const REQUEST = `/structures/${named('structures/douces')}/tickets/new`;
const TICKET = `/tickets/${named('tickets/planning_navigateur')}`;

let product;
let browser;
let cast;

before(async () => {
  product = await start();
  browser = await launch();
  cast = new Cast(browser, product);
});

after(async () => {
  await browser?.close();
  await product?.stop();
});

/** Nobody else writes into the database until `release`: an answer that the product must make waits. */
async function held(product) {
  const holder = spawn('sqlite3', [join(product.folder, 'var', 'demo', 'demo.db')], { stdio: ['pipe', 'pipe', 'inherit'] });
  holder.stdin.write('PRAGMA busy_timeout = 5000;\nBEGIN IMMEDIATE;\n.print held\n');
  for await (const said of holder.stdout) if (String(said).includes('held')) break;
  return () => holder.stdin.end('COMMIT;\n');
}

/** Presses, and again before the answer comes; says how many forms left the browser. */
async function pressTwice(page, name, scripts) {
  let left = 0;
  page.on('request', (request) => { if (request.method() === 'POST') left++; });
  const posted = () => page.waitForRequest((request) => request.method() === 'POST');
  const button = page.getByRole('button', { name, exact: true }).first();
  await button.scrollIntoViewIfNeeded();
  const box = await button.boundingBox();
  const release = await held(product);
  try {
    const arrived = page.waitForEvent('framenavigated', (frame) => frame === page.mainFrame());
    for (const again of [false, true]) {
      const leaves = again && scripts ? null : posted();
      // The bare mouse: a click of Playwright's waits for the page that it begins.
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
      await leaves;
    }
    release();
    await arrived;
    await page.waitForLoadState('load');
  } finally {
    release();
  }
  return left;
}

for (const scripts of [true, false]) {
  const how = scripts ? 'with JavaScript' : 'without JavaScript';

  /** `deed` writes into the page and presses twice. */
  const twice = (name, role, deed) => test(`${name}, ${how}`, async () => {
    await watched(await cast.page(role, { scripts }), `${name}-${how}`, async (page) => {
      const left = await deed(new Person(page), page);
      assert.equal(left, scripts ? 1 : 2, 'the module holds the second form back; without it both leave');
    });
  });

  twice('one request', 'employee', async (person, page) => {
    const words = `La souris saute, ${how}.`;
    await person.go(REQUEST);
    await person.write('Que se passe-t-il ?', words);
    const left = await pressTwice(page, 'Envoyer ma demande', scripts);
    await person.go('/tickets');
    await person.reads(words);
    assert.equal(await page.getByText(words).count(), 1);
    return left;
  });

  twice('one intervention', 'technician', async (person, page) => {
    const note = `Ronde des écrans, ${how}.`;
    await person.go('/interventions/new');
    await page.getByLabel('Pour quelle structure ?').first().selectOption({ index: 1 });
    await person.write('Combien de temps ?', '10 min');
    await person.write("Qu'avez-vous fait ?", note);
    const left = await pressTwice(page, 'Enregistrer', scripts);
    await person.go('/interventions');
    await person.reads(note);
    assert.equal(await page.getByText(note).count(), 1);
    return left;
  });

  twice('one reply, and its time once', 'technician', async (person, page) => {
    const words = `Je repasse demain, ${how}.`;
    const lines = page.locator('aside details li a', { hasText: '7 min' });
    await person.go(TICKET);
    const before = await lines.count();
    await person.write('Votre réponse', words);
    await person.write('Temps passé', '7 min');
    const left = await pressTwice(page, 'Envoyer la réponse', scripts);
    await person.go(TICKET);
    await person.reads(words);
    assert.equal(await page.getByText(words).count(), 1);
    assert.equal(await lines.count(), before + 1);
    return left;
  });
}
