ticket-row-number = N° { $n }
ticket-row-received = Reçue
ticket-row-in-hand = Prise en main
ticket-row-in-hand-of = { $name } s'en occupe
ticket-row-waiting-for = On attend la réponse de { $name }
ticket-row-waiting-for-you = On attend votre réponse
ticket-row-settled = Réglée
