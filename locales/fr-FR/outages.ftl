outages-title = Pannes
outages-lead = Ce qui ne marche pas en ce moment chez vous, et ce que nous avons appris des dernières pannes.
outages-lead-all = Ce qui ne marche pas en ce moment, et ce que nous avons appris des pannes passées.
outages-lead-public = Ce qui ne marche pas en ce moment. Tout le monde peut lire ces nouvelles.
outages-now = En ce moment
outages-none = Aucune panne en cours.
outages-past = Terminées
outages-all = Toutes les pannes
outages-sign-in = Se connecter pour voir ce qui vous concerne
outages-help = Une panne touche plusieurs personnes ? Un·e technicien·ne l'annonce, et donne des nouvelles. Elle peut ne concerner qu'un lieu ou une machine. Vous la voyez sur votre page d'accueil.
outages-help-me-too = « Moi aussi » vous compte en un geste, sans faire de demande. Vous recevez une lettre quand c'est terminé. Personne ne lit qui l'a dit : seul le nombre est montré.
outage-one = Panne
outage-new = Annoncer une panne
outage-new-title = Annoncer une panne
outage-edit-title = Donner des nouvelles
outage-title = En quelques mots
outage-title-hint = Comme on le dirait : « La messagerie ne marche plus »
outage-words = Ce que l'on sait
outage-words-hint = Ce qui ne marche pas, ce que nous faisons, ce que chacun peut faire en attendant.
outage-words-note = Pas de nom de personne ni de structure : d'autres structures le lisent.
outage-reach = Qui est concerné ?
outage-reach-structures = Une ou plusieurs structures
outage-reach-group = Tout le groupement
outage-structures = Lesquelles ?
outage-structures-hint = Inutile pour tout le groupement. Personne ne lit cette liste, sauf les technicien·nes.
outage-narrow = Seulement certains lieux ou machines
outage-sites = Dans quels lieux ?
outage-sites-hint = Rien de coché ici ni plus bas : toute la structure est concernée.
outage-machines = Quelles machines ?
outage-machines-hint = La verront : les personnes qui s'en servent, et la ou le référent·e.
outage-where = Où
outage-told-of-machine = Panne en cours sur cette machine : { $title }
outage-started-day = Depuis quel jour ?
outage-started-at = Depuis quelle heure ?
outage-news-day = Prochaine nouvelle, le jour
outage-news-at = Prochaine nouvelle, l'heure
outage-public = Visible sans compte
outage-public-hint = Tout le monde peut la lire, même sans se connecter.
outage-is-public = visible sans compte
outage-tell = Annoncer
outage-save = Enregistrer
outage-told = La panne est annoncée.
outage-changed = Les nouvelles sont données.
outage-from-ticket = Le titre vient de la demande. Relisez-le : retirez les noms. La demande sera reliée à cette panne.
outage-other = L'autre texte
outage-keep-mine = Garder mon texte
outage-keep-other = Garder l'autre texte
outage-since = Depuis { $at }
outage-latest-news = Dernière nouvelle
outage-next-news = Prochaine nouvelle
outage-next-news-at = Prochaine nouvelle : { $at }
outage-affected-title = Qui est touché ?
outage-affected = { $n ->
    [0] Personne ne s'est encore signalé
    [one] Une personne touchée
   *[other] { $n } personnes touchées
 }
outage-me-too = Moi aussi
outage-question = Cela vous touche aussi ?
outage-question-then = Dites-le en un geste. Inutile de faire une demande : vous serez prévenu·e à la fin.
outage-counted = C'est noté pour vous
outage-counted-then = Vous recevrez une lettre quand ce sera terminé.
outage-leave = Finalement, pas moi
outage-joined = C'est noté. Vous serez prévenu·e quand ce sera terminé.
outage-left = C'est retiré : vous n'êtes plus compté·e.
outage-something-else = C'est autre chose ?
outage-sign-in = Cela vous touche aussi ? Connectez-vous pour le dire.
outage-edit = Donner des nouvelles
outage-close = C'est terminé
outage-back = La panne
outage-news = Les nouvelles d'avant
outage-tickets = Demandes reliées
outage-over-since = Terminée { $at }
outage-closing-title = La panne est terminée
outage-closing-tickets = { $n ->
    [0] Aucune demande ouverte n'est reliée à cette panne.
    [one] Une demande reliée sera réglée avec ce message.
   *[other] { $n } demandes reliées seront réglées avec ce message.
 }
