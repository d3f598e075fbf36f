ready-title = Machines prêtes
ready-lead = Effacées, remises en état et contrôlées : elles attendent qui s'en servira.
ready-none = Aucune machine n'est prête en ce moment.
ready-free = Libre
ready-reserved = Réservée pour { $to } jusqu'au { $until }
ready-grades = État
ready-holder = Où elle est
ready-data = Données
ready-data-clear = Aucune à bord
ready-what = Rien de sa vie d'avant ne la suit : ni nom, ni demandes, ni notes.
ready-reserve-title = La réserver
ready-for = Pour qui ?
ready-until = Jusqu'au
ready-until-hint = Passé ce jour, elle est de nouveau libre. Soixante jours au plus.
ready-reserve = Réserver
ready-done-reserved = La machine est réservée.
ready-done-released = La réservation est levée.
ready-gone = Cette machine n'est plus libre.
ready-mistake-until = Choisissez un jour entre aujourd'hui et dans soixante jours.
ready-release = Lever la réservation
ready-release-hint = Qui attendait la machine lit ces mots.
ready-handover-title = La remettre à { $to }
ready-handover = Préparer la remise
ready-under-way = Voir la remise en cours
ready-machines = Machines de la remise
ready-guarantee = Garantie jusqu'au
ready-guarantee-hint = Une vente entre professionnel et particulier est garantie par la loi. Pour un don, la garantie est un engagement volontaire.
ready-mistake-guarantee = Ce jour est passé.
ready-mistake-machines = Choisissez parmi les machines réservées pour la même structure.
ready-mistake-owner = Une de ces machines est à { $owner }, qui l'a confiée sans la donner. Demandez-lui de la donner d'abord.
ready-intent-donation-hint = Elle lui appartient à la signature.
ready-intent-sale-hint = Elle lui appartient à la signature, contre paiement.
ready-machine = Sa page
chain-do-reservation = La réserver pour quelqu'un
chain-do-handover = La remettre à qui l'attend
chain-handed-on = En service ailleurs
equipment-memory = Cette machine sert ailleurs depuis le { $day }. Ce que vous en avez noté reste ici.
equipment-memory-proof = La preuve que vos données sont effacées
equipment-memory-certificate = Attestation n° { $number }
letter-reservation-subject = { $deed ->
    [reserved] Une machine prête est réservée
    [released] La réservation d'une machine est levée
   *[expired] La réservation d'une machine est passée
 }
letter-reservation = { $deed ->
    [reserved] Cette machine est réservée pour { $to } jusqu'au { $day }.
    [released] Cette machine n'est plus réservée pour { $to } :
   *[expired] Cette machine était réservée pour { $to } jusqu'au { $day }. Elle est de nouveau libre.
 }
letter-reservation-open = Voir la machine
transfer-document-guarantee = Garantie jusqu'au { $day }.
transfer-document-grades = Contrôlée : { $grades }
transfer-document-reconditioned = Matériel d'occasion reconditionné : données effacées, chaque point de la liste de contrôle vérifié.
transfer-document-title-handover-donation = La propriété et les risques passent au destinataire quand il signe l'accusé de réception.
transfer-document-title-handover-sale = La propriété et les risques passent au destinataire quand il signe l'accusé de réception.
transfer-document-title-handover-loan = Les machines sont prêtées : elles restent à qui elles sont.
chain-life-part = Seule la part de sa vie passée ici se lit ici.
ready-reserved-next = Qui la détient prépare la remise : une lettre vous dira quand l'accepter.
ready-help = Une machine prête se réserve, puis se remet : à la signature, elle entre dans le registre de qui la reçoit, sans rien de sa vie d'avant.
