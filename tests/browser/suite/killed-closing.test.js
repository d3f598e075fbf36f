// The program killed in the middle of closing a month, a hundred times: afterwards the month is open or closed, never between.
// SEED=n chooses other moments; the seed of a run that fails is in its message.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { asked, chance } from '../support/kill.js';
import { BINARY, start } from '../support/product.js';

const SEED = Number(process.env.SEED ?? 20261031);
const DEATHS = 100;
/** What closing writes. */
const WRITTEN = ['closing', 'statement', 'statement_lot', 'journal', 'signature', 'due', 'cost_month', 'cost_month_line', 'letter'];
/** Of letters, its own: a round writes others meanwhile. */
const OWN = { letter: " WHERE event LIKE 'statement:%'" };

const file = (product) => join(product.folder, 'var', 'demo', 'demo.db');

/** How many rows each table has that closing writes. */
function rows(product) {
  return Object.fromEntries(WRITTEN.map((table) => [table, Number(asked(file(product), `SELECT count(*) FROM ${table}${OWN[table] ?? ''}`)[0])]));
}

/** The coordinator, whose session outlives the program. */
async function signIn(product) {
  const answer = await fetch(product.url + product.links.coordinator, {
    method: 'POST', redirect: 'manual', headers: { origin: product.url }, body: new URLSearchParams({ next: '/' }),
  });
  assert.equal(answer.status, 303);
  return answer.headers.getSetCookie()[0].split(';')[0];
}

/** Closes the month; nothing when the program died before it answered. */
function close(product, cookie, month) {
  return fetch(`${product.url}/closing`, {
    method: 'POST', redirect: 'manual', headers: { origin: product.url, cookie }, body: new URLSearchParams({ month }),
  }).catch(() => null);
}

/** Lets `ms` milliseconds go by, to a fraction of one. */
async function until(ms) {
  const from = performance.now();
  while (performance.now() - from < ms) await turn();
}

test(`killed ${DEATHS} times while a month is closed, seed ${SEED}`, { timeout: 600_000 }, async () => {
  const random = chance(SEED);
  let product = await start();
  const [var_, kept] = [join(product.folder, 'var'), join(product.folder, 'kept')];
  const putBack = async () => { await rm(var_, { recursive: true }); await cp(kept, var_, { recursive: true }); };
  try {
    const cookie = await signIn(product);
    const page = await (await fetch(`${product.url}/closing`, { headers: { cookie } })).text();
    const month = page.match(/action="\/closing"><input type="hidden" name="month" value="(\d{4}-\d\d)"/)?.[1];
    assert.ok(month, 'the demonstration has a month to close');
    await product.kill();
    await cp(var_, kept, { recursive: true });
    const open = rows(product);

    // Undisturbed, a first time: how long it takes, and what it leaves.
    product = await product.again();
    const from = performance.now();
    const answer = await close(product, cookie, month);
    const whole = performance.now() - from;
    assert.equal(answer?.status, 303, 'the month closes');
    await product.kill();
    const closed = rows(product);
    for (const table of WRITTEN) assert.ok(closed[table] > open[table], `closing writes into ${table}`);
    await putBack();

    const seen = { open: 0, closed: 0, unanswered: 0 };
    for (let death = 0; death < DEATHS; death++) {
      product = await product.again();
      const answering = close(product, cookie, month);
      await until(random() * whole * 1.2);
      await product.kill();
      const heard = await answering;
      const left = rows(product);
      const stands = left.closing === closed.closing ? 'closed' : 'open';
      assert.deepEqual(left, stands === 'closed' ? closed : open, `death ${death}: all of the month is closed, or nothing`);
      assert.ok(heard?.status !== 303 || stands === 'closed', `death ${death}: what was answered is stored`);
      const said = execFileSync(BINARY, ['check'], { env: { ...process.env, DATABASE_URL: `sqlite://${file(product)}` }, encoding: 'utf8' });
      assert.ok(said.length > 0, `death ${death}: check is content`);
      seen[stands]++;
      if (!heard) seen.unanswered++;
      if (stands === 'closed') await putBack();
    }
    assert.ok(seen.open > 0 && seen.closed > 0 && seen.unanswered > 0, `it died before and after: ${JSON.stringify(seen)}`);
  } finally {
    await product.stop();
  }
});
