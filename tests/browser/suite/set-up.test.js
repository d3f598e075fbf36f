// From nothing to a group that works, all in the browser: what the first coordinator does on the first day.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Cast, HANDS, launch, Person, watched } from '../support/browser.js';
import { check } from '../support/check.js';
import { startEmpty } from '../support/product.js';

let browser;

before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

for (const hand of HANDS) {
  test(`the first day of a group, ${hand.name}`, async () => {
    const product = await startEmpty();
    try {
      await watched(await new Cast(browser, product).page(null, hand), `first-day-${hand.name}`, async (page) => {
        const person = new Person(page, hand);
        const accessible = async () => { if (hand.scripts !== false) assert.deepEqual(await check(page), []); };
        await person.go(product.links.set_up);
        await person.press('button', 'Créer le groupement');
        assert.match(await page.title(), /^Erreur/);
        await accessible();
        await person.write('Nom du groupement', 'Le Commun du Lauragais');
        await person.write('Prénom et nom', 'Odile Garrigue');
        await person.write('Votre adresse mail', 'odile@commun.example');
        await person.press('button', 'Créer le groupement');
        await accessible();

        await person.go('/structures/new');
        await person.write('Nom', 'Maison des jeunes de Revel');
        await person.write('Code', 'revel');
        await person.write('Heures par mois', '6 h');
        await person.press('button', 'Ajouter la structure');
        await person.reads('La structure est ajoutée.');
        await accessible();

        await person.press('link', /^Personnes/, 'main');
        await person.write('Prénom et nom', 'Camille Roux');
        await person.write('Adresse mail', 'camille@revel.example');
        await person.choose(/^Référent·e/);
        await person.press('button', "Envoyer l'invitation");
        await person.reads("L'invitation part par lettre.");

        await person.go('/people');
        await person.write('Prénom et nom', 'Samira Haddad');
        await person.write('Adresse mail', 'samira@commun.example');
        await person.press('button', "Envoyer l'invitation");
        await person.reads("L'invitation part par lettre.");
        await accessible();

        await person.go('/report');
        await person.reads('Maison des jeunes de Revel');
        assert.equal((await page.goto(product.links.set_up)).status(), 404, 'the link works once');
      });
    } finally {
      await product.stop();
    }
  });
}
