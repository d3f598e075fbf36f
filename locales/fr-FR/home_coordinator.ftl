home-coordinator-title = Accueil
