nav-transfers = Transfers
transfers-title = Transfers
transfers-lead-structure = Batches of machines that go to somebody, and those that come back.
transfers-lead-workshop = Batches of machines proposed to you, and those that you give back.
transfers-none = No transfer for now.
transfers-to = to { $other }
transfers-from = from { $other }
transfers-machines = { $n ->
    [one] one machine
   *[other] { $n } machines
 }
transfer-title = Transfer no. { $number }
transfer-draft-title = Transfer in preparation
transfer-step-draft = In preparation
transfer-step-proposed = Proposed
transfer-step-accepted = Accepted
transfer-step-declined = Declined
transfer-step-expired = Unanswered
transfer-step-cancelled = Withdrawn
transfer-step-dispatched = On its way
transfer-step-received = Received
transfer-step-received_with_discrepancy = Received, with discrepancies
transfer-step-refused_at_door = Refused at the door
transfer-step-closed = Closed
transfer-intent-donation = Donation
transfer-intent-donation-hint = the machine changes owner
transfer-intent-sale = Sale
transfer-intent-sale-hint = the machine changes owner, for a price
transfer-intent-loan = Loan
transfer-intent-loan-hint = the machine stays the structure's
transfer-intent-disposal = Disposal
transfer-intent-disposal-hint = the machine has served its time
transfer-intent-repair = Repair
transfer-intent-repair-hint = the machine is in maintenance and will come back
transfer-intent-return = Return
transfer-new-title = Prepare a transfer
transfer-new-lead = Choose the machines. Nothing leaves before the addressee agrees.
transfer-no-machines = No machine is decommissioned or in maintenance. Decommission it first on its page.
transfer-no-addressees = No workshop is known yet. The coordinator adds it.
transfer-in-maintenance = in maintenance
transfer-ask-to = To whom?
transfer-ask-intent = Why?
transfer-ask-machines = Which machines?
transfer-ask-machines-hint = Decommissioned to leave, in maintenance for a repair.
transfer-mistake-machines = Choose machines that may leave for this reason.
transfer-add = Prepare the transfer
transfer-added = The transfer is ready to be proposed.
transfer-green = Nothing stands in the way: this batch may leave.
transfer-red = At least one machine cannot leave.
transfer-sender = From
transfer-receiver = To
transfer-intent = Why
transfer-data = Data
transfer-mandate-given = The addressee undertakes to erase.
transfer-carrier = Carrier
transfer-boxes = Boxes
transfer-weight = Weight
transfer-seals = Numbers of boxes or seals
transfer-reason = Reason
transfer-lines = Machines
transfer-serial = no. { $serial }
transfer-photo = See the photograph
transfer-do-propose = Propose this transfer
transfer-propose-effect = The addressee is told. The list does not change afterwards.
transfer-propose-effect-door = The addressee has no account: tell them, they sign on your screen when they come. The list does not change afterwards.
transfer-done-proposed = The transfer is proposed.
transfer-do-accept = Accept
transfer-mandate = We erase all data on board, and prove it.
transfer-mandate-hint = Without it, only machines that are erased already may leave (GDPR, art. 28).
transfer-done-accepted = The transfer is accepted. A letter leaves.
transfer-do-decline = Decline
transfer-done-declined = The transfer is declined. A letter leaves.
transfer-do-cancel = Withdraw this transfer
transfer-done-cancelled = The transfer is withdrawn.
transfer-do-dispatch = Send
transfer-dispatch-lead = Count, weigh, sign. The machines stay yours until they are acknowledged.
transfer-done-dispatched = The transfer is on its way. A letter leaves.
transfer-do-receive = Receive
transfer-reception-lead = Say what became of each machine, then sign.
transfer-done-received = It is signed. A letter leaves.
transfer-done-line = Noted.
transfer-do-close = Acknowledge
transfer-close-effect = What did not arrive goes back to your decommissioned machines.
transfer-done-closed = The transfer is closed.
transfer-ask-reason = Why?
transfer-ask-reason-hint = One sentence is enough. Name nobody: this text is never erased.
transfer-ask-carrier = Who carries?
transfer-ask-carrier-hint = An organisation or a means, for example: the workshop's van.
transfer-ask-boxes = How many boxes?
transfer-ask-weight = Weight in all, in kg
transfer-ask-weight-hint = For example: 12.4
transfer-mistake-weight = Write a weight in kilograms, for example 12.4.
transfer-ask-seals = Numbers of boxes or seals
transfer-sign = Sign
transfer-ask-capacity = Function
transfer-ask-capacity-hint = For example: director, volunteer.
transfer-sign-dispatch = Sign and send
transfer-sign-reception = Sign the acknowledgement
transfer-rest = { $n ->
    [one] The machine of which nothing is said has arrived.
   *[other] The { $n } machines of which nothing is said have arrived.
 }
