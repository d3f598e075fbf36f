simulation-title = Simuler d'autres règles
simulation-intro = Changez une règle. La page refait chaque mois du groupement avec elle. Rien n'est enregistré.
simulation-link = Simuler d'autres règles
simulation-rules = Règles à essayer
simulation-percent-hint = En % des heures du mois
simulation-cap-hint = En % des heures du mois. Vide : sans plafond
simulation-agreement = Et si une convention était autre ?
simulation-structure = Structure membre
simulation-structure-hint = Laissez vide pour garder les conventions.
simulation-structure-code = Structure membre (son code)
simulation-no-structure = Aucune
simulation-monthly = Ses heures par mois
simulation-monthly-hint = Par exemple 4 h 30
simulation-run = Simuler
simulation-nothing = Aucun mois n'est encore écoulé. La simulation refait les mois passés.
simulation-mistake-structure = Aucune structure n'a ce code. Il est sur la page de la structure.
simulation-mistake-which = Choisissez la structure qui aurait ces heures.
simulation-mistake-monthly = Écrivez ses heures par mois. Exemple : 4 h 30.
simulation-heading = Ce qui se serait passé
simulation-all = Toutes les structures
simulation-lead-less = Le dépassement aurait été de { $would } au lieu de { $was }.
simulation-lead-more = Le dépassement aurait été de { $would } au lieu de { $was }.
simulation-lead-same = Le dépassement serait resté de { $was }.
simulation-lead-none = Il n'y aurait toujours eu aucun dépassement.
simulation-lead-nobody = Aucun mois d'aucune structure n'aurait changé.
simulation-lead-nothing = Aucun de ses mois n'aurait changé.
simulation-lead-who = { $n ->
    [one] Une structure sur { $all } aurait eu d'autres chiffres.
   *[other] { $n } structures sur { $all } auraient eu d'autres chiffres.
 }
simulation-instead = au lieu de { $was }
simulation-figure-sold = Dépassement
simulation-figure-from-pot = Aide du pot commun
simulation-figure-borrowed = Avances accordées
simulation-figure-pot = Pot commun à la fin
simulation-figure-left = Il reste à la fin
simulation-cuts = Tout n'aurait pas été possible
simulation-cut-gift = { $name }, { $month } : don de { $asked }, { $possible } possibles.
simulation-cut-grant = { $name }, { $month } : { $asked } accordées par le pot commun, { $possible } possibles.
simulation-cut-correction = { $name }, { $month } : correction de { $asked }, { $possible } possibles.
simulation-cut-more = { $n ->
    [one] Et un autre mouvement.
   *[other] Et { $n } autres mouvements.
 }
simulation-not-faithful = Les mois clôturés ne se refont pas à la minute près. Comparez avec prudence.
simulation-chart-title = Au-delà des heures de chacun
simulation-chart = Ces mois-là, { $was } ont dépassé les heures des structures. La simulation en compte { $would }.
simulation-chart-rows = En haut, ce qui s'est passé. En bas, la simulation.
simulation-months = Mois par mois
simulation-month = Mois
simulation-members = Structure par structure
simulation-members-caption = Sur toute la période : chiffres de la simulation
simulation-members-some = Les { $n } structures dont les heures changent le plus.
simulation-column-sold = Dépassement
simulation-column-from-pot = Aide du pot
simulation-column-borrowed = Avances
simulation-column-lost = Parties au pot
simulation-column-left = Il reste
simulation-table = Les chiffres du graphique, en tableau
simulation-apply = Appliquer ces règles à partir de { $month }
simulation-apply-hint = Vous relirez tout avant d'enregistrer.
simulation-apply-amends = La convention se change sur la page de la structure.
simulation-words = Comment c'est compté
simulation-words-1 = La page part du premier mois du groupement, avec un pot commun vide.
simulation-words-2 = Elle garde les conventions, le temps compté, les dons, les aides et les corrections.
simulation-words-3 = Elle clôture chaque mois avec les règles essayées, par le même calcul que la vraie clôture.
simulation-words-4 = L'adresse de la page contient les règles essayées : vous pouvez l'envoyer.
simulation-period = Période : { $first } – { $last }, mois en cours compris
simulation-members-others = { $n ->
    [one] Rien ne change pour une autre structure.
   *[other] Rien ne change pour les { $n } autres structures.
 }
simulation-months-nothing = Aucun mois de cette année n'aurait changé.
simulation-months-caption = Année { $year } : chiffres de la simulation. Les mois absents n'auraient pas changé.
simulation-table-alone = Les chiffres, mois par mois
simulation-examples = Pour commencer
simulation-example-longer = Des heures qui servent { $n } mois
simulation-example-no-cap = Un report sans plafond
simulation-example-cap = Un report limité à 100 %
simulation-example-no-advance = Aucune avance
simulation-example-advance = Une avance de 50 %
simulation-tried = Règles essayées : les heures servent encore { $n } mois, { $cap }, aide du pot commun jusqu'à { $solidarity }, avance jusqu'à { $borrow }.
simulation-tried-cap = report jusqu'à { $cap }
simulation-tried-no-cap = report sans plafond
simulation-tried-agreement = Convention de { $name } : { $hours } par mois.
