findings-foreseen-long_day = Avec cette intervention, votre journée fait { $found }. La loi en permet { $limit }.
findings-foreseen-no_pause = Cela fait { $found } de travail sans pause. La loi prévoit 20 min de pause après { $limit }.
findings-foreseen-short_night = Il ne reste que { $found } de repos avant { $day }. La loi en demande { $limit }.
findings-foreseen-long_week = Avec cette intervention, votre semaine fait { $found }. La loi en permet { $limit }.
findings-foreseen-long_weeks = Vos douze dernières semaines font { $found } en moyenne. La loi en permet { $limit }.
findings-foreseen-short_week_rest = Cette semaine, votre plus long repos dure { $found }. La loi en demande { $limit }.
findings-foreseen-sunday = C'est un dimanche : la loi le réserve au repos.
findings-foreseen-public_holiday = C'est un jour férié : { $holiday }.
findings-foreseen-written_late = Ce jour date de { $found } jours. On note mieux dans la semaine.
findings-own-long_day = Cette journée fait { $found }. La loi en permet { $limit }.
findings-own-no_pause = { $found } de travail sans pause. La loi prévoit 20 min de pause après { $limit }.
findings-own-short_night = { $found } de repos avant cette journée. La loi en demande { $limit }.
findings-own-long_week = Cette semaine fait { $found }. La loi en permet { $limit }.
findings-own-long_weeks = Ces douze semaines font { $found } en moyenne. La loi en permet { $limit }.
findings-own-short_week_rest = Cette semaine, le plus long repos dure { $found }. La loi en demande { $limit }.
findings-own-sunday = { $found } un dimanche, jour de repos.
findings-own-public_holiday = { $found } un jour férié : { $holiday }.
findings-own-written_late = Noté { $found } jours après. On note mieux dans la semaine.
findings-saved-long_day = C'est noté. Votre journée dépasse 10 h, le maximum légal.
findings-saved-no_pause = C'est noté. Après 6 h de travail, la loi prévoit 20 min de pause.
findings-saved-short_night = C'est noté. Entre deux journées, la loi demande 11 h de repos.
findings-saved-long_week = C'est noté. Votre semaine dépasse 48 h, le maximum légal.
findings-saved-long_weeks = C'est noté. Vos douze dernières semaines dépassent 44 h en moyenne, le maximum légal.
findings-saved-short_week_rest = C'est noté. Chaque semaine, la loi demande 35 h de repos de suite.
findings-saved-sunday = C'est noté. C'était un dimanche, jour de repos.
findings-saved-public_holiday = C'est noté. C'était un jour férié.
findings-saved-written_late = C'est noté. Ce jour date de plus d'une semaine.
findings-holiday-new_year = jour de l'An
findings-holiday-easter_monday = lundi de Pâques
findings-holiday-labour_day = fête du Travail
findings-holiday-victory = 8 mai 1945
findings-holiday-ascension = Ascension
findings-holiday-whit_monday = lundi de Pentecôte
findings-holiday-national_day = fête nationale
findings-holiday-assumption = Assomption
findings-holiday-all_saints = Toussaint
findings-holiday-armistice = Armistice
findings-holiday-christmas = Noël
findings-of-long_day = { $name } : { $n ->
    [one] une journée
   *[other] { $n } journées
 } de plus de { $limit }
findings-of-no_pause = { $name } : plus de { $limit } sans pause, { $n ->
    [one] une fois
   *[other] { $n } fois
 }
findings-of-short_night = { $name } : moins de { $limit } entre deux journées, { $n ->
    [one] une fois
   *[other] { $n } fois
 }
findings-of-long_week = { $name } : { $n ->
    [one] une semaine
   *[other] { $n } semaines
 } de plus de { $limit }
findings-of-long_weeks = { $name } : plus de { $limit } en moyenne sur douze semaines
findings-of-short_week_rest = { $name } : { $n ->
    [one] une semaine
   *[other] { $n } semaines
 } sans { $limit } de repos de suite
findings-of-sunday = { $name } : du travail { $n ->
    [one] un dimanche
   *[other] { $n } dimanches
 }
findings-of-public_holiday = { $name } : du travail { $n ->
    [one] un jour férié
   *[other] { $n } jours fériés
 }
findings-of-written_late = { $name } : { $n ->
    [one] une journée notée
   *[other] { $n } journées notées
 } plus de { $limit } jours après
findings-when = { $day } : { $found }
findings-when-week = semaine du { $day } : { $found }
findings-when-late = { $day } : { $found ->
    [one] un jour après
   *[other] { $found } jours après
 }
findings-write = Écrire à { $name }
findings-asked = { $structure } : une question attend votre réponse
findings-asked-detail = { $name }, { $at }
findings-asked-fix = Répondre
findings-unsigned = { $n ->
    [one] Une feuille d'heures n'est pas validée
   *[other] { $n } feuilles d'heures ne sont pas validées
 }
findings-unsigned-fix = Écrire aux référent·es
findings-changed = { $name } (corrigée depuis sa validation)
findings-late = { $structure } : une intervention est arrivée après la clôture
findings-late-detail = { $day }, { $minutes } · { $name }
findings-late-fix = Décider
findings-outside = { $name } : du travail sans convention
findings-outside-detail = { $n ->
    [one] Une intervention
   *[other] { $n } interventions
 }, { $real }. Pas de convention ce mois-là.
findings-outside-ended = { $n ->
    [one] Une intervention
   *[other] { $n } interventions
 }, { $real }. Sa convention s'arrêtait en { $month }.
findings-outside-fix = Revoir la fin de la convention
findings-overlap = { $name } : deux interventions en même temps
findings-overlap-detail = { $day }, de { $from } à { $to } et de { $again } à { $until }
findings-beyond = { $name } dépasse ses heures de { $minutes }
findings-beyond-pot = { $minutes } du pot commun
findings-beyond-advance = { $minutes } en avance
findings-beyond-sold = { $minutes } en dépassement
findings-beyond-fix = Voir ses heures
findings-capacity = Les conventions dépassent ce que le poste peut donner
findings-capacity-detail = { $subscribed } souscrites, { $available } possibles ce mois-ci : { $more } de trop.
findings-capacity-fix = Voir les contrats
findings-contract = Le contrat de { $name } n'est pas noté
findings-contract-detail = Sans lui, personne ne sait combien d'heures le poste peut donner.
findings-contract-fix = Noter son contrat
findings-none = Rien à vérifier.
findings-title = À vérifier
findings-law = Ce sont des rappels du Code du travail. Rien n'est bloqué.
