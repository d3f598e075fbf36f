equipment-kind-laptop = Portable
equipment-kind-desktop = Ordinateur fixe
equipment-kind-screen = Écran
equipment-kind-printer = Imprimante
equipment-kind-phone = Téléphone
equipment-kind-tablet = Tablette
equipment-kind-server = Serveur
equipment-kind-storage = Stockage partagé
equipment-kind-router = Box ou routeur
equipment-kind-switch = Commutateur réseau
equipment-kind-wifi = Borne Wi-Fi
equipment-kind-other = Autre
equipment-title = Machines
equipment-lead = { $n ->
    [one] { $n } machine en service.
   *[other] { $n } machines en service.
 }
equipment-lead-unused = { $n ->
    [one] Une est sans personne attitrée.
   *[other] { $n } sont sans personne attitrée.
 }
equipment-none = Aucune machine pour l'instant. Écrivez ici celles que vous utilisez : chacun dira plus vite de laquelle il parle.
equipment-none-there = Aucune machine dans ce lieu.
equipment-caption = Machines en service
equipment-retired-count = { $n ->
    [one] { $n } machine qui ne sert plus
   *[other] { $n } machines qui ne servent plus
 }
equipment-name = Nom
equipment-kind = Sorte
equipment-serial = Numéro de série
equipment-user = Qui l'utilise
equipment-place = Où
equipment-product = Modèle
equipment-acquired = Arrivée
equipment-note = Note
equipment-everybody = tout le monde
equipment-nobody = personne en particulier
equipment-new = Ajouter une machine
equipment-new-title = Ajouter une machine
equipment-new-lead = Un nom suffit. Le reste peut attendre.
equipment-edit-title = Modifier cette machine
equipment-name-ask = Comment l'appelez-vous ?
equipment-name-hint = Par exemple : portable de Camille
equipment-kind-ask = Quelle sorte de machine ?
equipment-user-ask = Qui l'utilise ?
equipment-user-nobody = Personne en particulier
equipment-place-ask = Où est-elle ?
equipment-site-ask = Dans quel lieu ?
equipment-site-none = Aucun en particulier
equipment-more = Pour la reconnaître
equipment-brand-ask = Marque
equipment-model-ask = Modèle
equipment-serial-hint = Souvent sous la machine, après « S/N ».
equipment-acquired-ask = Quand est-elle arrivée ?
equipment-note-ask = Note
equipment-note-hint = Jamais de mot de passe ici.
equipment-add = Ajouter la machine
equipment-save = Enregistrer
equipment-added = La machine est dans le registre.
equipment-saved = C'est enregistré.
equipment-retired-since = Elle ne sert plus depuis le { $day }.
equipment-edit = Modifier
equipment-ask = Demander de l'aide pour cette machine
equipment-tickets = Ses demandes
equipment-no-tickets = Pas encore de demande sur cette machine.
equipment-interventions = Ses interventions
equipment-no-interventions = Pas encore d'intervention sur cette machine.
equipment-real = { $minutes } réelles
equipment-mistake-user = Choisissez une personne de cette structure.
equipment-mistake-acquired = Ce jour n'est pas encore arrivé. Écrivez un jour passé, par exemple 12/03/2025.
