nav-transfers = Remises
transfers-title = Remises
transfers-lead-structure = Les lots de machines qui partent chez quelqu'un, et ceux qui reviennent.
transfers-lead-workshop = Les lots de machines que l'on vous propose, et ceux que vous rendez.
transfers-none = Aucune remise pour l'instant.
transfers-to = vers { $other }
transfers-from = de { $other }
transfers-machines = { $n ->
    [one] une machine
   *[other] { $n } machines
 }
transfer-title = Remise n° { $number }
transfer-draft-title = Remise en préparation
transfer-step-draft = En préparation
transfer-step-proposed = Proposée
transfer-step-accepted = Acceptée
transfer-step-declined = Refusée
transfer-step-expired = Sans réponse
transfer-step-cancelled = Retirée
transfer-step-dispatched = En route
transfer-step-received = Reçue
transfer-step-received_with_discrepancy = Reçue, avec des écarts
transfer-step-refused_at_door = Refusée à la porte
transfer-step-closed = Close
transfer-intent-donation = Don
transfer-intent-donation-hint = la machine change de propriétaire
transfer-intent-sale = Vente
transfer-intent-sale-hint = la machine change de propriétaire, contre un prix
transfer-intent-loan = Prêt
transfer-intent-loan-hint = la machine reste à la structure
transfer-intent-disposal = Mise au rebut
transfer-intent-disposal-hint = la machine a fini de servir
transfer-intent-repair = Réparation
transfer-intent-repair-hint = la machine est en maintenance et reviendra
transfer-intent-return = Retour
transfer-new-title = Préparer une remise
transfer-new-lead = Choisissez les machines. Rien ne part avant l'accord du destinataire.
transfer-no-machines = Aucune machine n'est réformée ni en maintenance. Réformez-la d'abord sur sa page.
transfer-no-addressees = Aucun atelier n'est encore connu. La coordination l'ajoute.
transfer-in-maintenance = en maintenance
transfer-ask-to = À qui ?
transfer-ask-intent = Pourquoi ?
transfer-ask-machines = Quelles machines ?
transfer-ask-machines-hint = Réformées pour partir, en maintenance pour une réparation.
transfer-mistake-machines = Choisissez des machines qui peuvent partir pour cette raison.
transfer-add = Préparer la remise
transfer-added = La remise est prête à proposer.
transfer-green = Rien ne bloque : ce lot peut partir.
transfer-red = Une machine au moins ne peut pas partir.
transfer-sender = De
transfer-receiver = À
transfer-intent = Pourquoi
transfer-data = Données
transfer-mandate-given = Le destinataire s'engage à effacer.
transfer-carrier = Transport
transfer-boxes = Colis
transfer-weight = Poids
transfer-seals = Numéros des colis ou scellés
transfer-reason = Raison
transfer-lines = Machines
transfer-serial = n° { $serial }
transfer-photo = Voir la photo
transfer-do-propose = Proposer cette remise
transfer-propose-effect = Le destinataire est prévenu. La liste ne change plus ensuite.
transfer-propose-effect-door = Le destinataire n'a pas de compte : prévenez-le, il signera sur votre écran en venant. La liste ne change plus ensuite.
transfer-done-proposed = La remise est proposée.
transfer-do-accept = Accepter
transfer-mandate = Nous effaçons toutes les données à bord, et nous le prouvons.
transfer-mandate-hint = Sans cela, seules les machines déjà effacées peuvent partir (RGPD, art. 28).
transfer-done-accepted = La remise est acceptée. Une lettre part.
transfer-do-decline = Refuser
transfer-done-declined = La remise est refusée. Une lettre part.
transfer-do-cancel = Retirer cette remise
transfer-done-cancelled = La remise est retirée.
transfer-do-dispatch = Faire partir
transfer-dispatch-lead = Comptez, pesez, signez. Les machines restent à vous jusqu'à l'accusé de réception.
transfer-done-dispatched = La remise est en route. Une lettre part.
transfer-do-receive = Accueillir
transfer-reception-lead = Dites ce qu'est devenue chaque machine, puis signez.
transfer-done-received = C'est signé. Une lettre part.
transfer-done-line = C'est noté.
transfer-do-close = Prendre acte
transfer-close-effect = Ce qui n'est pas arrivé revient à vos machines réformées.
transfer-done-closed = La remise est close.
transfer-ask-reason = Pourquoi ?
transfer-ask-reason-hint = Une phrase suffit. Ne nommez personne : ce texte ne s'efface pas.
transfer-ask-carrier = Qui transporte ?
transfer-ask-carrier-hint = Une organisation ou un moyen, par exemple : l'utilitaire de l'atelier.
transfer-ask-boxes = Combien de colis ?
transfer-ask-weight = Poids en tout, en kg
transfer-ask-weight-hint = Par exemple : 12,4
transfer-mistake-weight = Écrivez un poids en kilos, par exemple 12,4.
transfer-ask-seals = Numéros des colis ou scellés
transfer-sign = Signer
transfer-ask-capacity = Fonction
transfer-ask-capacity-hint = Par exemple : directrice, bénévole.
transfer-sign-dispatch = Signer et faire partir
transfer-sign-reception = Signer l'accusé de réception
transfer-rest = { $n ->
    [one] La machine dont rien n'est dit est bien arrivée.
   *[other] Les { $n } machines dont rien n'est dit sont bien arrivées.
 }
