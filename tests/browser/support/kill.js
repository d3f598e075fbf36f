// For tests that kill the program: moments that can be chosen again, and what the file then holds.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { setImmediate as turn } from 'node:timers/promises';

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function chance(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** What an answer said, as far as it came before the program died. */
export function words(answer) {
  return answer.text().catch(() => 'the program died while it answered');
}

/** The lines that a query of a SQLite file gives. */
export function asked(file, sql) {
  return execFileSync('sqlite3', [file, sql], { encoding: 'utf8' }).trim().split('\n').filter(Boolean);
}

/** The cookie of somebody of the demonstration; the session outlives the program. */
export async function signIn(product, role) {
  const answer = await fetch(product.url + product.links[role], {
    method: 'POST', redirect: 'manual', headers: { origin: product.url }, body: new URLSearchParams({ next: '/' }),
  });
  assert.equal(answer.status, 303);
  return answer.headers.getSetCookie()[0].split(';')[0];
}

/** Everything that happens while one program lives: senders that `send`, and the moment when it is killed. */
export class Life {
  constructor(product) {
    Object.assign(this, { product, over: false, heard: 0 });
  }

  /** The answer to a form; null when the program died meanwhile. */
  post(address, form) {
    return fetch(this.product.url + address, {
      method: 'POST', redirect: 'manual', headers: { origin: this.product.url, cookie: this.cookie }, body: new URLSearchParams(form),
    }).catch(() => null);
  }

  async #sender() {
    while (!this.over) await this.send();
  }

  /** Lives until `answers` were heard and some turns more, then dies with requests on their way. */
  async live(senders, answers, turns) {
    const sending = Promise.all(Array.from({ length: senders }, () => this.#sender()));
    const enough = async () => {
      while (this.heard < answers && !this.over) await turn();
      for (let i = 0; i < turns; i++) await turn();
    };
    try {
      // A sender that fails ends the life at once, and the test.
      await Promise.race([enough(), sending]);
    } finally {
      this.over = true;
      await this.product.kill();
    }
    await sending;
  }
}
