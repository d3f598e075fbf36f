help-sheets-title = Faire soi-même
help-sheets-short = Les fiches
help-sheets-lead = Des fiches courtes pour régler soi-même ce qui revient souvent.
help-sheets-lead-public = Des fiches courtes, ouvertes à tout le monde.
help-sheets-search = Chercher une fiche
help-sheets-found = Ce qui correspond à « { $q } »
help-sheets-not-found = Aucune fiche ne parle de « { $q } ». Essayez un autre mot, ou demandez de l'aide.
help-sheets-none = Pas encore de fiche. Chaque demande réglée peut en devenir une.
help-sheets-all = Toutes les fiches
help-sheets-small = Imprimante, mot de passe, son, écran…
help-sheets-sign-in = Se connecter pour voir les autres fiches
help-sheets-retired = { $n ->
    [one] Une fiche rangée
   *[other] { $n } fiches rangées
 }
help-sheets-meanwhile = Peut-être plus rapide
help-sheets-alone = À faire soi-même, en attendant la réponse
help-sheets-opens = S'ouvre à côté, votre texte reste ici
help-sheets-may-help = { $n ->
    [one] Une fiche peut vous aider, sous le bouton.
   *[other] { $n } fiches peuvent vous aider, sous le bouton.
 }
help-sheets-help = Des fiches expliquent ce qui revient souvent, étape par étape. Pendant que vous écrivez une demande, deux au plus s'affichent sous le bouton.
help-sheets-help-write = Les technicien·nes écrivent pour tout le monde, les référent·es pour leur structure. Une demande réglée devient une fiche en un geste.
help-sheet-new = Écrire une fiche
help-sheet-new-title = Nouvelle fiche
help-sheet-edit-title = Modifier la fiche
help-sheet-title = Titre
help-sheet-title-hint = Comme on le dirait : « L'imprimante est hors ligne »
help-sheet-reach = Pour qui ?
help-sheet-for-all = Pour toutes les structures
help-sheet-for-public = Pour tout le monde, même sans compte
help-sheet-for-one = Pour { $name }
help-sheet-words = La fiche
help-sheet-words-hint = Une étape par ligne, avec son numéro : « 1. Éteignez l'imprimante. » Pour insister : **attendez**. Pour un sous-titre : ## Si ça ne suffit pas
help-sheet-words-note = Pas de nom de personne, ni de mot de passe.
help-sheet-from-ticket = Ce texte vient de la demande. Relisez-le : retirez les noms et ce qui ne concerne qu'une personne.
help-sheet-look = Voir l'aperçu
help-sheet-preview = Aperçu : rien n'est encore enregistré
help-sheet-save = Enregistrer la fiche
help-sheet-saved = La fiche est enregistrée.
help-sheet-other = L'autre version
help-sheet-keep-mine = Garder ma version
help-sheet-keep-other = Garder l'autre version
mistake-help-sheet-overtaken = Quelqu'un a changé cette fiche ({ $at }). Les deux textes sont ici : choisissez, ou complétez le vôtre.
help-sheet-changed = À jour au { $day }
help-sheet-question = Cela a réglé votre problème ?
help-sheet-yes = Oui, merci
help-sheet-no = Non, je demande de l'aide
help-sheet-no-sent = Non, j'attends la réponse
help-sheet-helped = Merci de l'avoir dit. C'est une demande évitée.
help-sheet-helped-withdraw = Merci de l'avoir dit. Vous pouvez retirer votre demande ci-dessous.
help-sheet-not-enough = Cela ne suffit pas ?
help-sheet-kept = Cette fiche
help-sheet-avoided = { $n ->
    [0] N'a pas encore évité de demande
    [one] A évité une demande
   *[other] A évité { $n } demandes
 }
help-sheet-edit = Modifier
help-sheet-ticket = Née de la demande n° { $number }
help-sheet-of-ticket = En faire une fiche
help-sheet-retire = Ranger cette fiche
help-sheet-retired = La fiche est rangée : elle n'est plus proposée.
help-sheet-retired-since = Cette fiche est rangée depuis le { $day }. Elle n'est plus ni proposée ni lue.
help-sheet-return = Remettre cette fiche
help-sheet-returned = La fiche est de nouveau proposée.
help-sheet-back = La fiche
help-sheet-versions = Versions
help-sheet-versions-lead = Ce que la fiche disait, et qui l'a écrit.
help-sheet-versions-count = { $n ->
    [one] Une seule version
   *[other] { $n } versions
 }
help-sheet-version = Version { $n }
help-sheet-written = { $name }, { $at }
structures-door-help-sheets = Faire soi-même
structures-door-help-sheets-hint = Des fiches courtes, pour tout le monde et pour vous
