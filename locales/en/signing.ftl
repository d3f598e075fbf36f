signing-lead = { $from } → { $to }: { $n ->
    [one] one machine
   *[other] { $n } machines
 }
signing-accept-title = Do you accept this batch?
signing-other-letter = This link signs no more. Use the last message that you received; if it is lost, the sender can send you another.
signing-done-accepted = Thank you, it is signed. The sender is told.
signing-done-declined = Noted. The sender is told.
signing-private = This page opens with this link alone. It shows this transfer and nothing else.
letter-signing-subject = { $deed ->
    [proposed] Transfer no. { $number }: { $from } offers you equipment
    [dispatched] Transfer no. { $number }: equipment is on its way
    [cancelled] Transfer no. { $number }: { $from } withdraws it
    [expired] Transfer no. { $number }: unanswered
    [closed] Transfer no. { $number }: closed
   *[other] Transfer no. { $number }: your copy
 }
letter-signing = { $deed ->
    [proposed] Hello, { $from } proposes { letter-transfer-machines } to { $to }. You can read the list, accept or decline, without an account. An answer is awaited within fourteen days.
    [dispatched] Hello, a batch of { $from } is on its way to { $to }: { letter-transfer-machines }. When it arrives, say what became of each machine and sign for it, without an account.
    [cancelled] Hello, { $from } withdraws what was proposed to { $to }: { letter-transfer-machines }.
    [expired] Hello, nobody answered in time: { $from } keeps what was proposed to { $to }.
    [closed] Hello, the transfer from { $from } to { $to } is closed.
   *[other] Hello, here is your copy of what { $to } signed for { letter-transfer-machines } of { $from }.
 }
letter-signing-open = { $deed ->
    [proposed] Read and answer
    [dispatched] Sign on arrival
   *[other] Read the transfer
 }
letter-signing-why = This message goes to the address that the group knows for { $to }. The link shows this transfer alone, and signs once.
transfer-propose-effect-link = A link to read and sign goes to { $address }. The list changes no more after that.
transfer-link-sent = Nobody there has an account: a link to sign went to { $address }.
transfer-link-again = Send another link
transfer-link-again-effect = Earlier links open no more.
transfer-link-nowhere = No mail address is known for this addressee: the coordinator adds it, or they sign at the door or on paper.
transfer-link-often = Several links have just left. Wait an hour, or call the addressee.
transfer-done-link = Another link leaves.
transfer-paper-link = Signed on paper
transfer-paper-title = Signature on paper
transfer-paper-lead = Print the sheet, have it signed by somebody of “{ $receiver }”, then add its photograph or PDF. A second person then compares it: it counts from that moment only.
transfer-paper-print = 1. Print
transfer-paper-sheet = The sheet to sign
transfer-paper-sheet-mandate = The sheet, with the undertaking to erase
transfer-paper-lines = A machine is missing or damaged: say so first, line by line.
transfer-paper-lines-link = Say what became of each
transfer-paper-enter = 2. Add the signed sheet
transfer-paper-mandate = The addressee undertakes in it to erase the data
transfer-paper-mandate-hint = Only if the sheet says so (GDPR, art. 28).
transfer-paper-name = Name of who signed
transfer-ask-scan = The signed sheet
transfer-ask-scan-hint = A legible photograph, or a PDF.
transfer-mistake-scan = Add a photograph or a PDF of the signed sheet.
transfer-paper-save = Add
transfer-done-paper = The sheet is added. A second person has to compare it.
transfer-paper-waits = A signed sheet waits to be compared by a second person.
transfer-paper-waiting = To compare
transfer-paper-waits-already = Somebody else has already added a sheet, which waits to be compared.
transfer-paper-by = added by { $name }, { $at }
transfer-paper-scan = See the signed sheet
transfer-paper-replaced = The sheet was replaced meanwhile. Look at the new one before you agree.
transfer-paper-same-hand = You added it: somebody else has to compare it.
transfer-paper-says-mandate = undertaking to erase
transfer-paper-says-rest = all the rest arrived
transfer-paper-check = Compare the name, the capacity and the list. Your agreement stands for the addressee's signature.
transfer-do-compare = This is what the sheet says
transfer-done-compared = It is signed, on paper.
transfer-do-withdraw-paper = Take this sheet back
transfer-done-paper-withdrawn = The sheet is taken back.
transfer-paper-box-name = Name and capacity
transfer-paper-box-date = Date
transfer-paper-box-signature = Signature
transfer-paper-box-arrival = ☐ received  ☐ damaged  ☐ missing  ☐ refused
signing-help = Who receives without an account signs by a link sent to their organisation's address, at the door on your screen, or on paper: the scanned sheet counts once a second person has compared it.
genuine-title-signed = Genuine document
genuine-lead-signed = This document was signed here. This page says no more.
genuine-compare-hint-signed = The JSON file of what was signed. It is compared, then forgotten.
genuine-signed = Signed on { $at }