transfer-outcome-none = nothing is said
transfer-outcome-received = Received
transfer-outcome-received-hint = it is here
transfer-outcome-damaged = Received damaged
transfer-outcome-damaged-hint = with a photograph
transfer-outcome-missing = Missing
transfer-outcome-missing-hint = it is on the list, not in the batch
transfer-outcome-refused = Refused
transfer-outcome-refused-hint = it goes back with the carrier
transfer-ask-outcome = What became of it?
transfer-ask-line-reason = What do you see?
transfer-ask-line-reason-hint = Needed if it did not arrive, or damaged.
transfer-ask-photo = Photograph
transfer-ask-photo-hint = Needed if it is damaged.
transfer-mistake-photo = Add a photograph of what is damaged.
transfer-line-save = Note it
transfer-overtaken = Somebody has just acted: the transfer is now “{ $step }”. Read again, then send again if it is still right.
transfer-blocked = { $name }: { $why }
transfer-refusal-step = Not now: the transfer is “{ $step }”.
transfer-refusal-line = This machine is not on the list.
transfer-refusal-open = { $n ->
    [one] First say what became of the last machine.
   *[other] First say what became of { $n } machines.
 }
transfer-signatures = Signatures
transfer-signed-dispatch = Sent
transfer-signed-reception = Received
transfer-way-account = from their account
transfer-way-link = by a link sent to { $address }
transfer-way-door = at the door, on the sender's screen
transfer-way-paper = on paper, compared by a second person
transfer-document-link = The hand-over document
transfer-document-number = no. { $number }
transfer-document-unsigned = Nobody has signed yet: this text may change.
transfer-document-why = The digest is that of the text that was signed. One changed word gives another.
transfer-document-machine = Machine
transfer-document-code = Label
transfer-document-outcome = On arrival
transfer-document-title = Hand-over document
transfer-document-act-dispatch = Departure
transfer-document-act-reception = Acknowledgement
transfer-document-mandate = The addressee erases all data on board for the sender (GDPR, art. 28). The sender stays responsible for it until it is erased.
transfer-document-no-mandate = No data leaves on board, but for a repair or a return.
transfer-document-clear = erased
transfer-document-on-board = maybe on board
transfer-document-carrier = Carrier: { $carrier }
transfer-document-boxes = Boxes: { $n }
transfer-document-weight = Weight: { $weight } kg
transfer-document-seals = Boxes or seals: { $seals }
transfer-document-title-donation = The machines are given to the receiver. Signed on both sides, this document is the title for what follows. They stay the sender's, who answers for the data and may take them back, until they serve again.
transfer-document-title-sale = The machines are sold to the receiver. Signed on both sides, this document is the title for what follows. They stay the sender's, who answers for the data and may take them back, until they serve again.
transfer-document-title-loan = The machines stay the sender's, who lends them.
transfer-document-title-disposal = Only a document signed on both sides changes the owner of the machines.
transfer-document-title-repair = The machines stay the sender's: they come back repaired.
transfer-document-title-return = The machines go back to whose they are.
workshop-proposed-title = Proposed to you
workshop-proposed = { $from }: { $n ->
    [one] one machine
   *[other] { $n } machines
 }
letter-transfer-subject = { $deed ->
    [proposed] Transfer no. { $number }: to accept
    [accepted] Transfer no. { $number } accepted
    [declined] Transfer no. { $number } declined
    [cancelled] Transfer no. { $number } withdrawn
    [expired] Transfer no. { $number } unanswered
    [dispatched] Transfer no. { $number } on its way
    [received] Transfer no. { $number } received
   *[closed] Transfer no. { $number } closed
 }
letter-transfer-machines = { $n ->
    [one] one machine
   *[other] { $n } machines
 }
letter-transfer = { $deed ->
    [proposed] { $from } proposes { letter-transfer-machines } to { $to }. An answer is awaited within fourteen days.
    [accepted] { $to } accepts { letter-transfer-machines } of { $from }.
    [declined] { $to } declines { letter-transfer-machines } of { $from }:
    [cancelled] { $from } withdraws its transfer to { $to }, of { letter-transfer-machines }:
    [expired] Nobody answered. { $from } keeps { letter-transfer-machines }.
    [dispatched] On the way from { $from } to { $to }: { letter-transfer-machines }.
    [received] { $to } has signed for { letter-transfer-machines } of { $from }. Without an answer, the transfer closes in seven days.
   *[closed] The transfer of { letter-transfer-machines } from { $from } to { $to } is closed.
 }
letter-transfer-open = Open the transfer
transfers-help = A decommissioned machine leaves in a transfer: proposed, accepted, sent, received. Each side signs the document.
transfers-help-data = Nothing leaves with data on board, unless the workshop undertakes to erase it.
transfers-help-time = Unanswered, a proposal expires after fourteen days. A received transfer closes after seven days.
transfer-return-title = Prepare a return
transfer-return-lead = A machine that is given back goes to whose it is.
transfer-return-none = No machine is to be given back now.
transfer-return-hint = Those of one owner at a time.
transfer-mistake-return = Choose machines of one owner, which may go back.
transfer-mistake-recycling = A recycler takes machines to recycle them, and nobody else does.
transfer-door-title = Accept at the door
transfer-door-link = Who receives stands before you
transfer-door-lead = Hand this screen to the person of “{ $receiver }”: they read, write their name and sign.
transfer-door-name = Name of who receives
transfer-door-accept = Accept and sign
transfer-signed-acceptance = Accepted
transfer-document-act-acceptance = Acceptance
