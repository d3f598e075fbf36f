# Texts of templates/layouts/base.hbs and templates/partials/
layout-skip = Aller au contenu
layout-demo = Démonstration
layout-demo-letters = Lire les lettres envoyées
layout-account = Mon compte :
layout-nav = Menu principal
layout-help = Aide
layout-feedback = Dire ce qui ne va pas
layout-accessibility-none = Accessibilité : non conforme
layout-accessibility-partly = Accessibilité : partiellement conforme
layout-accessibility-wholly = Accessibilité : totalement conforme
layout-eco = Écoconception
layout-sign-out = Se déconnecter
layout-optional = facultatif
layout-error = Erreur :
layout-errors = { $n ->
    [one] Il reste une chose à corriger
   *[other] Il reste { $n } choses à corriger
}
layout-pages = Pages
layout-previous = Page précédente
layout-next = Page suivante
layout-page = Page { $page } sur { $total }
layout-search = Chercher
layout-back = Retour
