// The month's end, in twelve taps at most when nothing is wrong; each hand closes a month of its own world.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Cast, HANDS, launch, Person, watched } from '../support/browser.js';
import { check } from '../support/check.js';
import { start } from '../support/product.js';

let browser;

before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

for (const hand of HANDS) {
  test(`closing the month that ended, ${hand.name}`, async () => {
    const product = await start();
    try {
      await watched(await new Cast(browser, product).page('coordinator', hand), `closing-${hand.name}`, async (page) => {
        const person = new Person(page, hand);
        const accessible = async () => { if (hand.scripts !== false) assert.deepEqual(await check(page), []); };
        // Whatever the day of the month on which this runs: silence counts from the first day on.
        await person.go('/pool');
        await accessible();
        await person.write("Jours pour signer une feuille d'heures", '0');
        await person.press('button', 'Enregistrer');
        await person.reads("C'est enregistré.");

        await person.go('/');
        let taps = 0;
        const tap = async (...target) => { taps += 1; await person.press(...target); };
        await tap('link', 'Clôture');
        assert.match(await person.heading(), /^Clôturer /);
        await accessible();
        await person.reads('écart 0');
        await tap('button', /^Clôturer /);
        await person.reads('Le mois est clôturé. Les relevés partent.');
        await accessible();
        assert.ok(taps <= 12, `${taps} taps`);
        await person.go('/closing');
        await person.reads('Rien à clôturer');
        await accessible();
        await person.go('/letters');
        await person.reads(/Relevé de /);
        assert.deepEqual(page.complaints, [], 'the browser complains');
      });
    } finally {
      await product.stop();
    }
  });
}
