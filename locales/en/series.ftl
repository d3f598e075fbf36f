series-title = Regular maintenance
series-lead = What comes again: updates, restore tests, cleaning. Each date becomes a request, and nobody gets a letter.
series-none = Nothing is planned. Regular maintenance prevents many a breakdown.
series-none-here = Nothing regular is planned here.
series-caption = Regular maintenance, the next date first
series-column-what = What
series-column-structure = Member
series-column-rule = When
series-column-next = Next date
series-next-is = Next date: { $day }
series-moved = closed on that day, visit { $day }
series-over = no date to come
series-stopped-count = { $n ->
    [one] { $n } stopped
   *[other] { $n } stopped
 }
series-stopped-since = Stopped since { $day }
series-new = Plan maintenance
series-new-which = For which member organisation?
series-new-act = Plan this
series-made = It is planned.
series-edit = Change
series-edit-act = Save
series-changed = It is changed.
series-stop = Stop
series-stopped = It is stopped. Nothing more will be prepared.
series-start = Start again
series-started = It starts again from today on.
series-what = What
series-what-hint = For instance: Updates of the month
series-words = What there is to do
series-steps = Steps to tick
series-steps-hint = One step a line, 20 at most.
series-when = When
series-interval = Every
series-frequency = Days, weeks, months or years
series-frequency-daily = days
series-frequency-weekly = weeks
series-frequency-monthly = months
series-frequency-yearly = years
series-weekdays = Which days of the week
series-weekdays-hint = For days or weeks. None: that of the beginning.
series-by = Which day of the month
series-by-start = the same as the first
series-by-day = a number, said below
series-by-last = the last day of the month
series-by-nth = a day of the week, said below
series-day = Number of the day
series-nth = Which one
series-weekday = Day of the week
series-which-1 = the first
series-which-2 = the second
series-which-3 = the third
series-which-4 = the fourth
series-which-5 = the fifth
series-which-last = the last
series-months = Only these months
series-months-hint = None: every month. Once a year: that of the beginning.
series-starts = From
series-days-ahead = Prepare the request
series-days-ahead-hint = How many days before, from 0 to 60.
series-until-field = Until
series-times-field = Or a number of times
series-look = See the dates
series-dates = Next dates
series-who = For whom, by whom
series-requester = For whom
series-requester-hint = This person follows the requests, and gets no letter when they are made.
series-requester-choose = Choose a person
series-technician = By whom
series-machines = On which machines
series-prepared = Request prepared
series-ahead = { $n ->
    [0] on the day itself
    [one] { $n } day before
   *[other] { $n } days before
 }
series-past = Requests prepared
series-past-none = No request is prepared yet.
series-became = Request no. { $number } · { $state }
series-skipped-missed = skipped: nothing ran on that day
series-skipped-no_agreement = skipped: no agreement in that month
series-every-daily = { $n ->
    [one] every day
   *[other] every { $n } days
 }
series-every-weekly = { $n ->
    [one] every week
   *[other] every { $n } weeks
 }
series-every-monthly = { $n ->
    [one] every month
   *[other] every { $n } months
 }
series-every-yearly = { $n ->
    [one] every year
   *[other] every { $n } years
 }
series-every-weekdays = every { $days }
series-every-nth-1 = every first { $day } of the month
series-every-nth-2 = every second { $day } of the month
series-every-nth-3 = every third { $day } of the month
series-every-nth-4 = every fourth { $day } of the month
series-every-nth-5 = every fifth { $day } of the month
series-every-nth-last = every last { $day } of the month
series-nth-1 = on the first { $day } of the month
series-nth-2 = on the second { $day } of the month
series-nth-3 = on the third { $day } of the month
series-nth-4 = on the fourth { $day } of the month
series-nth-5 = on the fifth { $day } of the month
series-nth-last = on the last { $day } of the month
series-last-day = on the last day of the month
series-day-of-month = on day { $n } of the month
series-in-months = in { $months }
series-and = { $first } and { $last }
series-until = until { $day }
series-times = { $n ->
    [one] once
   *[other] { $n } times in all
 }
series-day-monday = Monday
series-day-tuesday = Tuesday
series-day-wednesday = Wednesday
series-day-thursday = Thursday
series-day-friday = Friday
series-day-saturday = Saturday
series-day-sunday = Sunday
series-plural-monday = Monday
series-plural-tuesday = Tuesday
series-plural-wednesday = Wednesday
series-plural-thursday = Thursday
series-plural-friday = Friday
series-plural-saturday = Saturday
series-plural-sunday = Sunday
series-on-monday = on Monday
series-on-tuesday = on Tuesday
series-on-wednesday = on Wednesday
series-on-thursday = on Thursday
series-on-friday = on Friday
series-on-saturday = on Saturday
series-on-sunday = on Sunday
series-mistake-day = There is no such day in these months. Write a number from 1 to 31, or choose the last day.
series-mistake-never = No date follows this rule. Check the beginning, the months and the end.
series-mistake-ends = Say a last day or a number of times, not both.
series-mistake-steps = There are more than 20 steps. Put some together.
series-visit = Visit planned { $day }
series-steps-done = { $done } of { $n } done
series-step-done = done { $at }
series-steps-keep = Save the steps
series-steps-kept = The steps are saved.
ticket-event-series = Regular maintenance prepared, { $at }
series-prevention = Preventive maintenance
series-prevention-share = Preventive maintenance: { $share } of the hours, the rest is repair.
series-prevention-counted = { $preventive } of maintenance, { $repair } of repair. Training, apart: { $apart }.
series-prevention-how-title = How this is counted
series-prevention-how = Counted hours, each once. Preventive: maintenance, and all work on a request that regular maintenance made, travel included. Repair: the rest. Training is neither. Corrections of closed months are not in it.
series-help = What comes again is planned ahead, such as updates or a restore test. The page of the member shows the next dates, and the request is prepared by itself.
task-title = Tasks
task-lead = What there is to do for this request, on a given day. Technicians alone see it.
task-today = To do
task-new = Add a task
task-words = What
task-assignee = Who
task-day = Which day
task-add = Add
task-added = The task is added.
task-complete = Done
task-completed = The task is done.
task-reopen = Not done
task-reopened = The task is to do again.
task-done-at = done { $at }
series-more = Some months only, an end
series-day-of = on { $n } { $months }
series-last-day-of = on the last day of { $months }
series-month-1 = Jan.
series-month-2 = Feb.
series-month-3 = March
series-month-4 = April
series-month-5 = May
series-month-6 = June
series-month-7 = July
series-month-8 = Aug.
series-month-9 = Sept.
series-month-10 = Oct.
series-month-11 = Nov.
series-month-12 = Dec.
