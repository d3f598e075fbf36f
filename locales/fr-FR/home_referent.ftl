home-referent-title = Accueil