outage-closing-told = { $n ->
    [0] Personne ne s'est signalé.
    [one] Une personne touchée sera prévenue, par une seule lettre.
   *[other] { $n } personnes touchées seront prévenues, chacune par une seule lettre.
 }
outage-closing-final = Une panne terminée ne se rouvre pas. Chaque demande peut se rouvrir sur sa page.
outage-learnt = Ce qui s'est passé
outage-learnt-hint = En mots simples : la cause, ce qui est réparé, ce que nous avons appris.
outage-close-button = Terminer la panne et prévenir
outage-closed = La panne est terminée. Les personnes touchées sont prévenues.
outage-tie = Relier à une panne
outage-tie-change = Changer
outage-tie-lead = La fin de la panne réglera cette demande, avec un message.
outage-tie-which = Quelle panne ?
outage-tie-none = Aucune autre panne en cours ne concerne cette structure.
outage-untie = Ne plus relier
outage-tied = Cette demande est reliée à une panne :
outage-tied-done = La demande est reliée à la panne.
outage-untied-done = La demande n'est plus reliée à une panne.
outage-of-ticket = Faire une panne de cette demande
similar-title = Demande n° { $number }
similar-open = Une demande est déjà ouverte pour cette machine
similar-told = Déjà ouverte pour cette machine : { $title } ({ $state })
similar-mine = Demandes qui vous touchent aussi
similar-lead = Quelqu'un d'autre a demandé de l'aide pour cette machine.
similar-settled = C'est réglé. Cela ne va pas pour vous ? Demandez de l'aide.
similar-question-then = Dites-le en un geste. Vous serez prévenu·e quand ce sera réglé.
similar-counted-then = Vous recevrez une lettre quand ce sera réglé.
similar-joined = C'est noté. Vous serez prévenu·e quand ce sera réglé.
similar-left = C'est retiré : vous n'êtes plus compté·e.
ticket-affected-title = Aussi touchées
ticket-affected = { $n ->
    [one] Une autre personne est touchée
   *[other] { $n } autres personnes sont touchées
 }
ticket-event-tied = { $name } a relié la demande à une panne, { $at } : { $detail }
ticket-event-untied = { $name } a délié la demande d'une panne, { $at } : { $detail }
mistake-outage-over = Cette panne est déjà terminée.
mistake-outage-overtaken = Quelqu'un a donné des nouvelles ({ $at }). Les deux textes sont ici : choisissez, ou complétez le vôtre.
mistake-outage-nobody = Cochez une structure au moins, ou choisissez tout le groupement.
mistake-outage-narrow = Cochez d'abord une structure : { $n } au plus pour préciser.
mistake-outage-later = Une panne a déjà commencé. Vérifiez le jour et l'heure.
mistake-outage-news = La prochaine nouvelle est à venir. Vérifiez le jour et l'heure.
mistake-outage-ticket = La structure de la demande doit être cochée aussi.
letter-outage-over-subject = C'est terminé : { $title }
letter-outage-over = La panne est terminée : { $title }. Voici ce qui s'est passé :
letter-outage-over-ticket = Votre demande N° { $number } est réglée.
letter-outage-see = Voir la panne :
letter-outage-open = Ouvrir la panne
letter-ticket-over-subject = C'est réglé
letter-ticket-over = La demande N° { $number }, pour laquelle vous avez dit « moi aussi », est réglée. Cela ne va pas pour vous ? Demandez de l'aide.
