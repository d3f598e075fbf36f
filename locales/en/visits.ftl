visits-title = Visits
visits-today = today
visits-tomorrow = tomorrow
visits-at = { $day } at { $hour }
visits-span = from { $from } to { $to }
visits-comes = { $name } comes { $at }
visits-comes-anyway = { $comes }: that may be the occasion.
visits-none = No visit is planned for now.
visits-possible = A visit would be possible from { $at } on.
visits-away = Absences
visits-away-day = { $name } is away on { $first }.
visits-away-half = { $name } is away for part of { $first }.
visits-away-days = { $name } is away from { $first } to { $last }.
visits-away-halves = { $name } is away for part of each day, from { $first } to { $last }.
visits-cover = { $name } answers instead.
visits-past = The last visits
visits-count = { $n ->
    [one] { $n } visit
   *[other] { $n } visits
 }
visits-past-line = { $day }, { $span }: { $name }
visits-follow = Follow visits in my calendar
visits-week-title = My visits
visits-week = Week of { $day }
visits-week-none = No visit this week.
visits-week-before = Week before
visits-week-after = Week after
visits-home-today = Today
visits-home-none = No visit today.
visits-home-week = The whole week
visits-new-title = Plan a visit
visits-change-title = Change this visit
visits-structure = Where?
visits-technician = Who comes?
visits-minutes = How long
visits-minutes-hint = For example 1 h 30
visits-slot = When?
visits-slot-hint = The next free times, within opening hours.
visits-other-time = At another time
visits-day = Other day
visits-start = Other hour
visits-tickets = For which requests?
visits-tickets-hint = Those who made them receive a letter.
visits-note = A word for the organisation
visits-note-hint = For example: please have the key of the room ready.
visits-plan = Plan this visit
visits-change = Save
visits-look = See free times and requests
visits-cancel = Cancel this visit
visits-planned = The visit is planned.
visits-changed = The visit is changed.
visits-cancelled = The visit is cancelled.
visits-for-ticket = Visit
visits-mistake-empty = A visit lasts at least one minute.
visits-mistake-midnight = A visit ends on the same day.
visits-mistake-past = That time is over.
visits-mistake-away = An absence is noted on that day.
visits-mistake-changed = This visit has changed meanwhile. Check it, then save again.
visits-mistake-overlap = A visit is planned at that time already: { $structure }, { $day }, { $span }.
calendars-title = Calendars to follow
calendars-lead = A secret address shows visits in your calendar, always up to date.
calendars-made = The address is ready
calendars-made-once = Copy it now: it is shown only once.
calendars-made-how = In your calendar, choose “add a calendar by address” or “subscribe”, then paste it.
calendars-new = New address
calendars-of = Which visits?
calendars-own = My visits
calendars-name = Visits · { $structure }
calendars-make = Make the address
calendars-followed = Addresses that work
calendars-made-on = Made on { $made }.
calendars-seen = Last read on { $day }.
calendars-never-seen = Never read.
calendars-revoke = Remove
calendars-revoked = The address is removed. It shows nothing any more.
calendars-none = No address for now.
calendars-mistake-many = Ten addresses work already. Remove one first.
calendars-shows = What an address shows
calendars-shows-structure = For an organisation: the first name of who comes, the hour, the place, the word for the organisation. No request.
calendars-shows-own = For one's own visits: the address of the place and the numbers of requests.
calendars-shows-who = Whoever has the address can read it. It stops when you remove it, or when you leave the organisation.
calendars-visit = Visit of { $name }
calendars-cancelled = Cancelled: { $what }
calendars-account = Follow visits in a calendar
letter-visit-subject = { $deed ->
    [moved] { $technician } now comes { $day } at { $from }
    [cancelled] { $technician } does not come { $day } at { $from }
   *[planned] { $technician } comes { $day } at { $from }
 }
letter-visit = { $deed ->
    [moved] The visit for your request has changed. { $technician } comes { $day }, from { $from } to { $to } ({ $name }).
    [cancelled] { $technician } does not come { $day } at { $from } for your request ({ $name }) any more. Your request stays open.
   *[planned] { $technician } comes { $day }, from { $from } to { $to } ({ $name }). It is for your request:
 }
structures-door-visits = Visits
structures-door-visits-hint = When somebody comes, who is away
contract-cover = Who answers meanwhile?
contract-cover-nobody = Nobody
contract-cover-is = { $name } answers instead
contract-cover-by = { $name } answers
contract-cover-none = No cover any more
contract-covered = Noted. Member organisations will read it.
contract-uncovered = Noted: nobody covers.
help-visits-title = Visits
help-visits = Each organisation reads when somebody comes, who is away and who answers instead, on the page “Visits”. A letter tells those who made the request.
help-visits-follow = “Calendars to follow”, in your account, gives a secret address to paste into your calendar. It can be removed whenever you want.
ticket-event-visit_planned = { $name } planned a visit, { $at }: { $detail }
ticket-event-visit_moved = { $name } moved the visit, { $at }: { $detail }
ticket-event-visit_cancelled = { $name } cancelled the visit, { $at }: { $detail }
ticket-event-visit_done = { $name } came by, { $detail }
help-visits-history = A visit that is planned, moved, cancelled or made is written into the history of the request.
