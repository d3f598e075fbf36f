closing-title = Clôture
closing-heading = Clôturer { $month }
closing-lead = Regardez ce qui demande un avis, lisez le tableau, puis clôturez. Une fois clôturé, { $month } ne bouge plus.
closing-nothing = Rien à clôturer : { $month } est en cours. La clôture s'ouvre { $day }.
closing-look = À vérifier
closing-table = Le mois, structure par structure
closing-sheets = Les feuilles d'heures
closing-signed = { $signed } sur { $n } signées.
closing-sheet = { $charged } comptées, il reste { $left }.
closing-sheet-over = { $charged } comptées, dont { $beyond } au-delà de ses heures.
closing-sheet-see = Voir la feuille d'heures
closing-reminded = Les relances sont parties. Une seule par jour et par personne.
closing-question-by = { $name } demande, { $at } :
closing-answer = Votre réponse
closing-answer-send = Répondre
closing-answered = Votre réponse est partie. La structure peut maintenant signer.
closing-mistake-answered = Quelqu'un a déjà répondu à cette question. Votre texte est là pour le copier.
closing-final = Clôturer
closing-close = Clôturer { $month }
closing-effect = { $n ->
    [0] Aucun relevé ne part
    [one] Un relevé part
   *[other] { $n } relevés partent
 } aux référent·es. { $silent ->
    [0] Toutes les structures ont signé.
    [one] Une structure n'a rien dit : son silence vaut accord et sera noté.
   *[other] { $silent } structures n'ont rien dit : leur silence vaut accord et sera noté.
 }
closing-for-ever = C'est définitif. Une erreur vue plus tard se corrige dans le mois en cours.
closing-blocked-order = Clôturez d'abord { $month } : les mois se suivent.
closing-blocked-asked = { $n ->
    [one] Une question attend votre réponse.
   *[other] { $n } questions attendent votre réponse.
 } Répondez d'abord.
closing-blocked-waiting = { $n ->
    [one] Une structure n'a pas encore signé.
   *[other] { $n } structures n'ont pas encore signé.
 } Vous pourrez clôturer dès leur signature, et dans tous les cas après { $day }.
closing-done = Le mois est clôturé. Les relevés partent.
closing-done-before = Ce mois était déjà clôturé. Rien n'a changé.
closing-mistake-not-ended = Ce mois n'est pas fini.
closing-mistake-order = Un mois plus ancien attend : les mois se clôturent dans l'ordre.
closing-mistake-unsigned = Des structures n'ont pas signé, ou attendent une réponse.
sheet-running = Mois en cours
sheet-waiting = À signer avant { $day }
sheet-asked = Une question attend
sheet-changed = Corrigée depuis la signature de { $name } : à relire avant { $day }
sheet-silent = Sans réponse depuis { $day }
sheet-signed = Signée par { $name }, { $at }
sheet-tacit = Accord tacite
late-title = À revoir
late-means = Ces interventions sont arrivées après la clôture de leur mois.
late-what = { $structure } · { $day } · { $minutes } · { $kind }
late-arrived = { $name }, { $at }
late-count = Compter dans le mois en cours
late-drop = Ne pas compter
late-reason = Pourquoi ?
late-counted = L'intervention compte dans le mois en cours, avec sa vraie date.
late-dropped = L'intervention ne compte pas. Elle reste lisible.
late-decided = Quelqu'un l'a décidé entre-temps. Rien n'a changé.
sheet-title = Votre accord
sheet-sign = Je valide
sheet-ask = J'ai une question
sheet-ask-label = Votre question
sheet-ask-send = Envoyer ma question
sheet-silence = Sans réponse de votre part dans le délai du groupement, votre silence vaut accord.
sheet-answered-by = { $name } répond, { $at } :
sheet-thanks = Merci. Votre feuille d'heures est validée.
sheet-question-sent = Votre question est partie. La clôture attend la réponse.
sheet-mistake-running = Le mois n'est pas fini : il n'y a rien à valider encore.
sheet-mistake-closed = Ce mois est déjà clôturé.
sheet-mistake-changed = Une intervention a changé depuis. Relisez la feuille, puis validez.
