visits-title = Passages
visits-today = aujourd'hui
visits-tomorrow = demain
visits-at = { $day } à { $hour }
visits-span = de { $from } à { $to }
visits-comes = { $name } passe { $at }
visits-comes-anyway = { $comes } : ce sera peut-être l'occasion.
visits-none = Aucun passage n'est prévu pour l'instant.
visits-possible = Un passage serait possible à partir de { $at }.
visits-away = Absences
visits-away-day = { $name } n'est pas là le { $first }.
visits-away-half = { $name } n'est pas là une partie du { $first }.
visits-away-days = { $name } n'est pas là du { $first } au { $last }.
visits-away-halves = { $name } n'est pas là une partie de chaque jour, du { $first } au { $last }.
visits-cover = { $name } répond à sa place.
visits-past = Les derniers passages
visits-count = { $n ->
    [one] { $n } passage
   *[other] { $n } passages
 }
visits-past-line = { $day }, { $span } : { $name }
visits-follow = Suivre les passages dans mon agenda
visits-week-title = Mes passages
visits-week = Semaine du { $day }
visits-week-none = Aucun passage cette semaine.
visits-week-before = Semaine précédente
visits-week-after = Semaine suivante
visits-home-today = Aujourd'hui
visits-home-none = Aucun passage aujourd'hui.
visits-home-week = Toute la semaine
visits-new-title = Prévoir un passage
visits-change-title = Changer ce passage
visits-structure = Où ?
visits-technician = Qui passe ?
visits-minutes = Durée
visits-minutes-hint = Par exemple 1 h 30
visits-slot = Quand ?
visits-slot-hint = Les prochains moments libres, dans les heures d'ouverture.
visits-other-time = À un autre moment
visits-day = Autre jour
visits-start = Autre heure
visits-tickets = Pour quelles demandes ?
visits-tickets-hint = Les personnes qui les ont faites reçoivent une lettre.
visits-note = Un mot pour la structure
visits-note-hint = Par exemple : prévoyez la clé du local.
visits-plan = Prévoir ce passage
visits-change = Enregistrer
visits-look = Voir les moments libres et les demandes
visits-cancel = Annuler ce passage
visits-planned = Le passage est prévu.
visits-changed = Le passage est changé.
visits-cancelled = Le passage est annulé.
visits-for-ticket = Passage
visits-mistake-empty = Un passage dure au moins une minute.
visits-mistake-midnight = Un passage se termine le jour même.
visits-mistake-past = Ce moment est déjà passé.
visits-mistake-away = Une absence est notée ce jour-là.
visits-mistake-changed = Ce passage a changé entre-temps. Vérifiez, puis enregistrez encore une fois.
visits-mistake-overlap = Un passage est déjà prévu à ce moment : { $structure }, { $day }, { $span }.
calendars-title = Calendriers à suivre
calendars-lead = Une adresse secrète montre les passages dans votre agenda, toujours à jour.
calendars-made = L'adresse est prête
calendars-made-once = Copiez-la maintenant : elle n'est affichée qu'une fois.
calendars-made-how = Dans votre agenda, choisissez « ajouter un calendrier par adresse » ou « s'abonner », puis collez-la.
calendars-new = Nouvelle adresse
calendars-of = Quels passages ?
calendars-own = Mes passages
calendars-name = Passages · { $structure }
calendars-make = Créer l'adresse
calendars-followed = Adresses qui fonctionnent
calendars-made-on = Créée le { $made }.
calendars-seen = Lue la dernière fois { $day }.
calendars-never-seen = Jamais lue.
calendars-revoke = Retirer
calendars-revoked = L'adresse est retirée. Elle ne montre plus rien.
calendars-none = Aucune adresse pour l'instant.
calendars-mistake-many = Dix adresses fonctionnent déjà. Retirez-en une d'abord.
calendars-shows = Ce que montre une adresse
calendars-shows-structure = Pour une structure : le prénom de qui passe, l'heure, le lieu, le mot pour la structure. Aucune demande.
calendars-shows-own = Pour ses propres passages : l'adresse du lieu et le numéro des demandes.
calendars-shows-who = Qui a l'adresse peut la lire. Elle s'arrête si vous la retirez, ou si vous quittez la structure.
calendars-visit = Passage de { $name }
calendars-cancelled = Annulé : { $what }
calendars-account = Suivre les passages dans un agenda
letter-visit-subject = { $deed ->
    [moved] { $technician } passe finalement { $day } à { $from }
    [cancelled] { $technician } ne passe plus { $day } à { $from }
   *[planned] { $technician } passe { $day } à { $from }
 }
letter-visit = { $deed ->
    [moved] Le passage pour votre demande a changé. { $technician } passe { $day }, de { $from } à { $to } ({ $name }).
    [cancelled] { $technician } ne passe plus { $day } à { $from } pour votre demande ({ $name }). Votre demande reste ouverte.
   *[planned] { $technician } passe { $day }, de { $from } à { $to } ({ $name }). C'est pour votre demande :
 }
structures-door-visits = Passages
structures-door-visits-hint = Quand quelqu'un passe, qui est absent
contract-cover = Qui répond pendant ce temps ?
contract-cover-nobody = Personne
contract-cover-is = { $name } répond à sa place
contract-cover-by = { $name } répond
contract-cover-none = Plus de remplacement
contract-covered = C'est noté. Les structures le liront.
contract-uncovered = C'est noté : personne ne remplace.
help-visits-title = Les passages
help-visits = Chaque structure lit quand quelqu'un passe, qui est absent et qui répond à sa place, sur la page « Passages ». Une lettre le dit à qui a fait la demande.
help-visits-follow = « Calendriers à suivre », dans votre compte, donne une adresse secrète à coller dans votre agenda. Elle se retire quand vous voulez.
ticket-event-visit_planned = { $name } a prévu un passage, { $at } : { $detail }
ticket-event-visit_moved = { $name } a déplacé le passage, { $at } : { $detail }
ticket-event-visit_cancelled = { $name } a annulé le passage, { $at } : { $detail }
ticket-event-visit_done = { $name } est passé·e, { $detail }
help-visits-history = Un passage prévu, déplacé, annulé ou fait s'écrit dans l'histoire de la demande.
