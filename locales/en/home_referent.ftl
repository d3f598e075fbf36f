home-referent-title = This month
home-referent-ask = Ask for help
home-referent-of = left of { $own }
home-referent-none = Your organisation has no agreement this month. The coordination can tell you more.
home-referent-beyond = Beyond your hours
home-referent-forecast-enough = At the pace of the last months ({ $pace } a month), your hours are enough.
home-referent-forecast-until = At the pace of the last months ({ $pace } a month), your hours last until { $day }.
home-referent-forecast-used-up = This month's hours are used up. The next ones come on { $next }.
home-referent-forecast-unknown = No forecast yet: it takes a whole month.
home-referent-tickets = Your requests
home-referent-waiting = { $n ->
    [one] One request waits for an answer from you.
   *[other] { $n } requests wait for an answer from you.
 }
home-referent-no-tickets = No open request. Is all well, or is something in your way?
home-referent-all-tickets = All requests
home-referent-spent = Where your hours went
home-referent-spent-means = On the right, the time charged: what leaves your hours.
home-referent-no-spent = Nothing was done yet this month.
home-referent-real = { $minutes } real
home-referent-sheet = Read the hour sheet
home-referent-account = The month's account
home-referent-structure = Your organisation
home-referent-machines = { $n ->
    [one] { $n } machine
   *[other] { $n } machines
 }
home-referent-machines-idle = { $n ->
    [one] one is nobody's in particular
   *[other] { $n } are nobody's in particular
 }
home-referent-people = { $n ->
    [one] { $n } person
   *[other] { $n } people
 }
home-referent-people-idle = { $n ->
    [one] one never came here
   *[other] { $n } never came here
 }
home-referent-sign = Your hour sheet of { $month } waits for your agreement
