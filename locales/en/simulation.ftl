simulation-title = Try other rules out
simulation-intro = Change a rule. The page goes through each month of the group again with it. Nothing is saved.
simulation-link = Try other rules out
simulation-rules = Rules to try
simulation-percent-hint = In % of the month's hours
simulation-cap-hint = In % of the month's hours. Empty: no cap
simulation-agreement = And if an agreement were another?
simulation-structure = Member organisation
simulation-structure-hint = Leave empty to keep the agreements.
simulation-structure-code = Member organisation (its code)
simulation-no-structure = None
simulation-monthly = Its hours a month
simulation-monthly-hint = For example 4 h 30
simulation-run = Try out
simulation-nothing = No month has passed yet. Trying out goes through past months again.
simulation-mistake-structure = No organisation has this code. It stands on the organisation's page.
simulation-mistake-which = Choose the organisation that would have these hours.
simulation-mistake-monthly = Write its hours a month. Example: 4 h 30.
simulation-heading = What would have happened
simulation-all = All organisations
simulation-lead-less = The overage would have been { $would } instead of { $was }.
simulation-lead-more = The overage would have been { $would } instead of { $was }.
simulation-lead-same = The overage would have stayed at { $was }.
simulation-lead-none = There would still have been no overage.
simulation-lead-nobody = No month of any organisation would have changed.
simulation-lead-nothing = None of its months would have changed.
simulation-lead-who = { $n ->
    [one] One organisation of { $all } would have had other figures.
   *[other] { $n } organisations of { $all } would have had other figures.
 }
simulation-instead = instead of { $was }
simulation-figure-sold = Overage
simulation-figure-from-pot = Help from the common pot
simulation-figure-borrowed = Advances granted
simulation-figure-pot = Common pot at the end
simulation-figure-left = Left at the end
simulation-cuts = Not all would have been possible
simulation-cut-gift = { $name }, { $month }: gift of { $asked }, { $possible } possible.
simulation-cut-grant = { $name }, { $month }: { $asked } granted from the common pot, { $possible } possible.
simulation-cut-correction = { $name }, { $month }: correction of { $asked }, { $possible } possible.
simulation-cut-more = { $n ->
    [one] And one other move.
   *[other] And { $n } other moves.
 }
simulation-not-faithful = Closed months do not come out the same to the minute. Compare with care.
simulation-chart-title = Beyond each one's own hours
simulation-chart = In these months, { $was } went beyond the organisations' own hours. The trial counts { $would }.
simulation-chart-rows = Above, what happened. Below, the trial.
simulation-months = Month by month
simulation-month = Month
simulation-members = Organisation by organisation
simulation-members-caption = Over the whole period: figures of the trial
simulation-members-some = The { $n } organisations whose hours change most.
simulation-column-sold = Overage
simulation-column-from-pot = Help from the pot
simulation-column-borrowed = Advances
simulation-column-lost = Gone to the pot
simulation-column-left = Left
simulation-table = The figures of the chart, as a table
simulation-apply = Apply these rules from { $month } on
simulation-apply-hint = You will read all of it before you save.
simulation-apply-amends = The agreement is changed on the organisation's page.
simulation-words = How it is counted
simulation-words-1 = The page starts from the group's first month, with an empty common pot.
simulation-words-2 = It keeps the agreements, the charged time, the gifts, the grants and the corrections.
simulation-words-3 = It closes each month with the rules tried, by the same arithmetic as the real closing.
simulation-words-4 = The address of the page holds the rules tried: you can send it.
simulation-period = Period: { $first } – { $last }, this month included
simulation-members-others = { $n ->
    [one] Nothing changes for one other organisation.
   *[other] Nothing changes for the { $n } other organisations.
 }
simulation-months-nothing = No month of this year would have changed.
simulation-months-caption = Year { $year }: figures of the trial. Months that are absent would not have changed.
simulation-table-alone = The figures, month by month
simulation-examples = To begin with
simulation-example-longer = Hours that serve { $n } months
simulation-example-no-cap = No cap on what is carried over
simulation-example-cap = A cap of 100% on what is carried over
simulation-example-no-advance = No advance
simulation-example-advance = An advance of 50%
simulation-tried = Rules tried: hours serve { $n } more months, { $cap }, help from the common pot up to { $solidarity }, advance up to { $borrow }.
simulation-tried-cap = carried over up to { $cap }
simulation-tried-no-cap = carried over without a cap
simulation-tried-agreement = Agreement of { $name }: { $hours } a month.
