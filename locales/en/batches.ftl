batches-title = { $n ->
    [0] Nothing chosen
    [one] One request chosen
   *[other] { $n } requests chosen
 }
batches-chosen = Those that you chose
batches-nothing = Tick requests in the list, then come back here.
batches-tick = Choose no. { $number }
batches-tick-column = Choice
batches-tick-all = Tick all on this page
batches-tick-more = Tick the first 200
batches-tick-none = Tick none
batches-with-ticked = Act on the ticked requests
batches-give = Give to somebody
batches-give-do = Give
batches-ask = Ask a question
batches-question = Your question
batches-question-hint = Each person gets it. {"{"}first name{"}"} and {"{"}number{"}"} fill themselves in.
batches-ask-do = Ask
batches-settle = Say that it is settled
batches-outcome = How?
batches-words = What each person will read
batches-words-hint = Write, or take a canned answer.
batches-no-canned = None
batches-settle-do = Settle
batches-shown-give = Requests given
batches-shown-ask = Question asked
batches-shown-settle = Requests settled
batches-lead-done = Done for { $n } of { $all }.
batches-lead-undone = Undone for { $n } of { $all }.
batches-done = Done
batches-others = The rest
batches-undo = Undo
batches-fate-pending = Not done yet
batches-fate-done = Done
batches-fate-already = It was so already
batches-fate-absent = It does not exist, or is not for you
batches-fate-refused = Its state does not allow it
batches-fate-undone = Undone
batches-fate-kept = Somebody has changed it since: nothing is undone
mistake-batches-none = No request is ticked.
mistake-batches-many = Two hundred requests at once, no more.
help-lists-letters = Each person concerned gets one letter, with their own requests.
