departed-title = People who left
departed-lead = At their request, their data is erased here: they can no longer sign in.
departed-elsewhere = Somebody has left and wants their data erased?
departed-none = Nobody has left, or all is erased already.
departed-left = left { $day }
departed-never = without a structure
departed-erase = Erase their data…
departed-erase-title = Erase their data
departed-goes-you = Their name, address, telephone and password.
departed-goes-doors = Their signed-in devices, tokens, calendars and waiting files.
departed-goes-requests = { $n ->
    [one] The words of their request: title, messages, files, internal notes.
   *[other] The words of their { $n } requests: titles, messages, files, internal notes.
 }
departed-goes-shared = Of a request made together with others, their messages alone.
departed-goes-elsewhere = Their messages in the requests of others.
departed-goes-letters = The letters that they received, and their name in the others.
departed-stays-numbers = The number, dates and category of their requests: reports count them.
departed-stays-minutes = The time spent, hour sheets and statements: they prove the accounts.
departed-stays-contracts = Their contracts, absences and working time: accounting keeps them.
departed-stays-answers = Their answers as a technician, without their name: they still serve others.
departed-stays-name = In place of their name, people will read “Removed person”.
departed-stays-backups = Backups from before keep everything, until they are erased themselves.
departed-hindrance-open = Requests in their name are not settled: No. { $numbers }. Ask that they be settled.
departed-hindrance-series = Regular maintenance at { $structure } comes again in their name. Ask that somebody else take it over.
departed-agreement = Their request
departed-asked = This person asked for it, and nothing can be given back to them
departed-mistake-asked = Tick the box: data is erased only when its person asks.
departed-do = Erase their data
departed-erased = Their data is erased. A last letter tells them so.
