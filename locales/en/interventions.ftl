time-title = My time
time-summary = { $n ->
    [one] One intervention
   *[other] { $n } interventions
 } this month, { $real }. This week: { $week }.
time-summary-past = { $n ->
    [one] One intervention
   *[other] { $n } interventions
 }, { $real }.
time-none = No intervention yet in { $month }.
time-new-title = Note my time
time-new-lead = For a call, a round, maintenance.
time-correct-title = Correct an intervention
time-correct-lead = The month is open: the old version stays in the history.
time-structure = For which organisation?
time-structure-choose = Choose an organisation
time-structure-left = { $name }: { $left } left
time-day = Which day?
time-start = At what time?
time-minutes = How long?
time-minutes-hint = For example 45 min, 1 h 30 or 1.5 h
time-note = What did you do?
time-note-hint = The organisation will read this sentence
time-machine = A machine
time-machine-none = None in particular
time-count = Is it counted?
time-charged = Yes, it is counted
time-look = See what it leaves
time-save = Save
time-saved = Noted.
time-correct = Save the correction
time-corrected = Corrected.
time-withdraw = Take this intervention out
time-withdrawn = The intervention no longer counts.
time-foreseen = What this will leave
time-counted = { $real } real, { $charged } counted.
time-will-leave = { $structure }: { $left } will be left.
time-from-pot = { $minutes } will come from the common pot.
time-borrowed = { $minutes } will be an advance on next month.
time-sold = { $minutes } will be overage, paid at cost price.
time-left-of = left of { $allotted } a month
mistake-month-closed = This month is closed: its figures no longer move.
mistake-future = This day has not come yet.
mistake-no-agreement = This organisation has no agreement in that month.
mistake-newer = Somebody has corrected this intervention in between. Read it again.
mistake-overlap = You were already at { $structure } from { $start } to { $end }. Change the time or the duration.
mistake-minutes-none = Write a duration between 1 min and 24 h.
