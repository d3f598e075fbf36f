home-coordinator-title = Home
home-coordinator-heading = { $month }, so far
home-coordinator-lead = { $n ->
    [one] One organisation
   *[other] { $n } organisations
 }, { $interventions ->
    [one] { $interventions } piece of work
   *[other] { $interventions } pieces of work
 }.
home-coordinator-nothing = Nothing needs a look.
home-coordinator-looks = { $n ->
    [one] One thing is worth a look.
   *[other] { $n } things are worth a look.
 }
home-coordinator-charged = Counted
home-coordinator-of = of { $minutes } bought
home-coordinator-pot = Common pot
home-coordinator-pot-same = as at the end of last month
home-coordinator-pot-more = + { $minutes } since last month
home-coordinator-pot-less = − { $minutes } since last month
home-coordinator-debts = Advances to give back
home-coordinator-sold = Overage
home-coordinator-by = { $n ->
    [one] one organisation
   *[other] { $n } organisations
 }
home-coordinator-nobody = no organisation
home-coordinator-look = Worth a look
home-coordinator-look-none = No organisation is beyond its hours, owes or loses any.
home-coordinator-more = { $n ->
    [one] One more thing: read the month
   *[other] { $n } more things: read the month
 }
home-coordinator-ended = { $month }: ended, not closed yet
home-coordinator-ended-detail = Its figures can still move.
home-coordinator-over = { $name }: { $beyond } beyond its hours
home-coordinator-over-detail = { $parts }
home-coordinator-over-pot = common pot { $minutes }
home-coordinator-over-advance = advance { $minutes }
home-coordinator-over-sold = overage { $minutes }
home-coordinator-debt = { $name }: { $debt } of advance to give back
home-coordinator-debt-detail = Its agreement ({ $allotted } a month) gives it back first.
home-coordinator-losing = { $name }: { $minutes } soon lost
home-coordinator-losing-detail = To be used by the end of { $day }
home-coordinator-low = { $name }: { $left } left
home-coordinator-low-detail = { $percent }% of what it buys
home-coordinator-none-left = { $name }: nothing left
home-coordinator-none-left-detail = The next piece of work will take it beyond.
home-coordinator-read = Read the month
home-coordinator-first = Welcome. Three steps to begin
home-coordinator-first-lead = Then everybody can ask for help.
home-coordinator-step-done = Done
home-coordinator-step-structure = 1. Add an organisation
home-coordinator-step-structure-why = Its name and its hours a month.
home-coordinator-step-structure-act = Add an organisation
home-coordinator-step-people = 2. Invite its people
home-coordinator-step-people-why = First its referent, who will invite the others.
home-coordinator-step-people-act = Invite
home-coordinator-step-technician = 3. Appoint a technician
home-coordinator-step-technician-why = The person who answers and notes their time.
home-coordinator-step-technician-act = Appoint
home-coordinator-low-until = At this pace, its hours last until { $day }.
home-coordinator-capacity = The post can give
home-coordinator-capacity-of = to the members, this month
