nav-home = Accueil
nav-tickets = Demandes
nav-my-tickets = Mes demandes
nav-time = Mon temps
nav-structures = Structures
nav-people = Personnes
nav-hours = Heures
nav-equipment = Machines
nav-report = Mois
nav-rules = Règles
layout-error-title = Erreur : { $title }
since-minutes = { $n } min
since-hours = { $n } h
since-days = { $n ->
    [one] un jour
   *[other] { $n } jours
 }
nav-year = Année
nav-sharing = Partage
