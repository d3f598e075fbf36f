home-technician-title = Accueil
