imports-title = Importer une liste
imports-lead = Vous tenez déjà la liste de vos machines ailleurs ? Envoyez-la ici. Rien n'est écrit avant que vous ayez relu.
imports-help = « Importer une liste », dans le registre, reprend un tableau, un export de GLPI ou de Snipe-IT. Vous relisez avant d'écrire.
import-file-ask = Le fichier CSV
import-limits = { $size } et { $rows } lignes au plus. La première ligne porte les titres des colonnes.
import-read = Lire la liste
import-how-title = Comment obtenir ce fichier
import-how-excel = Dans un tableur : « Enregistrer sous », puis CSV. Virgules, points-virgules et tabulations conviennent.
import-how-glpi = Dans GLPI : la liste des ordinateurs, puis l'export en CSV.
import-how-snipe-it = Dans Snipe-IT : le rapport personnalisé des actifs, ou l'export de leur liste.
import-how-headings = Colonnes reconnues : nom, sorte, marque, modèle, numéro de série, utilisateur, lieu, année, achat, prix, garantie, note.
import-how-users = Une personne est reprise si elle est de la structure. Sinon, la note garde son nom.
import-how-kept = Vous seul·e voyez ce fichier. Il est oublié dès l'import, ou après un jour.
import-unreadable-empty = Choisissez un fichier qui contient une liste.
import-unreadable-heavy = Ce fichier pèse plus de 2 Mo. Coupez-le en plusieurs listes.
import-unreadable-workbook = C'est un classeur. Enregistrez-le d'abord en CSV depuis votre tableur.
import-unreadable-binary = Ce fichier n'est pas un tableau en texte. Enregistrez-le en CSV.
import-unreadable-no_rows = Ce fichier n'a que des titres. Il faut au moins une machine.
import-unreadable-many_rows = Cette liste a plus de 5000 machines. Coupez-la en plusieurs fichiers.
import-unreadable-many_columns = Cette liste a plus de 60 colonnes. Enlevez celles qui ne servent pas.
import-origin-glpi = Cette liste vient de GLPI : ses colonnes sont reconnues.
import-origin-snipe_it = Cette liste vient de Snipe-IT : ses colonnes sont reconnues.
import-columns = Ce que dit chaque colonne
import-column-without = Colonne { $n }, sans titre
import-example = Par exemple : { $example }.
import-order-day_first = Les jours sont lus jour/mois/année.
import-order-month_first = Les jours sont lus mois/jour/année.
import-order-both = Les jours y sont écrits dans les deux sens. Ceux qui sont ambigus ne sont pas repris.
import-target-none = Ne pas reprendre
import-target-name = Nom
import-target-kind = Sorte
import-target-brand = Marque
import-target-model = Modèle
import-target-serial = Numéro de série
import-target-user = Qui l'utilise
import-target-place = Lieu ou pièce
import-target-year = Année de fabrication
import-target-acquired_on = Arrivée
import-target-purchased_on = Achetée le
import-target-price = Prix
import-target-supplier = Vendeur
import-target-invoice_number = Numéro de facture
import-target-warranty_until = Garantie jusqu'au
import-target-warranty_months = Durée de garantie
import-target-note = Note
import-look = Voir le résultat
import-mistake-columns = Deux colonnes disent la même chose. Gardez-en une, et mettez l'autre en note.
import-words = De quelle sorte s'agit-il ?
import-word = « { $word } », { $n ->
    [one] sur { $n } ligne
   *[other] sur { $n } lignes
 }
import-word-none = Aucune sorte dite, { $n ->
    [one] sur { $n } ligne
   *[other] sur { $n } lignes
 }
import-word-later = Ne pas reprendre ces lignes
import-words-more = { $n ->
    [one] Encore { $n } mot après ceux-ci.
   *[other] Encore { $n } mots après ceux-ci.
 }
import-result = Ce qui sera écrit
import-count = { $n ->
    [one] { $n } machine entrera dans le registre.
   *[other] { $n } machines entreront dans le registre.
 }
import-refused-count = { $n ->
    [one] { $n } ligne n'est pas reprise : elle est en bas de page.
   *[other] { $n } lignes ne sont pas reprises : elles sont en bas de page.
 }
import-write = { $n ->
    [one] Importer { $n } machine
   *[other] Importer { $n } machines
 }
import-nothing = Aucune ligne ne peut être reprise pour l'instant. Dites ce que sont les colonnes et les sortes.
import-changed = Quelque chose a changé depuis que vous avez relu. Relisez, puis importez.
import-preview = Les premières machines, comme elles seront
import-refused = Lignes qui ne sont pas reprises
import-refused-more = { $n ->
    [one] Et encore { $n } ligne.
   *[other] Et encore { $n } lignes.
 }
import-done = { $n ->
    [one] { $n } machine de cette liste est dans le registre.
   *[other] { $n } machines de cette liste sont dans le registre.
 }
import-see = Voir les machines
import-fault-nameless = Ligne { $line } : ni nom, ni modèle, ni numéro de série.
import-fault-kind = Ligne { $line } : sorte inconnue « { $said } ».
import-fault-year = Ligne { $line } : l'année « { $said } » est impossible.
import-fault-price = Ligne { $line } : « { $said } » n'est pas un prix.
import-fault-day = Ligne { $line } : « { $said } » n'est pas un jour.
import-fault-day_to_come = Ligne { $line } : le jour « { $said } » n'est pas encore arrivé.
import-fault-day_both_ways = Ligne { $line } : « { $said } » se lit dans les deux sens.
import-fault-too_long = Ligne { $line } : trop long, « { $said }… ».
import-fault-cells = Ligne { $line } : plus de cases que de titres.
import-fault-serial_known = Ligne { $line } : le numéro de série « { $said } » est déjà dans le registre.
import-fault-serial_twice = Ligne { $line } : le numéro de série « { $said } » est déjà ligne { $other }.
