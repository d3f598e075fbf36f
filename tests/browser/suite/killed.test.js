// The program killed in the middle of its work, again and again: what it said was noted is noted, once, and adds up.
// SEED=n chooses other moments; the seed of a run that fails is in its message.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { test } from 'node:test';
import { asked, chance, Life, signIn, words } from '../support/kill.js';
import { named, now, start } from '../support/product.js';

const SEED = Number(process.env.SEED ?? 20260324);
const DEATHS = 25;
const SENDERS = 4;
const STRUCTURES = ['escargolins', 'cabas', 'rebrique', 'regie', 'douces'].map((code) => named(`structures/${code}`));

/** One who notes time, and sends again what got no answer. */
class Noting extends Life {
  constructor(product, cookie, random, waiting, noted) {
    super(product);
    Object.assign(this, { cookie, random, waiting, noted });
  }

  #entry() {
    const pick = (most) => Math.floor(this.random() * most);
    const today = now().toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' });
    return {
      entry: randomUUID(), structure: STRUCTURES[pick(STRUCTURES.length)], day: today, start: '', minutes: `${1 + pick(30)} min`,
      kind: 'remote', note: `Courant coupé ${pick(1e6)}`, not_charged: '', act: 'save',
    };
  }

  async send() {
    const form = this.waiting.pop() ?? this.#entry();
    const answer = await this.post('/interventions', form);
    if (!answer) { this.waiting.push(form); return; }
    assert.equal(answer.status, 303, await words(answer));
    this.noted.set(form.entry, form);
    this.heard++;
  }
}

test(`killed ${DEATHS} times while four people note time, seed ${SEED}`, { timeout: 300_000 }, async () => {
  const random = chance(SEED);
  const waiting = [];
  const noted = new Map();
  let product = await start();
  try {
    const cookie = await signIn(product, 'technician');
    let unanswered = 0;
    for (let death = 0; death < DEATHS; death++) {
      await new Noting(product, cookie, random, waiting, noted).live(SENDERS, 1 + Math.floor(random() * 12), Math.floor(random() * 40));
      unanswered += waiting.length;
      product = await product.again();
    }
    assert.ok(unanswered > DEATHS, 'it died with requests on their way');
    assert.ok(noted.size > DEATHS, 'something was noted');

    const file = join(product.folder, 'var', 'demo', 'demo.db');
    assert.deepEqual(asked(file, 'PRAGMA integrity_check; PRAGMA foreign_key_check;'), ['ok']);
    const id = "CASE typeof(entry_id) WHEN 'blob' THEN lower(hex(entry_id)) ELSE replace(lower(entry_id), '-', '') END";
    const stored = asked(file, `SELECT ${id}, count(*), sum(minutes) FROM intervention WHERE note LIKE 'Courant coupé %' GROUP BY 1`);
    const rows = new Map(stored.map((line) => { const [key, ...rest] = line.split('|'); return [key, rest.map(Number)]; }));
    for (const [entry, form] of noted) {
      assert.deepEqual(rows.get(entry.replaceAll('-', '')), [1, parseInt(form.minutes, 10)], 'what was answered is stored, once');
    }
    const sent = new Set([...noted.keys(), ...waiting.map((form) => form.entry)].map((entry) => entry.replaceAll('-', '')));
    for (const [entry, [times]] of rows) assert.ok(times === 1 && sent.has(entry), 'nothing else is stored, nothing twice');

    const wrong = asked(file, `
      SELECT u.period, u.interventions, u.real_minutes, count(i.id), coalesce(sum(i.minutes), 0) FROM month_use u
      LEFT JOIN intervention i ON i.structure_id = u.structure_id AND i.period = u.period AND i.superseded_at IS NULL AND NOT i.withdrawn
      GROUP BY u.structure_id, u.period HAVING count(i.id) <> u.interventions OR coalesce(sum(i.minutes), 0) <> u.real_minutes`);
    assert.deepEqual(wrong, [], 'the total of each month is the sum of its interventions');
    const homeless = asked(file, `
      SELECT count(*) FROM intervention i WHERE superseded_at IS NULL AND NOT withdrawn AND NOT EXISTS
      (SELECT 1 FROM month_use u WHERE u.structure_id = i.structure_id AND u.period = i.period)`);
    assert.deepEqual(homeless, ['0'], 'every intervention is in a month');
  } finally {
    await product.stop();
  }
});
