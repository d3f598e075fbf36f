home-nowhere-title = Bienvenue
home-nowhere = Aucune structure ne vous est rattachée aujourd'hui. Écrivez à la coordination de votre groupement.
