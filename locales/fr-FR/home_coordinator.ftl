home-coordinator-title = Accueil
home-coordinator-heading = { $month }, jusqu'ici
home-coordinator-lead = { $n ->
    [one] Une structure
   *[other] { $n } structures
 }, { $interventions ->
    [one] { $interventions } intervention
   *[other] { $interventions } interventions
 }.
home-coordinator-nothing = Rien ne demande un regard.
home-coordinator-looks = { $n ->
    [one] Une chose demande un regard.
   *[other] { $n } choses demandent un regard.
 }
home-coordinator-charged = Comptées
home-coordinator-of = sur { $minutes } de convention
home-coordinator-pot = Pot commun
home-coordinator-pot-same = comme à la fin du mois dernier
home-coordinator-pot-more = + { $minutes } depuis le mois dernier
home-coordinator-pot-less = − { $minutes } depuis le mois dernier
home-coordinator-debts = Avances à rendre
home-coordinator-sold = Dépassement
home-coordinator-by = { $n ->
    [one] une structure
   *[other] { $n } structures
 }
home-coordinator-nobody = aucune structure
home-coordinator-look = À regarder
home-coordinator-look-none = Aucune structure ne dépasse, ne doit ni ne perd d'heures.
home-coordinator-more = { $n ->
    [one] Encore une chose : lire le mois
   *[other] Encore { $n } choses : lire le mois
 }
home-coordinator-ended = { $month } : mois terminé, pas encore clôturé
home-coordinator-ended-detail = Ses chiffres peuvent encore bouger.
home-coordinator-over = { $name } : { $beyond } au-delà de ses heures
home-coordinator-over-detail = { $parts }
home-coordinator-over-pot = pot commun { $minutes }
home-coordinator-over-advance = avance { $minutes }
home-coordinator-over-sold = dépassement { $minutes }
home-coordinator-debt = { $name } : { $debt } d'avance à rendre
home-coordinator-debt-detail = Sa convention ({ $allotted } par mois) la rembourse d'abord.
home-coordinator-losing = { $name } : { $minutes } bientôt perdues
home-coordinator-losing-detail = À utiliser avant la fin du { $day }
home-coordinator-low = { $name } : il reste { $left }
home-coordinator-low-detail = { $percent } % de sa convention
home-coordinator-none-left = { $name } : il ne reste rien
home-coordinator-none-left-detail = La prochaine intervention la fera dépasser.
home-coordinator-read = Lire le mois
home-coordinator-first = Bienvenue. Trois pas pour commencer
home-coordinator-first-lead = Ensuite, chacun peut demander de l'aide.
home-coordinator-step-done = Fait
home-coordinator-step-structure = 1. Ajouter une structure
home-coordinator-step-structure-why = Son nom et ses heures par mois.
home-coordinator-step-structure-act = Ajouter une structure
home-coordinator-step-people = 2. Inviter ses personnes
home-coordinator-step-people-why = D'abord son ou sa référente, qui invitera les autres.
home-coordinator-step-people-act = Inviter
home-coordinator-step-technician = 3. Nommer un·e technicien·ne
home-coordinator-step-technician-why = La personne qui répond et qui note son temps.
home-coordinator-step-technician-act = Nommer
home-coordinator-low-until = À ce rythme, ses heures durent jusqu'au { $day }.
home-coordinator-capacity = Le poste peut donner
home-coordinator-capacity-of = aux membres, ce mois-ci
