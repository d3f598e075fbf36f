time-title = Mon temps
time-summary = { $n ->
    [one] Une intervention
   *[other] { $n } interventions
 } ce mois-ci, { $real }. Cette semaine : { $week }.
time-summary-past = { $n ->
    [one] Une intervention
   *[other] { $n } interventions
 }, { $real }.
time-none = Pas encore d'intervention en { $month }.
time-new-title = Noter mon temps
time-new-lead = Pour un appel, une tournée, un entretien.
time-correct-title = Corriger une intervention
time-correct-lead = Le mois est ouvert : l'ancienne version reste dans l'historique.
time-structure = Pour quelle structure ?
time-structure-choose = Choisir une structure
time-structure-left = { $name } : il reste { $left }
time-day = Quel jour ?
time-start = À quelle heure ?
time-minutes = Combien de temps ?
time-minutes-hint = Par exemple 45 min, 1 h 30 ou 1,5 h
time-note = Qu'avez-vous fait ?
time-note-hint = La structure lira cette phrase
time-machine = Une machine
time-machine-none = Aucune en particulier
time-count = Est-ce compté ?
time-charged = Oui, c'est compté
time-look = Voir ce que cela laisse
time-save = Enregistrer
time-saved = C'est noté.
time-correct = Enregistrer la correction
time-corrected = C'est corrigé.
time-withdraw = Retirer cette intervention
time-withdrawn = L'intervention n'est plus comptée.
time-foreseen = Ce que cela laissera
time-counted = { $real } réelles, { $charged } comptées.
time-will-leave = { $structure } : il restera { $left }.
time-from-pot = { $minutes } viendront du pot commun.
time-borrowed = { $minutes } seront une avance sur le mois suivant.
time-sold = { $minutes } seront un dépassement, payé au prix coûtant.
time-left-of = restent sur { $allotted } par mois
mistake-month-closed = Ce mois est clôturé : ses chiffres ne bougent plus.
mistake-future = Ce jour n'est pas encore venu.
mistake-no-agreement = Cette structure n'a pas de convention ce mois-là.
mistake-newer = Quelqu'un a corrigé cette intervention entre-temps. Relisez-la.
mistake-overlap = Vous étiez déjà chez { $structure } de { $start } à { $end }. Changez l'heure ou la durée.
mistake-minutes-none = Écrivez une durée entre 1 min et 24 h.
