report-open = Mois ouvert · calculé le { $day } à { $time }
report-ended = Mois terminé, pas encore clôturé · calculé le { $day } à { $time }
report-closed = Mois clôturé · ces chiffres ne bougent plus
report-lead = { $n ->
    [one] Une structure a utilisé { $used } sur { $allotted } de convention.
   *[other] { $n } structures ont utilisé { $used } sur { $allotted } de convention.
 }
report-lead-over = { $n ->
    [one] Une a dépassé ses heures.
   *[other] { $n } ont dépassé leurs heures.
 }
report-lead-none-over = Aucune n'a dépassé ses heures.
report-month = Un autre mois
report-see = Voir
report-csv = Tableur (CSV)
report-csv-file = mois
report-csv-code = Code
report-csv-interventions = Interventions
report-csv-minutes = { $column } (min)
report-nothing = Aucune structure n'avait de convention ce mois-là.
report-nothing-act = Voir les structures
report-caption = Heures par structure, { $month }
report-structure = Structure
report-allotted = Convention
report-carried-in = Reporté
report-repaid = Remboursé
report-given = Donné
report-received = Reçu
report-real = Réelles
report-charged = Comptées
report-from-pot = Pot commun
report-borrowed = Avance
report-sold = Dépassement
report-left = Il reste
report-left-closed = Reporté ensuite
report-expiring = Bientôt perdu
report-expiring-closed = Versé au pot
report-debt = À rendre
report-total = { $n ->
    [one] { $n } structure
   *[other] { $n } structures
 }, { $interventions ->
    [one] { $interventions } intervention
   *[other] { $interventions } interventions
 }
report-agrees = Le compte est juste
report-differs = Le compte n'est pas juste
report-counted = { $n ->
    [0] Aucune intervention
    [one] Une intervention
   *[other] { $n } interventions
 }, { $real } réelles, { $charged } comptées : écart 0.
report-counted-gap = { $n ->
    [0] Aucune intervention
    [one] Une intervention
   *[other] { $n } interventions
 }, { $real } réelles, { $charged } comptées.
report-gap = Le tableau s'en écarte : { $n } interventions, { $real } réelles, { $charged } comptées. Prévenez qui tient cette installation.
report-identity = Depuis le début : { $sold } vendues = { $used } comptées + { $lots } de lots d'heures + { $pot } au pot commun − { $debts } d'avances.
report-identity-gap = Depuis le début : { $sold } vendues, mais { $used } comptées + { $lots } de lots d'heures + { $pot } au pot commun − { $debts } d'avances. Écart : { $gap }.
report-where = Où sont allées les heures
report-chart = Le plus d'heures comptées : { $name }, { $charged }, dans ses heures.
report-chart-over = Le plus d'heures comptées : { $name }, { $charged }, dont { $beyond } au-delà de ses heures.
report-chart-some = Voici les { $n } structures qui ont utilisé le plus d'heures.
report-key-own = dans ses heures
report-key-pot = pot commun
report-key-advance = avance
report-key-overage = dépassement
report-words = Ce que disent les colonnes
report-words-charged = Le temps réel, arrondi et pondéré selon les règles du groupe.
report-words-pot = Heures perdues par les unes, prêtes pour celles qui en manquent.
report-words-advance = Heures prises sur les mois à venir. La convention les rembourse d'abord.
report-words-overage = Ce que rien ne couvre. Il se paie au prix de revient du mois.
report-pdf = Rapport (PDF)
report-xlsx = Tableur (XLSX)
report-csv-time = { $column } (h:mm)
report-paper = Rapport du mois
report-paper-foot = { $group }, { $period }
report-year-link = L'année { $year }
report-year-title = L'année { $year }
report-year-over = { $n ->
    [one] { $n } mois clôturé sur 12
   *[other] { $n } mois clôturés sur 12
 } · seuls les mois clôturés comptent ici
report-year-lead = { $n ->
    [one] Une structure membre, { $charged } comptées de { $from } à { $to }.
   *[other] { $n } structures membres, { $charged } comptées de { $from } à { $to }.
 }
report-year-lead-one = { $n ->
    [one] Une structure membre, { $charged } comptées en { $from }.
   *[other] { $n } structures membres, { $charged } comptées en { $from }.
 }
report-year-nothing = Aucun mois de { $year } n'est clôturé. Les chiffres viendront avec la première clôture.
report-year-nothing-act = Voir le mois en cours
report-year-other = Autres années
report-year-month-link = Le rapport du mois
report-year-paper = Rapport annuel
report-year-file = annee
report-year-members = Structures membres
report-year-interventions = Interventions
report-year-real = Heures réelles
report-year-charged = Heures comptées
report-year-fte = Équivalent temps plein
report-year-pot = Solidarité : pris au pot commun
report-year-given = Donné entre structures
report-year-sold = Dépassement
report-year-cost = Coût d'une heure comptée
report-year-regularised = Régularisation
report-year-where = Les heures, mois par mois
report-chart-year = Le mois le plus chargé : { $name }, { $charged }, dans les heures de chacune.
report-chart-year-over = Le mois le plus chargé : { $name }, { $charged }, dont { $beyond } au-delà des heures de chacune.
report-year-caption-months = Les mois clôturés de { $year }
report-year-caption-structures = Heures par structure, { $year }
report-year-month = Mois
report-year-structures = Structures
report-year-months = Mois
report-year-total = Ensemble
report-year-how = Comment c'est compté
report-year-how-fte = Heures réelles ÷ (151,67 h × mois clôturés). 151,67 h : un mois à 35 h par semaine. Ni la coordination ni les absences n'y sont.
report-year-how-pot = Heures perdues par les unes, utilisées par celles qui en manquaient.
report-year-how-closed = Un mois compte ici une fois clôturé. Ses chiffres ne bougent plus.
report-beyond = Au-delà de leurs heures
report-year-how-cost = Coût net du poste, subventions déduites, divisé par les heures comptées des mois clôturés.
report-kinds-caption = Heures comptées par sorte de travail, { $month }
report-kinds-corrections = Corrections
report-csv-kind = Comptées, { $kind }
report-csv-satisfied-yes = C'est réglé : oui
report-csv-satisfied-no = C'est réglé : non
report-satisfied = { $yes } fois oui, { $no } fois non
report-satisfied-few = moins de 5 réponses
report-words-satisfied = Ce que les personnes ont répondu dans le mois, à partir de cinq réponses. Une structure qui en a moins ne compte dans l'ensemble qu'avec d'autres.
report-satisfied-line = « C'est réglé ? » : { $answers }
report-kinds-title = Par sorte de travail, { $month }
report-kinds-lead = Les heures comptées de chaque structure, selon le travail fait.
report-kinds-whole = Par sorte de travail : { $kinds }.
report-kinds-link = Structure par structure
