home-employee-title = Accueil
