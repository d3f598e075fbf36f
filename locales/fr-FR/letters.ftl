letters-title = Lettres envoyées
letters-lead = Dans la démonstration, aucune lettre ne part : lisez-les ici.
letters-none = Aucune lettre pour l'instant. Demandez de l'aide, répondez, connectez-vous : elles viendront ici.
letters-to = à { $recipient }
letters-from = de { $sender }
letters-open = Ouvrir le lien de cette lettre
