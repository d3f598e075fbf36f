closing-title = Closing
closing-heading = Close { $month }
closing-lead = Look at what needs you, read the table, then close. Once closed, { $month } no longer moves.
closing-nothing = Nothing to close: { $month } is under way. Closing opens on { $day }.
closing-look = To check
closing-table = The month, member by member
closing-sheets = The hour sheets
closing-signed = { $signed } of { $n } signed.
closing-sheet = { $charged } counted, { $left } left.
closing-sheet-over = { $charged } counted, { $beyond } of it beyond its hours.
closing-sheet-see = See the hour sheet
closing-reminded = Reminders have left. One a day and person at most.
closing-question-by = { $name } asks, { $at }:
closing-answer = Your answer
closing-answer-send = Answer
closing-answered = Your answer has left. The member can sign now.
closing-mistake-answered = Somebody has already answered this question. Your text is here to copy.
closing-final = Close
closing-close = Close { $month }
closing-effect = { $n ->
    [one] One statement leaves
   *[other] { $n } statements leave
 } for the referents. { $silent ->
    [0] Every member has signed.
    [one] One member said nothing: silence is agreement, and is recorded.
   *[other] { $silent } members said nothing: silence is agreement, and is recorded.
 }
closing-for-ever = This is for good. A mistake seen later is corrected in the present month.
closing-blocked-order = Close { $month } first: months follow each other.
closing-blocked-asked = { $n ->
    [one] One question waits for your answer.
   *[other] { $n } questions wait for your answer.
 } Answer first.
closing-blocked-waiting = { $n ->
    [one] One member has not signed yet.
   *[other] { $n } members have not signed yet.
 } You can close once they have, and in any case after { $day }.
closing-done = The month is closed. The statements are leaving.
closing-done-before = This month was closed already. Nothing changed.
closing-mistake-not-ended = This month has not ended.
closing-mistake-order = An older month waits: months are closed in order.
closing-mistake-unsigned = Members have not signed, or wait for an answer.
sheet-running = Month under way
sheet-waiting = To be signed by { $day }
sheet-asked = A question waits
sheet-changed = Corrected since { $name } signed: to be read again by { $day }
sheet-silent = No answer since { $day }
sheet-signed = Signed by { $name }, { $at }
sheet-tacit = Tacit agreement
late-title = To review
late-means = These interventions arrived after their month was closed.
late-what = { $structure } · { $day } · { $minutes } · { $kind }
late-arrived = { $name }, { $at }
late-count = Count in the present month
late-drop = Do not count
late-reason = Why?
late-counted = The intervention counts in the present month, with its real date.
late-dropped = The intervention does not count. It stays readable.
late-decided = Somebody decided meanwhile. Nothing changed.
sheet-title = Your agreement
sheet-sign = I agree
sheet-ask = I have a question
sheet-ask-label = Your question
sheet-ask-send = Send my question
sheet-silence = Without an answer from you in the group's delay, your silence counts as agreement.
sheet-answered-by = { $name } answers, { $at }:
sheet-thanks = Thank you. Your hour sheet is agreed.
sheet-question-sent = Your question has left. Closing waits for the answer.
sheet-mistake-running = The month has not ended: there is nothing to agree to yet.
sheet-mistake-closed = This month is closed already.
sheet-mistake-changed = An intervention has changed since. Read the sheet again, then agree.
