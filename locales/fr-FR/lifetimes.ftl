lifetimes-title = Vies prolongées
lifetimes-lead = Ce que les machines remises en état ont servi depuis, et ce que cela évite.
lifetimes-none = Aucune machine remise en état n'a encore été remise à qui que ce soit.
lifetimes-lives = Machines
lifetimes-serving = En service
lifetimes-served = Durée gagnée
lifetimes-months = { $n ->
    [0] moins d'un mois
    [one] un mois
   *[other] { $n } mois
 }
lifetimes-avoided = Évité (estimé)
lifetimes-range = { $low } à { $high } kg CO₂e
lifetimes-little = presque rien encore
lifetimes-unestimated = { $n ->
    [one] Une machine n'est pas estimée.
   *[other] { $n } machines ne sont pas estimées.
 }
lifetimes-kind = Machines
lifetimes-count = Nombre
lifetimes-not-estimated = non estimé
lifetimes-ademe = L'ADEME (2022) donne { $kg } kg évités par année d'usage d'un appareil reconditionné.
lifetimes-energy = En service, environ { $kwh } kWh par an.
lifetimes-confidence-low = Chiffre peu sûr.
lifetimes-confidence-medium = Chiffre à prendre avec prudence.
lifetimes-how = Comment c'est calculé
lifetimes-formula = évité = max(0, fabrication d'un appareil neuf ÷ sa durée de vie − remise en état ÷ durée de la deuxième vie) × années de la deuxième vie × part des achats évités
lifetimes-formula-range = Le bas et le haut viennent de deux sources. Rien n'est additionné avec d'autres impacts.
lifetimes-substitution = Un appareil neuf aurait été acheté dans { $percent } % des cas.
lifetimes-second-life = { $n ->
    [one] Une deuxième vie dure un mois.
   *[other] Une deuxième vie dure { $n } mois.
 }
lifetimes-transport = Transport : { $kg } kg CO₂e par machine.
lifetimes-workshop = Électricité de l'atelier : { $kwh } kWh par machine.
lifetimes-parts = Pièces neuves comptées : { $n }. Sans chiffre connu, donc non comptées : { $unknown }.
lifetimes-since = Hypothèses du groupement depuis le { $day }.
lifetimes-kept = Une estimation garde les chiffres du jour où elle a été faite.
lifetimes-electricity = Électricité française, à la consommation : { $n } g CO₂e par kWh.
lifetimes-sources = Sources
lifetimes-version = { $id }, version { $version }
lifetimes-second-source = Deuxième source : { $source }
lifetimes-hypotheses-link = Changer les hypothèses
lifetimes-hypotheses-title = Hypothèses
lifetimes-hypotheses-lead = Ce que personne ne mesure. Chacun peut le lire à côté des chiffres.
lifetimes-ask-substitution = Dans combien de cas un appareil neuf aurait-il été acheté ?
lifetimes-ask-substitution-hint = En pour cent. 50 tant que rien d'autre n'est connu.
lifetimes-mistake-substitution = Écrivez un nombre de 0 à 100.
lifetimes-ask-second-life = Durée d'une deuxième vie, en mois
lifetimes-ask-second-life-hint = La remise en état est répartie sur cette durée.
lifetimes-ask-transport = Transport d'une machine, en grammes de CO₂e
lifetimes-ask-workshop = Électricité de l'atelier pour une machine, en Wh
lifetimes-ask-unknown-hint = 0 tant que personne ne l'a mesuré.
lifetimes-anew = Refaire aussi les estimations déjà faites
lifetimes-anew-hint = Sans cela, elles gardent les hypothèses d'alors.
lifetimes-save = Enregistrer
lifetimes-done = Les hypothèses sont enregistrées.
lifetimes-help = « Vies prolongées » montre la durée de service gagnée par les machines remises en état, et les émissions évitées : un bas et un haut, avec les sources et les hypothèses.
