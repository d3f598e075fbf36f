// The program killed while machines live: an event is in its log once and whole, a disk is in one machine, and the chain holds.
// SEED=n chooses other moments; the seed of a run that fails is in its message.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { asked, chance, Life, signIn, words } from '../support/kill.js';
import { BINARY, named, start } from '../support/product.js';

const SEED = Number(process.env.SEED ?? 20261130);
const DEATHS = 15;
const SENDERS = 3;
const MACHINES = ['douces_planning', 'douces_sauvegarde', 'douces_ancien_poste'].map((key) => named(`equipment/${key}`));
const DISK = named('media/douces_planning_ssd');

/** Those who block machines, and carry a disk from one to the other. */
class Living extends Life {
  constructor(product, cookie, random, said) {
    super(product);
    Object.assign(this, { cookie, random, said });
  }

  async send() {
    const machine = MACHINES[Math.floor(this.random() * MACHINES.length)];
    if (this.random() < 0.4) {
      const answer = await this.post(`/media/${DISK}/place`, { machine });
      if (answer) { assert.ok([303, 422].includes(answer.status), await words(answer)); this.heard++; }
      return;
    }
    const deed = `/equipment/${machine}/deeds/hold`;
    const page = await fetch(this.product.url + deed, { headers: { cookie: this.cookie } }).then((answer) => answer.text()).catch(() => null);
    if (!page) return;
    const seq = page.match(/name="seq" value="(\d+)"/)[1];
    const reason = `Courant coupé ${Math.floor(this.random() * 1e9)}`;
    this.said.add(reason);
    const answer = await this.post(deed, { seq, hold: 'recall', reason });
    // Somebody else was first: that is said, and nothing is written.
    if (answer && answer.status === 303) { this.heard++; this.done.add(reason); }
  }

  done = new Set();
}

test(`killed ${DEATHS} times while machines live, seed ${SEED}`, { timeout: 300_000 }, async () => {
  const random = chance(SEED);
  const [said, done] = [new Set(), new Set()];
  let product = await start();
  try {
    const cookie = await signIn(product, 'technician');
    for (let death = 0; death < DEATHS; death++) {
      const life = new Living(product, cookie, random, said);
      await life.live(SENDERS, 1 + Math.floor(random() * 10), Math.floor(random() * 40));
      life.done.forEach((reason) => done.add(reason));
      product = await product.again();
    }
    assert.ok(done.size > DEATHS, 'something happened');
    await product.kill();
    const file = join(product.folder, 'var', 'demo', 'demo.db');
    assert.deepEqual(asked(file, 'PRAGMA integrity_check; PRAGMA foreign_key_check;'), ['ok']);
    const stored = asked(file, "SELECT payload FROM equipment_event WHERE type = 'hold_set' AND payload LIKE '%Courant coupé%'");
    const reasons = stored.map((payload) => JSON.parse(payload).reason);
    assert.equal(new Set(reasons).size, reasons.length, 'nothing twice');
    for (const reason of done) assert.ok(reasons.includes(reason), 'what was answered is stored');
    for (const reason of reasons) assert.ok(said.has(reason), 'nothing else is stored');
    // Every hash, state and evidence file, as the program itself checks them.
    const checked = execFileSync(BINARY, ['check'], { env: { ...process.env, DATABASE_URL: `sqlite:${file}` }, encoding: 'utf8' });
    assert.match(checked, /machines|events/i);
    product = await product.again();
  } finally {
    await product.stop();
  }
});
