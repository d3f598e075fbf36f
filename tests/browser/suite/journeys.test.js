// What people come for, from beginning to end: by keyboard, by touch, and without JavaScript.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Cast, HANDS, launch, Person, watched } from '../support/browser.js';
import { check } from '../support/check.js';
import { named, now, start } from '../support/product.js';

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

journey('asking for help in front of a machine, without an account', null, async (person) => {
  await person.go('/e/K7QM-3XW2');
  await person.press('button', 'Envoyer ma demande');
  await accessible(person);
  assert.match(await person.page.title(), /^Erreur/);
  await person.write('Que se passe-t-il ?', 'Le planning reste tout blanc.');
  await person.choose('Non');
  await person.write('Votre prénom', 'Awa');
  await person.write('Mail', 'awa@voisins.example');
  await person.press('button', 'Envoyer ma demande');
  await accessible(person);
  assert.match(await person.heading(), /C.est envoyé/);
  await person.press('link', 'Suivre ma demande');
  await person.reads('ouvrez la lettre que vous avez reçue');
  await accessible(person);
  await person.go('/letters');
  await person.press('link', /awa@voisins/);
  await person.go(await person.page.locator('article a.button').getAttribute('href'));
  await person.press('button', "Oui, c'est ma demande");
  await person.reads('Merci, votre demande est confirmée.');
  await person.write('Votre réponse', 'Il est revenu tout seul.');
  await person.press('button', 'Répondre');
  await person.reads('Il est revenu tout seul.');
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

journey('announcing an outage by the Enter key', 'technician', async (person, hand) => {
  const title = `Téléphones muets ${HANDS.indexOf(hand)}`;
  await person.go('/outages/new');
  await person.write('En quelques mots', title);
  await person.write('Ce que l\'on sait', 'Nous cherchons.');
  await person.choose('Tout le groupement');
  await person.page.getByLabel('En quelques mots').press('Enter');
  // Not « Seulement certains lieux ou machines… », which stands first.
  await person.page.waitForURL((url) => url.pathname !== '/outages/new' && url.pathname !== '/outages');
  assert.match(await person.heading(), new RegExp(title));
});

journey('saying that it is not settled', 'employee', async (person) => {
  await person.go('/tickets');
  await person.page.locator('main li a:has(.settled)').first().waitFor();
  await person.go(await person.page.locator('main li a:has(.settled)').first().getAttribute('href'));
  await person.write('Que se passe-t-il encore ?', 'Cela recommence ce matin.');
  await person.press('button', "Ce n'est pas réglé");
  await person.reads('La demande est rouverte.');
  await person.reads('Cela recommence ce matin.');
  await accessible(person);
  await person.press('button', "C'est réglé");
  await person.reads('La demande est réglée.');
});

journey('correcting what was noted this month', 'technician', async (person) => {
  const note = `Câble changé, ${person.hand.name}`;
  await person.go('/interventions/new');
  await person.page.getByLabel('Pour quelle structure ?').first().selectOption({ index: 2 });
  await person.write('Combien de temps ?', '1 h');
  await person.write("Qu'avez-vous fait ?", note);
  await person.press('button', 'Voir ce que cela laisse');
  await person.reads('1 h réelles');
  await person.press('button', 'Enregistrer');
  await person.go(await person.page.locator('main li a', { hasText: note }).first().getAttribute('href'));
  await person.write('Combien de temps ?', 'une éternité');
  await person.press('button', 'Enregistrer la correction');
  assert.match(await person.page.title(), /^Erreur/);
  await accessible(person);
  await person.write('Combien de temps ?', '45 min');
  await person.press('button', 'Enregistrer la correction');
  // On a Sunday or a public holiday the sentence says that instead.
  await person.reads(/C'est (corrigé|noté)\./);
  await person.go(await person.page.locator('main li a', { hasText: note }).first().getAttribute('href'));
  await person.press('button', 'Retirer cette intervention');
  await person.reads("L'intervention n'est plus comptée.");
  assert.equal(await person.page.getByText(note).count(), 0);
});

journey('inviting somebody, then taking the access back', 'referent', async (person, hand) => {
  const who = `Noa Lambert ${HANDS.indexOf(hand)}`;
  await person.go('/');
  await person.press('link', 'Personnes');
  await person.write('Prénom et nom', who);
  await person.write('Adresse mail', 'nulle part');
  await person.press('button', "Envoyer l'invitation");
  assert.match(await person.page.title(), /^Erreur/);
  await accessible(person);
  await person.write('Adresse mail', `noa.${HANDS.indexOf(hand)}@escargolins.example`);
  await person.press('button', "Envoyer l'invitation");
  await person.reads("L'invitation part par lettre.");
  await person.press('link', who);
  await accessible(person);
  await person.press('button', `Retirer ${who}`);
  await person.reads("L'accès est retiré.");
  assert.equal(await person.page.getByRole('link', { name: who }).count(), 0);
});

journey('entering a machine, then asking for help with it', 'referent', async (person, hand) => {
  const machine = `Portable prêté ${HANDS.indexOf(hand)}`;
  await person.go('/');
  await person.press('link', 'Machines');
  await person.press('link', 'Ajouter une machine');
  await person.press('button', 'Ajouter la machine');
  assert.match(await person.page.title(), /^Erreur/);
  await accessible(person);
  await person.write('Comment l\'appelez-vous ?', machine);
  await person.press('button', 'Ajouter la machine');
  await person.reads(machine);
  await accessible(person);
  await person.page.locator('main a[href*="/tickets/new?equipment="]').first().click();
  await person.page.waitForURL(/tickets\/new/);
  const chosen = person.page.getByLabel("C'est à propos de").first();
  assert.match(await chosen.locator('option:checked').innerText(), new RegExp(machine));
});

journey('reading what is left and where it went', 'referent', async (person) => {
  await person.go('/');
  await person.press('link', 'Heures');
  await accessible(person);
  await person.reads('Convention');
  assert.ok((await person.page.locator('main table tbody tr').count()) > 0, 'lines by day');
});

journey('reading the month of the whole group', 'coordinator', async (person) => {
  await person.go('/');
  await person.press('link', 'Mois');
  await accessible(person);
  await person.reads('Le compte est juste');
  await person.page.locator('main table tbody th a').first().click();
  await person.page.waitForURL(/\/hours/);
  await accessible(person);
  assert.equal(await person.page.locator('main a[href^="/tickets/"]').count(), 0, 'hours, never a request');
});

journey('coming in by an invitation, then asking for help', 'referent', async (person, hand) => {
  const email = `sacha.${HANDS.indexOf(hand)}@escargolins.example`;
  const words = `Je n'ai pas encore d'imprimante, ${hand.name}.`;
  await person.go('/');
  await person.press('link', 'Personnes');
  await person.write('Prénom et nom', `Sacha Roques ${HANDS.indexOf(hand)}`);
  await person.write('Adresse mail', email);
  await person.press('button', "Envoyer l'invitation");
  await person.reads("L'invitation part par lettre.");
  // The colleague, with a browser of their own.
  await watched(await cast.page(null, hand), `invited-${hand.name}`, async (page) => {
    const colleague = new Person(page, hand);
    await colleague.go('/letters');
    await colleague.press('link', new RegExp(email));
    await accessible(colleague);
    await colleague.go(await page.locator('article a.button').getAttribute('href'));
    await colleague.press('button', 'Me connecter');
    await colleague.reads('Bonjour Sacha');
    await accessible(colleague);
    await colleague.press('link', "Demander de l'aide");
    await colleague.write('Que se passe-t-il ?', words);
    await colleague.choose('Oui');
    await colleague.press('button', 'Envoyer ma demande');
    assert.match(await colleague.heading(), /C.est envoyé/);
    await colleague.press('link', 'Suivre ma demande');
    await colleague.reads(words);
    assert.deepEqual(page.complaints, [], 'the browser complains');
  });
  // Who invited answers for the structure, and reads the request there.
  await person.press('link', 'Demandes');
  await person.reads(words);
});

journey('agreeing on more hours from next month on', 'coordinator', async (person, hand) => {
  const structure = ['semis', 'radio', 'tablee'][HANDS.indexOf(hand)];
  const month = now();
  month.setUTCDate(1);
  month.setUTCMonth(month.getUTCMonth() + 1);
  const name = (locale, options) => month.toLocaleDateString(locale, { timeZone: 'UTC', ...options });
  await person.go(`/structures/${named(`structures/${structure}`)}`);
  const versions = person.page.locator('main table tbody tr');
  const before = await versions.count();
  await person.press('link', 'Ajouter un avenant');
  await person.page.getByLabel('À partir du mois').first().fill(name('sv-SE', { year: 'numeric', month: '2-digit' }));
  await person.write('Heures par mois', 'beaucoup');
  await person.press('button', 'Ajouter un avenant');
  assert.match(await person.page.title(), /^Erreur/);
  await accessible(person);
  await person.write('Heures par mois', '21 h 30');
  await person.press('button', 'Ajouter un avenant');
  await person.reads("L'avenant est noté.");
  await accessible(person);
  assert.equal(await versions.count(), before + 1, 'the old version stays');
  const rows = (await versions.allInnerTexts()).map((row) => row.replace(/\s+/g, ' '));
  const coming = rows.find((row) => row.includes(name('fr-FR', { year: 'numeric', month: 'long' })));
  assert.match(coming, /21 h 30/);
  assert.ok(rows.some((row) => /en cours/.test(row) && !/21 h 30/.test(row)), 'this month stays as agreed');
});

journey('losing the session while typing', 'employee', async (person, hand) => {
  const context = person.page.context();
  const words = `Le scanner refuse, ${hand.name}.`;
  const cookies = await context.cookies();
  await person.go(`/structures/${named('structures/douces')}/tickets/new`);
  await person.write('Que se passe-t-il ?', words);
  await context.addCookies(cookies.map((cookie) => (cookie.name === 'session' ? { ...cookie, value: 'f'.repeat(64) } : cookie)));
  await person.press('button', 'Envoyer ma demande');
  await person.reads(words);
  await accessible(person);
  const beside = context.waitForEvent('page');
  await person.page.getByRole('link', { name: 'Me connecter' }).click();
  assert.equal(new URL((await beside).url()).pathname, '/sign-in');
  // What signing in there gives back.
  await context.addCookies(cookies);
  await person.press('button', 'Envoyer maintenant');
  assert.match(await person.heading(), /C.est envoyé/);
  await person.press('link', 'Suivre ma demande');
  await person.reads(words);
});

journey('showing the hours to a board by a link, then withdrawing it', 'referent', async (person, hand) => {
  const who = `Bureau ${HANDS.indexOf(hand)}`;
  await person.go('/');
  await person.press('link', 'Montrer les heures à votre bureau');
  await person.press('button', 'Créer le lien');
  assert.match(await person.page.title(), /^Erreur/);
  await accessible(person);
  await person.write('Pour qui ?', who);
  await person.press('button', 'Créer le lien');
  await accessible(person);
  const address = await person.page.locator('#made').innerText();
  await watched(await cast.page(null, hand), `board-${hand.name}`, async (page) => {
    const board = new Person(page, hand);
    await board.go(address);
    await board.reads('Les derniers mois');
    await accessible(board);
    assert.equal(await page.locator('main a').count(), 0, 'hours, and nothing to follow');
    await person.go(person.page.url());
    await person.reads('Ouvert la dernière fois');
    assert.equal(await person.page.locator('#made').count(), 0, 'shown once');
    await person.press('button', new RegExp(`Retirer ${who}`));
    await person.reads('Le lien est retiré.');
    assert.equal((await page.goto(address)).status(), 404);
  });
});

journey('trying other rules out, then applying them', 'coordinator', async (person) => {
  await person.go('/rules');
  await person.press('link', "Simuler d'autres règles");
  await person.write('Avance, au plus', '0');
  await person.press('button', 'Simuler');
  await person.reads('Ce qui se serait passé');
  await accessible(person);
  await person.press('link', /^Appliquer ces règles à partir de/);
  assert.equal(await person.page.getByLabel('Avance, au plus').inputValue(), '0');
});

journey('reserving a machine that is ready, then letting it go', 'referent', async (person) => {
  await person.go('/');
  await person.press('link', 'Machines');
  await person.go('/ready-machines');
  await person.go(await person.page.locator('main li a', { hasText: 'Écran Dell P2219H' }).first().getAttribute('href'));
  await person.page.getByLabel("Jusqu'au").first().fill('2026-11-01');
  await person.press('button', 'Réserver');
  assert.match(await person.page.title(), /^Erreur/);
  await accessible(person);
  await person.page.getByLabel("Jusqu'au").first().fill('2026-12-04');
  await person.press('button', 'Réserver');
  await person.reads('La machine est réservée.');
  await person.reads('Réservée pour Crèche associative Les Escargolins');
  await accessible(person);
  await person.page.locator('summary', { hasText: 'Lever la réservation' }).click();
  await person.write('Pourquoi', 'Nous en avons trouvé une autre.');
  await person.press('button', 'Lever la réservation');
  await person.reads('La réservation est levée.');
});

journey('sending a machine to a recycler, who accepts by the link of the letter', 'referent', async (person, hand) => {
  const machine = named(['equipment/escargolins_tablette', 'equipment/escargolins_portable', 'equipment/escargolins_bureau'][HANDS.indexOf(hand)]);
  await person.go(`/equipment/${machine}/deeds/decommissioning`);
  await person.page.locator('[name=reason]').fill('Trop vieille.');
  await person.page.locator('[name=data_saved][value=yes]').check();
  await person.page.locator('[name=owner]').check();
  await person.page.locator('main form button.button').first().click();
  await person.go(`/structures/${named('structures/escargolins')}/transfers/new`);
  await person.page.locator('label.choice', { hasText: 'Garonne Métaux' }).click();
  await person.page.locator('label.choice', { hasText: 'Mise au rebut' }).click();
  await person.page.locator(`[name=machines][value="${machine}"]`).check();
  await person.press('button', 'Préparer la remise');
  await person.reads('Un lien pour lire et signer part à');
  await person.press('button', 'Proposer cette remise');
  await accessible(person);
  const transfer = person.page.url();
  const number = (await person.heading()).match(/2026-\d+/)[0];
  await person.go('/letters');
  await person.page.locator('main li a', { hasText: `Remise n° ${number} : Crèche` }).first().click();
  const address = await person.page.locator('article a.button').getAttribute('href');
  await watched(await cast.page(null, hand), `signing-${hand.name}`, async (page) => {
    const recycler = new Person(page, hand);
    await recycler.go(address);
    await accessible(recycler);
    await recycler.press('button', 'Accepter et signer');
    assert.match(await page.title(), /^Erreur/);
    await accessible(recycler);
    await recycler.write('Prénom et nom', 'Paul Rey');
    await recycler.write('Fonction', 'Responsable du quai');
    await recycler.press('button', 'Accepter et signer');
    await recycler.reads("Merci, c'est signé.");
    await accessible(recycler);
    await recycler.press('link', 'Le bordereau de remise');
    await recycler.reads('Acceptation');
    await accessible(recycler);
    assert.deepEqual(page.complaints, []);
  });
  await person.go(transfer);
  await person.reads('par un lien envoyé à accueil@garonne-metaux.example');
  await person.go(`${new URL(transfer).pathname}/paper`);
  await accessible(person);
});
