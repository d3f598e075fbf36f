batches-title = { $n ->
    [0] Rien de choisi
    [one] Une demande choisie
   *[other] { $n } demandes choisies
 }
batches-chosen = Celles que vous avez choisies
batches-nothing = Cochez des demandes dans la liste, puis revenez ici.
batches-tick = Choisir le n° { $number }
batches-tick-column = Choix
batches-tick-all = Tout cocher sur cette page
batches-tick-more = Cocher les 200 premières
batches-tick-none = Tout décocher
batches-with-ticked = Agir sur les demandes cochées
batches-give = Confier à quelqu'un
batches-give-do = Confier
batches-ask = Poser une question
batches-question = Votre question
batches-question-hint = Chaque personne la reçoit. {"{"}prénom{"}"} et {"{"}numéro{"}"} se remplissent tout seuls.
batches-ask-do = Demander
batches-settle = Dire que c'est réglé
batches-outcome = Comment ?
batches-words = Ce que chaque personne lira
batches-words-hint = Écrivez, ou prenez une réponse toute prête.
batches-no-canned = Aucune
batches-settle-do = Régler
batches-shown-give = Demandes confiées
batches-shown-ask = Question posée
batches-shown-settle = Demandes réglées
batches-lead-done = C'est fait pour { $n } sur { $all }.
batches-lead-undone = C'est annulé pour { $n } sur { $all }.
batches-done = C'est fait
batches-others = Le reste
batches-undo = Annuler
batches-fate-pending = Pas encore fait
batches-fate-done = C'est fait
batches-fate-already = C'était déjà ainsi
batches-fate-absent = Elle n'existe pas, ou elle n'est pas pour vous
batches-fate-refused = Son état ne le permet pas
batches-fate-undone = Annulé
batches-fate-kept = Quelqu'un l'a changée depuis : rien n'est annulé
mistake-batches-none = Aucune demande n'est cochée.
mistake-batches-many = Deux cents demandes à la fois, pas plus.
help-lists-letters = Chaque personne concernée reçoit une seule lettre, avec ses demandes à elle.
