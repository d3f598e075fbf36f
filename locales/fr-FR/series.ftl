series-title = Entretien régulier
series-lead = Ce qui revient : mises à jour, essais de restauration, nettoyages. Chaque date devient une demande, sans lettre à personne.
series-none = Rien n'est prévu. Un entretien régulier évite bien des pannes.
series-none-here = Rien de régulier n'est prévu ici.
series-caption = Les entretiens réguliers, la prochaine date d'abord
series-column-what = Quoi
series-column-structure = Structure
series-column-rule = Quand
series-column-next = Prochaine date
series-next-is = Prochaine date : { $day }
series-moved = fermé ce jour-là, visite { $day }
series-over = plus de date à venir
series-stopped-count = { $n ->
    [one] { $n } entretien arrêté
   *[other] { $n } entretiens arrêtés
 }
series-stopped-since = Arrêté depuis { $day }
series-new = Prévoir un entretien
series-new-which = Pour quelle structure ?
series-new-act = Prévoir cet entretien
series-made = L'entretien est prévu.
series-edit = Modifier
series-edit-act = Enregistrer
series-changed = L'entretien est modifié.
series-stop = Arrêter
series-stopped = L'entretien est arrêté. Plus rien ne sera préparé.
series-start = Reprendre
series-started = L'entretien reprend à partir d'aujourd'hui.
series-what = Quoi
series-what-hint = Par exemple : Mises à jour du mois
series-words = Ce qu'il y a à faire
series-steps = Étapes à cocher
series-steps-hint = Une étape par ligne, 20 au plus.
series-when = Quand
series-interval = Tous les
series-frequency = Jours, semaines, mois ou ans
series-frequency-daily = jours
series-frequency-weekly = semaines
series-frequency-monthly = mois
series-frequency-yearly = ans
series-weekdays = Quels jours de la semaine
series-weekdays-hint = Pour des jours ou des semaines. Rien : celui du début.
series-by = Quel jour du mois
series-by-start = le même que le premier
series-by-day = un numéro, à dire dessous
series-by-last = le dernier jour du mois
series-by-nth = un jour de semaine, à dire dessous
series-day = Numéro du jour
series-nth = Lequel
series-weekday = Jour de la semaine
series-which-1 = le premier
series-which-2 = le deuxième
series-which-3 = le troisième
series-which-4 = le quatrième
series-which-5 = le cinquième
series-which-last = le dernier
series-months = Seulement ces mois
series-months-hint = Rien : tous les mois. Une fois par an : celui du début.
series-starts = À partir du
series-days-ahead = Préparer la demande
series-days-ahead-hint = Combien de jours avant, de 0 à 60.
series-until-field = Jusqu'au
series-times-field = Ou un nombre de fois
series-look = Voir les dates
series-dates = Prochaines dates
series-who = Pour qui, par qui
series-requester = Pour qui
series-requester-hint = Cette personne suit les demandes, sans lettre à leur création.
series-requester-choose = Choisissez une personne
series-technician = Par qui
series-machines = Sur quelles machines
series-prepared = Demande préparée
series-ahead = { $n ->
    [0] le jour même
    [one] { $n } jour avant
   *[other] { $n } jours avant
 }
series-past = Demandes préparées
series-past-none = Aucune demande n'est encore préparée.
series-became = Demande n° { $number } · { $state }
series-skipped-missed = passée : rien ne tournait ce jour-là
series-skipped-no_agreement = passée : pas de convention ce mois-là
series-every-daily = { $n ->
    [one] tous les jours
   *[other] tous les { $n } jours
 }
series-every-weekly = { $n ->
    [one] toutes les semaines
   *[other] toutes les { $n } semaines
 }
series-every-monthly = { $n ->
    [one] tous les mois
   *[other] tous les { $n } mois
 }
series-every-yearly = { $n ->
    [one] tous les ans
   *[other] tous les { $n } ans
 }
