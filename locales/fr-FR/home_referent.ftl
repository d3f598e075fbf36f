home-referent-title = Ce mois-ci
home-referent-ask = Demander de l'aide
home-referent-of = restent sur { $own }
home-referent-none = Votre structure n'a pas de convention ce mois-ci. La coordination peut vous en dire plus.
home-referent-beyond = Au-delà de vos heures
home-referent-forecast-enough = Au rythme des derniers mois ({ $pace } par mois), vos heures suffisent.
home-referent-forecast-until = Au rythme des derniers mois ({ $pace } par mois), vos heures suffisent jusqu'au { $day }.
home-referent-forecast-used-up = Vos heures du mois sont utilisées. Les suivantes arrivent le { $next }.
home-referent-forecast-unknown = Pas encore de prévision : il y faut un mois entier.
home-referent-tickets = Vos demandes
home-referent-waiting = { $n ->
    [one] Une demande attend une réponse de chez vous.
   *[other] { $n } demandes attendent une réponse de chez vous.
 }
home-referent-no-tickets = Aucune demande en cours. Tout va bien, ou quelque chose vous gêne ?
home-referent-all-tickets = Toutes les demandes
home-referent-spent = Où sont allées vos heures
home-referent-spent-means = À droite, le temps compté : ce qui quitte vos heures.
home-referent-no-spent = Rien n'a encore été fait ce mois-ci.
home-referent-real = { $minutes } réelles
home-referent-sheet = Lire la feuille d'heures
home-referent-account = Le compte du mois
home-referent-structure = Votre structure
home-referent-machines = { $n ->
    [one] { $n } machine
   *[other] { $n } machines
 }
home-referent-machines-idle = { $n ->
    [one] une sans personne attitrée
   *[other] { $n } sans personne attitrée
 }
home-referent-people = { $n ->
    [one] { $n } personne
   *[other] { $n } personnes
 }
home-referent-people-idle = { $n ->
    [one] une n'est jamais venue ici
   *[other] { $n } ne sont jamais venues ici
 }
home-referent-sign = Votre feuille d'heures de { $month } est à valider
