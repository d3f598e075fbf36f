findings-foreseen-long_day = With this piece of work, your day is { $found } long. The law allows { $limit }.
findings-foreseen-no_pause = That is { $found } of work without a pause. The law asks for 20 min after { $limit }.
findings-foreseen-short_night = Only { $found } of rest remain before { $day }. The law asks for { $limit }.
findings-foreseen-long_week = With this piece of work, your week is { $found } long. The law allows { $limit }.
findings-foreseen-long_weeks = Your last twelve weeks are { $found } on average. The law allows { $limit }.
findings-foreseen-short_week_rest = This week, your longest rest is { $found }. The law asks for { $limit }.
findings-foreseen-sunday = This is a Sunday: the law keeps it for rest.
findings-foreseen-public_holiday = This is a public holiday: { $holiday }.
findings-foreseen-written_late = That day was { $found } days ago. It is easier to note time within the week.
findings-own-long_day = This day is { $found } long. The law allows { $limit }.
findings-own-no_pause = { $found } of work without a pause. The law asks for 20 min after { $limit }.
findings-own-short_night = { $found } of rest before this day. The law asks for { $limit }.
findings-own-long_week = This week is { $found } long. The law allows { $limit }.
findings-own-long_weeks = These twelve weeks are { $found } on average. The law allows { $limit }.
findings-own-short_week_rest = This week, the longest rest is { $found }. The law asks for { $limit }.
findings-own-sunday = { $found } on a Sunday, a day of rest.
findings-own-public_holiday = { $found } on a public holiday: { $holiday }.
findings-own-written_late = Noted { $found } days later. It is easier to note time within the week.
findings-saved-long_day = It is noted. Your day is longer than 10 h, which is the legal limit.
findings-saved-no_pause = It is noted. After 6 h of work, the law asks for a 20 min pause.
findings-saved-short_night = It is noted. Between two days, the law asks for 11 h of rest.
findings-saved-long_week = It is noted. Your week is longer than 48 h, which is the legal limit.
findings-saved-long_weeks = It is noted. Your last twelve weeks are above 44 h on average, the legal limit.
findings-saved-short_week_rest = It is noted. Each week, the law asks for 35 h of rest in a row.
findings-saved-sunday = It is noted. It was a Sunday, a day of rest.
findings-saved-public_holiday = It is noted. It was a public holiday.
findings-saved-written_late = It is noted. That day was more than a week ago.
findings-holiday-new_year = New Year's Day
findings-holiday-easter_monday = Easter Monday
findings-holiday-labour_day = Labour Day
findings-holiday-victory = Victory Day
findings-holiday-ascension = Ascension Day
findings-holiday-whit_monday = Whit Monday
findings-holiday-national_day = Bastille Day
findings-holiday-assumption = Assumption Day
findings-holiday-all_saints = All Saints' Day
findings-holiday-armistice = Armistice Day
findings-holiday-christmas = Christmas Day
findings-of-long_day = { $name }: { $n ->
    [one] a day
   *[other] { $n } days
 } longer than { $limit }
findings-of-no_pause = { $name }: more than { $limit } without a pause, { $n ->
    [one] once
   *[other] { $n } times
 }
findings-of-short_night = { $name }: less than { $limit } between two days, { $n ->
    [one] once
   *[other] { $n } times
 }
findings-of-long_week = { $name }: { $n ->
    [one] a week
   *[other] { $n } weeks
 } longer than { $limit }
findings-of-long_weeks = { $name }: more than { $limit } on average over twelve weeks
findings-of-short_week_rest = { $name }: { $n ->
    [one] a week
   *[other] { $n } weeks
 } without { $limit } of rest in a row
findings-of-sunday = { $name }: work on { $n ->
    [one] a Sunday
   *[other] { $n } Sundays
 }
findings-of-public_holiday = { $name }: work on { $n ->
    [one] a public holiday
   *[other] { $n } public holidays
 }
findings-of-written_late = { $name }: { $n ->
    [one] a day noted
   *[other] { $n } days noted
 } more than { $limit } days later
findings-when = { $day }: { $found }
findings-when-week = week of { $day }: { $found }
findings-when-late = { $day }: { $found ->
    [one] a day later
   *[other] { $found } days later
 }
findings-write = Write to { $name }
findings-asked = { $structure }: a question waits for your answer
findings-asked-detail = { $name }, { $at }
findings-asked-fix = Answer
findings-unsigned = { $n ->
    [one] An hour sheet is not signed
   *[other] { $n } hour sheets are not signed
 }
findings-unsigned-fix = Write to the referents
findings-changed = { $name } (corrected since it was signed)
findings-late = { $structure }: a piece of work came after the closing
findings-late-detail = { $day }, { $minutes } · { $name }
findings-late-fix = Decide
findings-outside = { $name }: work without an agreement
findings-outside-detail = { $n ->
    [one] One piece of work
   *[other] { $n } pieces of work
 }, { $real }. No agreement in that month.
findings-outside-ended = { $n ->
    [one] One piece of work
   *[other] { $n } pieces of work
 }, { $real }. Its agreement ended in { $month }.
findings-outside-fix = Review the end of the agreement
findings-overlap = { $name }: two pieces of work at the same time
findings-overlap-detail = { $day }, from { $from } to { $to } and from { $again } to { $until }
findings-beyond = { $name } is { $minutes } beyond its hours
findings-beyond-pot = { $minutes } from the common pot
findings-beyond-advance = { $minutes } as an advance
findings-beyond-sold = { $minutes } as overage
findings-beyond-fix = See its hours
findings-capacity = Agreements are more than the post can give
findings-capacity-detail = { $subscribed } subscribed, { $available } possible this month: { $more } too many.
findings-capacity-fix = See the contracts
findings-contract = The contract of { $name } is not written down
findings-contract-detail = Without it, nobody knows how many hours the post can give.
findings-contract-fix = Write it down
findings-none = Nothing to check.
findings-title = To check
findings-law = These are reminders of French working-time law. Nothing is blocked.