series-every-weekdays = tous les { $days }
series-every-nth-1 = tous les premiers { $day } du mois
series-every-nth-2 = tous les deuxièmes { $day } du mois
series-every-nth-3 = tous les troisièmes { $day } du mois
series-every-nth-4 = tous les quatrièmes { $day } du mois
series-every-nth-5 = tous les cinquièmes { $day } du mois
series-every-nth-last = tous les derniers { $day } du mois
series-nth-1 = le premier { $day } du mois
series-nth-2 = le deuxième { $day } du mois
series-nth-3 = le troisième { $day } du mois
series-nth-4 = le quatrième { $day } du mois
series-nth-5 = le cinquième { $day } du mois
series-nth-last = le dernier { $day } du mois
series-last-day = le dernier jour du mois
series-day-of-month = { $n ->
    [1] le 1er du mois
   *[other] le { $n } du mois
 }
series-in-months = en { $months }
series-and = { $first } et { $last }
series-until = jusqu'au { $day }
series-times = { $n ->
    [one] une fois
   *[other] { $n } fois en tout
 }
series-day-monday = lundi
series-day-tuesday = mardi
series-day-wednesday = mercredi
series-day-thursday = jeudi
series-day-friday = vendredi
series-day-saturday = samedi
series-day-sunday = dimanche
series-plural-monday = lundis
series-plural-tuesday = mardis
series-plural-wednesday = mercredis
series-plural-thursday = jeudis
series-plural-friday = vendredis
series-plural-saturday = samedis
series-plural-sunday = dimanches
series-on-monday = le lundi
series-on-tuesday = le mardi
series-on-wednesday = le mercredi
series-on-thursday = le jeudi
series-on-friday = le vendredi
series-on-saturday = le samedi
series-on-sunday = le dimanche
series-mistake-day = Ce jour n'existe pas dans ces mois. Écrivez un nombre de 1 à 31, ou choisissez le dernier jour.
series-mistake-never = Aucune date ne suit cette règle. Vérifiez le début, les mois et la fin.
series-mistake-ends = Dites une date de fin ou un nombre de fois, pas les deux.
series-mistake-steps = Il y a plus de 20 étapes. Regroupez-en quelques-unes.
series-visit = Visite prévue { $day }
series-steps-done = { $done } sur { $n } faites
series-step-done = fait { $at }
series-steps-keep = Enregistrer les étapes
series-steps-kept = Les étapes sont enregistrées.
ticket-event-series = Entretien régulier préparé, { $at }
series-prevention = Entretien préventif
series-prevention-share = Entretien préventif : { $share } des heures, le reste en dépannage.
series-prevention-counted = { $preventive } d'entretien, { $repair } de dépannage. Formation, à part : { $apart }.
series-prevention-how-title = Comment c'est compté
series-prevention-how = Les heures comptées, chacune une seule fois. Préventif : les interventions d'entretien, et tout le travail sur une demande née d'un entretien régulier, trajet compris. Dépannage : le reste. La formation n'est ni l'un ni l'autre. Les corrections de mois clôturés n'y sont pas.
series-help = Ce qui revient est prévu d'avance, comme les mises à jour ou l'essai d'une sauvegarde. La page de la structure en donne les prochaines dates, et la demande se prépare d'elle-même.
task-title = Tâches
task-lead = Ce qu'il y a à faire, un jour donné, pour cette demande. Seul·es les technicien·nes le voient.
task-today = À faire
task-new = Ajouter une tâche
task-words = Quoi
task-assignee = Qui
task-day = Quel jour
task-add = Ajouter
task-added = La tâche est ajoutée.
task-complete = C'est fait
task-completed = La tâche est faite.
task-reopen = Pas fait
task-reopened = La tâche est de nouveau à faire.
task-done-at = fait { $at }
series-more = Certains mois seulement, une fin
series-day-of = { $n ->
    [1] le 1er { $months }
   *[other] le { $n } { $months }
 }
series-last-day-of = le dernier jour de { $months }
series-month-1 = janv.
series-month-2 = févr.
series-month-3 = mars
series-month-4 = avril
series-month-5 = mai
series-month-6 = juin
series-month-7 = juil.
series-month-8 = août
series-month-9 = sept.
series-month-10 = oct.
series-month-11 = nov.
series-month-12 = déc.
