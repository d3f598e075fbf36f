lists-filter = Filtrer
lists-show = Montrer
lists-clear = Tout montrer
lists-showing = Seulement : { $parts }.
lists-order = Ordre
lists-assignee = Qui s'en occupe
lists-channel = Arrivée par
lists-since = Reçues depuis
lists-until = Reçues jusqu'à
lists-or-day = ou un jour précis
lists-late = Le délai de réponse est dépassé
lists-of-machine = Toutes les demandes de cette machine
lists-unknown = inconnu
lists-usual-open = En cours
lists-usual-all = Toutes
lists-choose-state-open = En cours
lists-choose-state-received = Reçues
lists-choose-state-in_hand = Quelqu'un s'en occupe
lists-choose-state-waiting = On attend une réponse
lists-choose-state-settled = Réglées
lists-choose-state-all = Toutes
lists-any-assignee = N'importe qui
lists-assignee-me = Moi
lists-assignee-nobody = Personne
lists-any-structure = Toutes
lists-any-priority = Toutes
lists-any-channel = N'importe où
lists-channel-web = Le site
lists-channel-phone = Le téléphone
lists-channel-series = Ce qui revient
lists-any-since = Toujours
lists-any-until = Aujourd'hui
lists-choose-since-days = { $n ->
    [0] Aujourd'hui
   *[other] { $n } jours
 }
lists-choose-since-day = { $day }
lists-choose-since-this-month = Ce mois
lists-choose-since-last-month = Le mois dernier
lists-choose-until-days = { $n ->
    [0] Aujourd'hui
   *[other] Il y a { $n } jours
 }
lists-choose-until-day = { $day }
lists-choose-until-this-month = Ce mois
lists-choose-until-last-month = Le mois dernier
lists-sort-usual = L'ordre habituel
lists-sort-oldest = Les plus anciennes d'abord
lists-sort-newest = Les dernières reçues d'abord
lists-sort-changed = Les dernières changées d'abord
lists-caption-oldest = Les plus anciennes d'abord
lists-caption-changed = Les dernières changées d'abord
lists-state-open = en cours
lists-state-received = reçues
lists-state-in_hand = quelqu'un s'en occupe
lists-state-waiting = on attend une réponse
lists-state-settled = réglées
lists-state-all = réglées ou non
lists-part-me = les vôtres
lists-part-nobody = personne ne s'en occupe
lists-part-somebody = { $name } s'en occupe
lists-part-structure = structure { $name }
lists-part-priority = « { $label } »
lists-part-channel-web = arrivées par le site
lists-part-channel-phone = arrivées par téléphone
lists-part-channel-series = ce qui revient
lists-part-since-days = { $n ->
    [0] reçues aujourd'hui
   *[other] reçues depuis { $n } jours
 }
lists-part-since-day = reçues depuis le { $day }
lists-part-since-this-month = reçues ce mois
lists-part-since-last-month = reçues depuis le mois dernier
lists-part-until-days = { $n ->
    [0] jusqu'à aujourd'hui
   *[other] il y a { $n } jours ou plus
 }
lists-part-until-day = jusqu'au { $day }
lists-part-until-this-month = jusqu'à ce mois
lists-part-until-last-month = jusqu'au mois dernier
lists-part-late = délai dépassé
lists-part-machine = machine { $name }
lists-part-site = lieu { $name }
lists-machine = Machine
lists-any-machine = Toutes
lists-any-site = Tous
lists-part-sort-oldest = les plus anciennes d'abord
lists-part-sort-newest = les dernières reçues d'abord
lists-part-sort-changed = les dernières changées d'abord
lists-csv = Tableau (CSV)
lists-xlsx = Classeur
lists-file = demandes
lists-column-number = Numéro
lists-column-title = Demande
lists-column-structure = Structure
lists-column-requester = Qui demande
lists-column-state = État
lists-column-outcome = Comment réglée
lists-column-priority = Gêne
lists-column-channel = Arrivée par
lists-column-assignee = Qui s'en occupe
lists-column-received = Reçue
lists-column-answered = Première réponse
lists-column-settled = Réglée
lists-column-real = Minutes réelles
lists-column-charged = Minutes comptées
lists-outcome-fixed = Réparée
lists-outcome-advice = Conseil
lists-outcome-not_ours = Pas pour nous
lists-outcome-withdrawn = Retirée
lists-outcome-merged = Réunie
