# Qui attend, qui utilise ce qui est acheté ; qui a vu une demande ; si elle est réglée.
fairness-title = Attente et partage
fairness-lead = Chaque structure attend-elle autant, et utilise-t-elle la part qu'elle a achetée ? Des structures, jamais des personnes.
fairness-lead-own = L'attente de votre structure et sa part des heures, à côté du groupe.
fairness-caption = De { $from } à { $to }
fairness-structure = Structure
fairness-wait-column = Première réponse
fairness-oldest-column = La plus ancienne en cours
fairness-bought-column = Part achetée
fairness-used-column = Part utilisée
fairness-satisfied-column = « C'est réglé ? »
fairness-wait = { $wait } ouvrées
fairness-answered = { $n ->
    [0] aucune réponse
    [one] une réponse
   *[other] { $n } réponses
 }
fairness-few = trop peu pour le dire
fairness-none-open = aucune
fairness-satisfied = { $yes } oui sur { $all }
fairness-median = Dans tout le groupe, la moitié des premières réponses arrivent en moins de
fairness-nothing = Rien à montrer encore.
fairness-how = L'attente est la médiane, comptée dans les heures d'ouverture, dite à partir de cinq réponses. Les parts sont celles des heures achetées et des minutes comptées de ces mois. L'entretien régulier n'attend personne : il n'y est pas. « C'est réglé ? » se dit à partir de cinq réponses. Un mois qui en a moins ne compte qu'avec d'autres.
fairness-link = Attente et partage
ticket-views-title = Qui a vu cette demande
ticket-views-lead = Les personnes qui n'y participent pas et l'ont ouverte, jour par jour. Cela sert à vous, jamais à juger le travail.
ticket-views-nobody = Personne d'autre ne l'a ouverte.
ticket-views = Qui l'a vue
ticket-settled-indeed = C'est réglé ?
ticket-settled-yes = Oui, merci
ticket-satisfied = Merci de l'avoir dit.
help-follow-seen = « Qui l'a vue », sous la conversation, dit qui a ouvert la demande sans y participer, et quels jours. « En PDF » la met sur papier, photos comprises, sans les notes internes.
help-hours-fairness = « Attente et partage » montre combien chaque structure attend, et si elle utilise la part qu'elle achète : des structures, jamais des personnes.
help-lists-merge = Deux demandes pour un même ennui se réunissent par « Relier, réunir, séparer » : la première continue, personne ne perd la conversation ni une minute, et « Séparer » défait tout. Un message qui parle d'autre chose devient une demande à part.
