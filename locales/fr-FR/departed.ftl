departed-title = Personnes parties
departed-lead = À leur demande, leurs données s'effacent ici : elles ne peuvent plus se connecter.
departed-elsewhere = Quelqu'un est parti et veut l'effacement de ses données ?
departed-none = Personne n'est parti, ou tout est déjà effacé.
departed-left = parti·e le { $day }
departed-never = sans structure
departed-erase = Effacer ses données…
departed-erase-title = Effacer ses données
departed-goes-you = Son nom, son adresse, son téléphone et son mot de passe.
departed-goes-doors = Ses appareils connectés, ses jetons, ses calendriers et ses fichiers en attente.
departed-goes-requests = { $n ->
    [one] Les mots de sa demande : titre, messages, fichiers, notes internes.
   *[other] Les mots de ses { $n } demandes : titres, messages, fichiers, notes internes.
 }
departed-goes-shared = D'une demande faite à plusieurs, ses messages seuls.
departed-goes-elsewhere = Ses messages dans les demandes des autres.
departed-goes-letters = Les lettres reçues, et son nom dans les autres.
departed-stays-numbers = Le numéro, les dates et la catégorie de ses demandes : les bilans les comptent.
departed-stays-minutes = Le temps passé, les feuilles d'heures et les relevés : ils prouvent les comptes.
departed-stays-contracts = Ses contrats, ses absences et son temps de travail : la comptabilité les garde.
departed-stays-answers = Ses réponses de technicien·ne, sans son nom : elles servent encore aux autres.
departed-stays-name = À la place de son nom, on lira « Personne retirée ».
departed-stays-backups = Les sauvegardes d'avant gardent tout, jusqu'à leur propre effacement.
departed-hindrance-open = Des demandes à son nom ne sont pas réglées : N° { $numbers }. Demandez leur règlement.
departed-hindrance-series = Un entretien régulier de { $structure } revient à son nom. Demandez que quelqu'un d'autre prenne la suite.
departed-agreement = Sa demande
departed-asked = Cette personne l'a demandé, et rien ne pourra lui être rendu
departed-mistake-asked = Cochez la case : on n'efface qu'à la demande de la personne.
departed-do = Effacer ses données
departed-erased = Ses données sont effacées. Une dernière lettre le lui dit.
