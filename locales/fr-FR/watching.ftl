watched-title = À surveiller
watched-lead = Des machines qui posent souci, avec les raisons. C'est une proposition : vous décidez.
watched-none = Aucune machine ne pose de souci pour l'instant.
watched-lasting = Elles durent
watched-lasting-lead = Au-delà de leur durée habituelle, sans souci. Rien ne presse.
watched-advice-guarantee = Sa garantie court : si la machine est en cause, demandez au vendeur.
watched-advice-replace = Pensez à la remplacer. Une machine remise en état peut suffire.
watched-advice-repair = Elle vaut une réparation : cherchez la cause une bonne fois.
watched-advice-keep = Elle dure plus que d'habitude, sans souci : gardez-la.
watched-old = { $age } de service, { $usual } d'habitude
watched-requests = { $n } demandes en douze mois
watched-again = { $n ->
    [one] { $n } panne revenue dans les 90 jours
   *[other] { $n } pannes revenues dans les 90 jours
 }
watched-time = { $minutes } passées en douze mois
watched-dear = { $hours } d'heures en douze mois, pour un prix de { $price }
watched-warranty = garantie jusqu'au { $day }
watched-months = { $n } mois
watched-years = { $n ->
    [one] { $n } an
   *[other] { $n } ans
 }
watched-years-and-months = { $years } et { $months }
watched-card = Réparer ou remplacer
watched-nothing = Rien ne demande de la remplacer.
watched-age = En service depuis
watched-requests-label = Demandes en douze mois
watched-requests-count = { $n ->
    [0] aucune
   *[other] { $n }
 }
watched-year-label = Temps passé en douze mois
watched-total-label = Temps passé en tout
watched-hour-label = Coût d'une heure
watched-time-cost = { $minutes }, soit { $cost }
watched-how-title = Comment c'est décidé
watched-how-trouble = Un souci, sur douze mois : quatre demandes, quatre heures, ou une panne qui revient.
watched-how-again = Une panne revient quand deux demandes de même sujet se suivent à 90 jours au plus.
watched-how-usual = La durée habituelle vient des tables de l'ADEME : cinq ans pour un portable.
watched-how-cost = Le coût d'une heure est celui du dernier mois clôturé du groupement.
watched-how-people = Ces chiffres parlent des machines, jamais des personnes.