transfer-outcome-none = rien n'est dit
transfer-outcome-received = Reçue
transfer-outcome-received-hint = elle est là
transfer-outcome-damaged = Reçue abîmée
transfer-outcome-damaged-hint = avec une photo
transfer-outcome-missing = Manquante
transfer-outcome-missing-hint = elle est sur la liste, pas dans le lot
transfer-outcome-refused = Refusée
transfer-outcome-refused-hint = elle repart avec le transporteur
transfer-ask-outcome = Qu'est-elle devenue ?
transfer-ask-line-reason = Que voyez-vous ?
transfer-ask-line-reason-hint = Nécessaire si elle n'est pas arrivée, ou abîmée.
transfer-ask-photo = Photo
transfer-ask-photo-hint = Nécessaire si elle est abîmée.
transfer-mistake-photo = Ajoutez une photo de ce qui est abîmé.
transfer-line-save = Noter
transfer-overtaken = Quelqu'un vient d'agir : la remise est maintenant « { $step } ». Relisez, puis renvoyez si c'est toujours juste.
transfer-blocked = { $name } : { $why }
transfer-refusal-step = Pas maintenant : la remise est « { $step } ».
transfer-refusal-line = Cette machine n'est pas sur la liste.
transfer-refusal-open = { $n ->
    [one] Dites d'abord ce qu'est devenue la dernière machine.
   *[other] Dites d'abord ce que sont devenues { $n } machines.
 }
