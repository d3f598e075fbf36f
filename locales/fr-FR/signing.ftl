signing-lead = { $from } → { $to } : { $n ->
    [one] une machine
   *[other] { $n } machines
 }
signing-accept-title = Acceptez-vous ce lot ?
signing-other-letter = Ce lien ne signe plus. Servez-vous du dernier message reçu ; s'il s'est perdu, l'expéditeur peut vous en renvoyer un.
signing-done-accepted = Merci, c'est signé. L'expéditeur est prévenu.
signing-done-declined = C'est noté. L'expéditeur est prévenu.
signing-private = Cette page s'ouvre avec ce lien seulement. Elle ne montre que cette remise.
letter-signing-subject = { $deed ->
    [proposed] Remise n° { $number } : { $from } vous propose du matériel
    [dispatched] Remise n° { $number } : du matériel est en route
    [cancelled] Remise n° { $number } : { $from } la retire
    [expired] Remise n° { $number } : restée sans réponse
    [closed] Remise n° { $number } : close
   *[other] Remise n° { $number } : votre exemplaire
 }
letter-signing = { $deed ->
    [proposed] Bonjour, { $from } propose { letter-transfer-machines } à { $to }. Vous pouvez lire la liste, accepter ou refuser, sans compte. Une réponse est attendue sous quatorze jours.
    [dispatched] Bonjour, un lot de { $from } est en route vers { $to } : { letter-transfer-machines }. À l'arrivée, dites ce qu'est devenue chaque machine et signez l'accusé de réception, sans compte.
    [cancelled] Bonjour, { $from } retire ce qui était proposé à { $to } : { letter-transfer-machines }.
    [expired] Bonjour, personne n'a répondu à temps : { $from } garde ce qui était proposé à { $to }.
    [closed] Bonjour, la remise de { $from } à { $to } est close.
   *[other] Bonjour, voici votre exemplaire de ce que { $to } a signé pour { letter-transfer-machines } de { $from }.
 }
letter-signing-open = { $deed ->
    [proposed] Lire et répondre
    [dispatched] Signer l'arrivée
   *[other] Lire la remise
 }
letter-signing-why = Ce message va à l'adresse que le groupement connaît pour { $to }. Le lien ne montre que cette remise et ne signe qu'une fois.
transfer-propose-effect-link = Un lien pour lire et signer part à { $address }. La liste ne change plus ensuite.
transfer-link-sent = Personne n'y a de compte : un lien pour signer est parti à { $address }.
transfer-link-again = Envoyer un nouveau lien
transfer-link-again-effect = Les liens précédents ne s'ouvrent plus.
transfer-link-nowhere = Aucune adresse mail n'est connue pour ce destinataire : la coordination l'ajoute, ou l'on signe à la porte ou sur papier.
transfer-link-often = Plusieurs liens viennent de partir. Attendez une heure, ou appelez le destinataire.
transfer-done-link = Un nouveau lien part.
transfer-paper-link = Signé sur papier
transfer-paper-title = Signature sur papier
transfer-paper-lead = Imprimez la feuille, faites-la signer par quelqu'un de « { $receiver } », puis ajoutez-en la photo ou le PDF. Une deuxième personne la compare ensuite : elle ne vaut qu'à ce moment.
transfer-paper-print = 1. Imprimer
transfer-paper-sheet = La feuille à signer
transfer-paper-sheet-mandate = La feuille, avec engagement d'effacer
transfer-paper-lines = Une machine manque, ou elle est abîmée : dites-le d'abord, ligne par ligne.
transfer-paper-lines-link = Dire ce que chacune est devenue
transfer-paper-enter = 2. Ajouter la feuille signée
transfer-paper-mandate = Le destinataire s'y engage à effacer les données
transfer-paper-mandate-hint = Seulement si c'est la feuille qui le dit (RGPD, art. 28).
transfer-paper-name = Nom de qui a signé
transfer-ask-scan = La feuille signée
transfer-ask-scan-hint = Une photo bien lisible, ou un PDF.
transfer-mistake-scan = Ajoutez une photo ou un PDF de la feuille signée.
transfer-paper-save = Ajouter
transfer-done-paper = La feuille est ajoutée. Une deuxième personne doit la comparer.
transfer-paper-waits = Une feuille signée attend d'être comparée par une deuxième personne.
transfer-paper-waiting = À comparer
transfer-paper-waits-already = Une autre personne a déjà ajouté une feuille, qui attend d'être comparée.
transfer-paper-by = ajoutée par { $name }, { $at }
transfer-paper-scan = Voir la feuille signée
transfer-paper-replaced = La feuille a été remplacée entre-temps. Regardez la nouvelle avant de donner votre accord.
transfer-paper-same-hand = Vous l'avez ajoutée : quelqu'un d'autre doit la comparer.
transfer-paper-says-mandate = engagement d'effacer
transfer-paper-says-rest = tout le reste est arrivé
transfer-paper-check = Comparez le nom, la fonction et la liste. Votre accord vaut signature du destinataire.
transfer-do-compare = C'est bien ce que dit la feuille
transfer-done-compared = C'est signé, sur papier.
transfer-do-withdraw-paper = Retirer cette feuille
transfer-done-paper-withdrawn = La feuille est retirée.
transfer-paper-box-name = Nom et fonction
transfer-paper-box-date = Date
transfer-paper-box-signature = Signature
transfer-paper-box-arrival = ☐ reçue  ☐ abîmée  ☐ manquante  ☐ refusée
signing-help = Qui reçoit sans avoir de compte signe par un lien envoyé à l'adresse de son organisation, à la porte sur votre écran, ou sur papier : la feuille scannée vaut quand une deuxième personne l'a comparée.
genuine-title-signed = Bordereau authentique
genuine-lead-signed = Ce bordereau a bien été signé ici. Cette page n'en dit pas plus.
genuine-compare-hint-signed = Le fichier JSON de ce qui a été signé. Il est comparé, puis oublié.
genuine-signed = Signé le { $at }
