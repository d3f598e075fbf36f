lists-filter = Filter
lists-show = Show
lists-clear = Show all
lists-showing = Only: { $parts }.
lists-order = Order
lists-assignee = In hand of
lists-channel = Came by
lists-since = Received since
lists-until = Received until
lists-or-day = or on a day
lists-late = The answer is late
lists-of-machine = All requests about this machine
lists-unknown = unknown
lists-usual-open = Open
lists-usual-all = All
lists-choose-state-open = Open
lists-choose-state-received = Received
lists-choose-state-in_hand = Somebody is on it
lists-choose-state-waiting = Waiting for an answer
lists-choose-state-settled = Settled
lists-choose-state-all = All
lists-any-assignee = Anybody
lists-assignee-me = Me
lists-assignee-nobody = Nobody
lists-any-structure = All
lists-any-priority = All
lists-any-channel = Any way
lists-channel-web = The site
lists-channel-phone = The telephone
lists-channel-series = What comes again
lists-any-since = Ever
lists-any-until = Today
lists-choose-since-days = { $n ->
    [0] Today
   *[other] { $n } days
 }
lists-choose-since-day = { $day }
lists-choose-since-this-month = This month
lists-choose-since-last-month = Last month
lists-choose-until-days = { $n ->
    [0] Today
   *[other] { $n } days ago
 }
lists-choose-until-day = { $day }
lists-choose-until-this-month = This month
lists-choose-until-last-month = Last month
lists-sort-usual = The usual order
lists-sort-oldest = The oldest first
lists-sort-newest = The latest received first
lists-sort-changed = The latest changed first
lists-caption-oldest = The oldest first
lists-caption-changed = The latest changed first
lists-state-open = open
lists-state-received = received
lists-state-in_hand = somebody is on it
lists-state-waiting = waiting for an answer
lists-state-settled = settled
lists-state-all = settled or not
lists-part-me = yours
lists-part-nobody = nobody is on it
lists-part-somebody = in hand of { $name }
lists-part-structure = organisation { $name }
lists-part-priority = “{ $label }”
lists-part-channel-web = by the site
lists-part-channel-phone = by telephone
lists-part-channel-series = what comes again
lists-part-since-days = { $n ->
    [0] received today
   *[other] received in the last { $n } days
 }
lists-part-since-day = received since { $day }
lists-part-since-this-month = received this month
lists-part-since-last-month = received since last month
lists-part-until-days = { $n ->
    [0] until today
   *[other] { $n } days ago or more
 }
lists-part-until-day = until { $day }
lists-part-until-this-month = until this month
lists-part-until-last-month = until last month
lists-part-late = late
lists-part-machine = machine { $name }
lists-part-site = site { $name }
lists-machine = Machine
lists-any-machine = All
lists-any-site = All
lists-part-sort-oldest = the oldest first
lists-part-sort-newest = the latest received first
lists-part-sort-changed = the latest changed first
lists-csv = Table (CSV)
lists-xlsx = Workbook
lists-file = requests
lists-column-number = Number
lists-column-title = Request
lists-column-structure = Organisation
lists-column-requester = Who asks
lists-column-state = State
lists-column-outcome = How settled
lists-column-priority = Urgency
lists-column-channel = Came by
lists-column-assignee = In hand of
lists-column-received = Received
lists-column-answered = First answer
lists-column-settled = Settled
lists-column-real = Real minutes
lists-column-charged = Counted minutes
lists-outcome-fixed = Fixed
lists-outcome-advice = Advice
lists-outcome-not_ours = Not ours
lists-outcome-withdrawn = Withdrawn
lists-outcome-merged = Merged