transfer-signatures = Signatures
transfer-signed-dispatch = Parti
transfer-signed-reception = Reçu
transfer-way-account = depuis son compte
transfer-way-link = par un lien envoyé à { $address }
transfer-way-door = à la porte, sur l'écran de qui remet
transfer-way-paper = sur papier, comparé par une deuxième personne
transfer-document-link = Le bordereau de remise
transfer-document-number = n° { $number }
transfer-document-unsigned = Personne n'a encore signé : ce texte peut changer.
transfer-document-why = L'empreinte est celle du texte signé. Un seul mot changé en donne une autre.
transfer-document-machine = Machine
transfer-document-code = Étiquette
transfer-document-outcome = À l'arrivée
transfer-document-title = Bordereau de remise
transfer-document-act-dispatch = Départ
transfer-document-act-reception = Accusé de réception
transfer-document-mandate = Le destinataire efface pour l'expéditeur toutes les données à bord (RGPD, art. 28). L'expéditeur en reste responsable jusqu'à l'effacement.
transfer-document-no-mandate = Aucune donnée ne part à bord, sauf pour une réparation ou un retour.
transfer-document-clear = effacées
transfer-document-on-board = peut-être à bord
transfer-document-carrier = Transport : { $carrier }
transfer-document-boxes = Colis : { $n }
transfer-document-weight = Poids : { $weight } kg
transfer-document-seals = Colis ou scellés : { $seals }
transfer-document-title-donation = Les machines sont données au destinataire. Signé des deux côtés, ce bordereau vaut titre pour la suite. Elles restent à l'expéditeur, qui répond des données et peut les reprendre, jusqu'à ce qu'elles servent de nouveau.
transfer-document-title-sale = Les machines sont vendues au destinataire. Signé des deux côtés, ce bordereau vaut titre pour la suite. Elles restent à l'expéditeur, qui répond des données et peut les reprendre, jusqu'à ce qu'elles servent de nouveau.
transfer-document-title-loan = Les machines restent à l'expéditeur, qui les prête.
transfer-document-title-disposal = Seul un document signé des deux côtés change le propriétaire des machines.
transfer-document-title-repair = Les machines restent à l'expéditeur : elles reviennent réparées.
transfer-document-title-return = Les machines reviennent à qui elles sont.
workshop-proposed-title = On vous propose
workshop-proposed = { $from } : { $n ->
    [one] une machine
   *[other] { $n } machines
 }
letter-transfer-subject = { $deed ->
    [proposed] Remise n° { $number } : à accepter
    [accepted] Remise n° { $number } acceptée
    [declined] Remise n° { $number } refusée
    [cancelled] Remise n° { $number } retirée
    [expired] Remise n° { $number } restée sans réponse
    [dispatched] Remise n° { $number } en route
    [received] Remise n° { $number } reçue
   *[closed] Remise n° { $number } close
 }
letter-transfer-machines = { $n ->
    [one] une machine
   *[other] { $n } machines
 }
letter-transfer = { $deed ->
    [proposed] { $from } propose { letter-transfer-machines } à { $to }. Une réponse est attendue sous quatorze jours.
    [accepted] { $to } accepte { letter-transfer-machines } de { $from }.
    [declined] { $to } refuse { letter-transfer-machines } de { $from } :
    [cancelled] { $from } retire sa remise à { $to }, pour { letter-transfer-machines } :
    [expired] Personne n'a répondu. { $from } garde { letter-transfer-machines }.
    [dispatched] En route de { $from } vers { $to } : { letter-transfer-machines }.
    [received] { $to } a signé l'accusé de réception de { $from }, pour { letter-transfer-machines }. Sans réponse, la remise se clôt dans sept jours.
   *[closed] La remise de { $from } à { $to } est close, pour { letter-transfer-machines }.
 }
letter-transfer-open = Ouvrir la remise
transfers-help = Une machine réformée part dans une remise : proposée, acceptée, envoyée, reçue. Chaque côté signe le bordereau.
transfers-help-data = Rien ne part avec des données à bord, sauf si l'atelier s'engage à les effacer.
transfers-help-time = Sans réponse, une proposition expire après quatorze jours. Une remise reçue se clôt après sept jours.
transfer-return-title = Préparer un retour
transfer-return-lead = Une machine rendue revient à qui elle est.
transfer-return-none = Aucune machine n'est à rendre maintenant.
transfer-return-hint = Celles d'un seul propriétaire à la fois.
transfer-mistake-return = Choisissez des machines d'un seul propriétaire, qui peuvent repartir.
transfer-mistake-recycling = Un recycleur prend des machines pour les recycler, et lui seul.
transfer-door-title = Accepter à la porte
transfer-door-link = Qui reçoit est devant vous
transfer-door-lead = Donnez cet écran à la personne de « { $receiver } » : elle lit, écrit son nom et signe.
transfer-door-name = Nom de qui reçoit
transfer-door-accept = Accepter et signer
transfer-signed-acceptance = Accepté
transfer-document-act-acceptance = Acceptation
