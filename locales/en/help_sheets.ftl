help-sheets-title = Do it yourself
help-sheets-short = Help sheets
help-sheets-lead = Short sheets to settle yourself what often comes back.
help-sheets-lead-public = Short sheets, open to everybody.
help-sheets-search = Look for a sheet
help-sheets-found = What matches “{ $q }”
help-sheets-not-found = No sheet speaks of “{ $q }”. Try another word, or ask for help.
help-sheets-none = No sheet yet. Each request that is settled can become one.
help-sheets-all = All sheets
help-sheets-small = Printer, password, sound, screen…
help-sheets-sign-in = Sign in to see the other sheets
help-sheets-retired = { $n ->
    [one] One sheet put away
   *[other] { $n } sheets put away
 }
help-sheets-meanwhile = Perhaps quicker
help-sheets-alone = To do yourself, while you wait for the answer
help-sheets-opens = Opens beside, your text stays here
help-sheets-may-help = { $n ->
    [one] One sheet may help you, below the button.
   *[other] { $n } sheets may help you, below the button.
 }
help-sheets-help = Sheets explain what often comes back, step by step. While you write a request, two of them at most appear below the button.
help-sheets-help-write = Technicians write for everybody, referents for their structure. A settled request becomes a sheet in one go.
help-sheet-new = Write a sheet
help-sheet-new-title = New sheet
help-sheet-edit-title = Change the sheet
help-sheet-title = Title
help-sheet-title-hint = As people say it: “The printer is offline”
help-sheet-reach = For whom?
help-sheet-for-all = For all structures
help-sheet-for-public = For everybody, even without an account
help-sheet-for-one = For { $name }
help-sheet-words = The sheet
help-sheet-words-hint = One step a line, with its number: “1. Switch the printer off.” To insist: **wait**. For a subtitle: ## If that is not enough
help-sheet-words-note = No name of a person, no password.
help-sheet-from-ticket = This text comes from the request. Read it again: take out names and what concerns one person only.
help-sheet-look = See a preview
help-sheet-preview = Preview: nothing is saved yet
help-sheet-save = Save the sheet
help-sheet-saved = The sheet is saved.
help-sheet-other = The other version
help-sheet-keep-mine = Keep my version
help-sheet-keep-other = Keep the other version
mistake-help-sheet-overtaken = Somebody has changed this sheet ({ $at }). Both texts are here: choose, or complete yours.
help-sheet-changed = As of { $day }
help-sheet-question = Did this settle your problem?
help-sheet-yes = Yes, thank you
help-sheet-no = No, I ask for help
help-sheet-no-sent = No, I wait for the answer
help-sheet-helped = Thank you for saying so. That is one request less.
help-sheet-helped-withdraw = Thank you for saying so. You can take your request back below.
help-sheet-not-enough = Not enough?
help-sheet-kept = This sheet
help-sheet-avoided = { $n ->
    [0] Has spared no request yet
    [one] Has spared one request
   *[other] Has spared { $n } requests
 }
help-sheet-edit = Change
help-sheet-ticket = Made from request no. { $number }
help-sheet-of-ticket = Make a help sheet of it
help-sheet-retire = Put this sheet away
help-sheet-retired = The sheet is put away: it is no longer suggested.
help-sheet-retired-since = This sheet has been put away since { $day }. It is neither suggested nor read any more.
help-sheet-return = Bring this sheet back
help-sheet-returned = The sheet is suggested again.
help-sheet-back = The sheet
help-sheet-versions = Versions
help-sheet-versions-lead = What the sheet said, and who wrote it.
help-sheet-versions-count = { $n ->
    [one] One version
   *[other] { $n } versions
 }
help-sheet-version = Version { $n }
help-sheet-written = { $name }, { $at }
structures-door-help-sheets = Do it yourself
structures-door-help-sheets-hint = Short sheets, for everybody and for you
