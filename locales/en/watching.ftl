watched-title = To watch
watched-lead = Machines that give trouble, with the reasons. It is a proposal: you decide.
watched-none = No machine gives trouble for now.
watched-lasting = They last
watched-lasting-lead = Beyond their usual life, without trouble. There is no hurry.
watched-advice-guarantee = Its warranty runs: if the machine is the cause, ask the seller.
watched-advice-replace = Think of replacing it. A machine that was put right again may do.
watched-advice-repair = It is worth a repair: look for the cause once and for all.
watched-advice-keep = It lasts longer than usual, without trouble: keep it.
watched-old = in service for { $age }, usually { $usual }
watched-requests = { $n } requests in twelve months
watched-again = { $n ->
    [one] { $n } failure that came again within 90 days
   *[other] { $n } failures that came again within 90 days
 }
watched-time = { $minutes } spent in twelve months
watched-dear = { $hours } of hours in twelve months, for a price of { $price }
watched-warranty = warranty until { $day }
watched-months = { $n ->
    [one] { $n } month
   *[other] { $n } months
 }
watched-years = { $n ->
    [one] { $n } year
   *[other] { $n } years
 }
watched-years-and-months = { $years } and { $months }
watched-card = Repair or replace
watched-nothing = Nothing asks for replacing it.
watched-age = In service for
watched-requests-label = Requests in twelve months
watched-requests-count = { $n ->
    [0] none
   *[other] { $n }
 }
watched-year-label = Time spent in twelve months
watched-total-label = Time spent in all
watched-hour-label = Cost of an hour
watched-time-cost = { $minutes }, that is { $cost }
watched-how-title = How it is decided
watched-how-trouble = Trouble, over twelve months: four requests, four hours, or a failure that comes again.
watched-how-again = A failure comes again when two requests on one subject follow within 90 days.
watched-how-usual = The usual life comes from the tables of ADEME: five years for a laptop.
watched-how-cost = The cost of an hour is that of the month that the group closed last.
watched-how-people = These figures speak of machines, never of people.
