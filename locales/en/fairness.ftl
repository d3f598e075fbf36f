# Who waits, who uses what is bought; who saw a request; whether it is settled.
fairness-title = Waiting and sharing
fairness-lead = Does each structure wait as long, and use the share that it bought? Structures, never people.
fairness-lead-own = How long your structure waits and its share of the hours, beside the group.
fairness-caption = From { $from } to { $to }
fairness-structure = Structure
fairness-wait-column = First answer
fairness-oldest-column = Oldest open
fairness-bought-column = Share bought
fairness-used-column = Share used
fairness-satisfied-column = “Is it settled?”
fairness-wait = { $wait } of opening hours
fairness-answered = { $n ->
    [0] no answer
    [one] one answer
   *[other] { $n } answers
 }
fairness-few = too few to say
fairness-none-open = none
fairness-satisfied = { $yes } yes of { $all }
fairness-median = In the whole group half of the first answers come within
fairness-nothing = Nothing to show yet.
fairness-how = Waiting is the median, counted in opening hours, told from five answers on. Shares are those of the hours bought and of the minutes charged in these months. Regular upkeep waits for nobody: it is not in there. “Is it settled?” is told from five answers on. A month with fewer counts only with others.
fairness-link = Waiting and sharing
ticket-views-title = Who saw this request
ticket-views-lead = People who take no part in it and opened it, day by day. It serves you, never to judge work.
ticket-views-nobody = Nobody else has opened it.
ticket-views = Who saw it
ticket-settled-indeed = Is it settled?
ticket-settled-yes = Yes, thank you
ticket-satisfied = Thank you for saying so.
help-follow-seen = “Who saw it”, below the conversation, tells who opened the request without taking part in it, and on which days. “As a PDF” puts it on paper, pictures included, internal notes left out.
help-hours-fairness = “Waiting and sharing” shows how long each structure waits, and whether it uses the share that it buys: structures, never people.
help-lists-merge = Two requests about one trouble are merged by “Link, merge, take apart”: the first goes on, nobody loses the conversation or a minute, and “Take apart” undoes all of it. A message about something else becomes a request of its own.
