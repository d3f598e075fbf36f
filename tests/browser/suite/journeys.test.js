// What people come for, from beginning to end: by keyboard, by touch, and without JavaScript.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Cast, HANDS, launch, Person, watched } from '../support/browser.js';
import { check } from '../support/check.js';
import { start } from '../support/product.js';

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

/** Declares a journey once for each hand. `role` is who begins. */
function journey(name, role, deed) {
  for (const hand of HANDS) {
    test(`${name}, ${hand.name}`, async () => {
      await watched(await cast.page(role, hand), `${name}-${hand.name}`, async (page) => {
        await deed(new Person(page, hand), hand);
        assert.deepEqual(page.complaints, [], 'the browser complains');
      });
    });
  }
}

/** Axe needs JavaScript; the other hands look. */
async function accessible(person) {
  if (person.hand.scripts !== false) assert.deepEqual(await check(person.page), []);
}

journey('signing in by the link of a letter', null, async (person) => {
  await person.go('/sign-in');
  await person.write('Votre adresse mail', 'lucie.bastide@escargolins.example');
  await person.press('button', 'Recevoir ma lettre');
  await accessible(person);
  await person.go('/letters');
  await person.press('link', /lucie\.bastide/);
  await accessible(person);
  const open = person.page.locator('article a.button');
  await person.go(await open.getAttribute('href'));
  await accessible(person);
  await person.press('button', 'Me connecter');
  assert.equal(new URL(person.page.url()).pathname, '/');
  await person.press('button', 'Se déconnecter');
  assert.equal(new URL(person.page.url()).pathname, '/sign-in');
});

journey('signing in by the code of a letter', null, async (person) => {
  const address = { 'by keyboard at 1200': 'amel.haddad@escargolins.example', 'by touch at 360': 'fatou.diallo@cabas-commun.example' };
  await person.go('/tickets');
  await person.write('Votre adresse mail', address[person.hand.name] ?? 'mireille.castan@cabas-commun.example');
  await person.press('button', 'Recevoir ma lettre');
  const codePage = person.page.url();
  await person.go('/letters');
  await person.page.locator('main ul a').first().click();
  const code = (await person.page.locator('.letter').innerText()).match(/\b\d{6}\b/)[0];
  await person.go(codePage);
  await person.write('Code à 6 chiffres', code === '000000' ? '000001' : '000000');
  await person.press('button', 'Me connecter');
  await accessible(person);
  await person.write('Code à 6 chiffres', code);
  await person.press('button', 'Me connecter');
  assert.equal(new URL(person.page.url()).pathname, '/tickets', 'on to where one was going');
});

journey('asking for help and following it', 'employee', async (person) => {
  await person.go('/');
  await person.press('link', "Demander de l'aide");
  await person.press('button', 'Envoyer ma demande');
  await accessible(person);
  assert.match(await person.page.title(), /^Erreur/);
  await person.write('Que se passe-t-il ?', 'La souris ne bouge plus du tout.');
  await person.choose("Oui, mais c'est difficile");
  await person.press('button', 'Envoyer ma demande');
  await accessible(person);
  assert.match(await person.heading(), /C.est envoyé/);
  await person.press('link', 'Suivre ma demande');
  await person.write('Votre réponse', 'Elle est neuve pourtant.');
  await person.press('button', 'Répondre');
  await person.reads('Elle est neuve pourtant.');
  await accessible(person);
});

journey('answering with its time, then closing', 'technician', async (person) => {
  await person.go('/tickets');
  await person.page.locator('main [role=row] a, main li a').first().waitFor();
  const first = await person.page.locator('main a[href^="/tickets/"]').first().getAttribute('href');
  await person.go(first);
  await accessible(person);
  await person.write('Votre réponse', 'Je regarde cela tout de suite.');
  await person.choose("Je m'en occupe");
  await person.write('Temps passé', '5 min');
  await person.press('button', 'Envoyer la réponse');
  await person.reads('Je regarde cela tout de suite.');
  await accessible(person);
});

journey('noting time without a request', 'technician', async (person) => {
  await person.go('/interventions/new');
  await person.press('button', 'Enregistrer');
  await accessible(person);
  await person.write('Combien de temps ?', '10 min');
  await person.write('Qu\'avez-vous fait ?', 'Tour des postes.');
  await person.page.getByLabel('Pour quelle structure ?').first().selectOption({ index: 1 });
  await person.press('button', 'Enregistrer');
  await person.reads('Tour des postes.');
  await accessible(person);
});
