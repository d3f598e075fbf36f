ready-title = Machines that are ready
ready-lead = Erased, repaired and tested: they wait for whoever will use them.
ready-none = No machine is ready at the moment.
ready-free = Free
ready-reserved = Reserved for { $to } until { $until }
ready-grades = Condition
ready-holder = Where it is
ready-data = Data
ready-data-clear = None on board
ready-what = Nothing of its former life follows it: no name, no requests, no notes.
ready-reserve-title = Reserve it
ready-for = For whom?
ready-until = Until
ready-until-hint = After that day it is free again. Sixty days at most.
ready-reserve = Reserve
ready-done-reserved = The machine is reserved.
ready-done-released = The reservation is ended.
ready-gone = This machine is not free any more.
ready-mistake-until = Choose a day between today and sixty days from now.
ready-release = End the reservation
ready-release-hint = Whoever was waiting for the machine reads these words.
ready-handover-title = Hand it over to { $to }
ready-handover = Prepare the hand-over
ready-under-way = See the hand-over under way
ready-machines = Machines to hand over
ready-guarantee = Guaranteed until
ready-guarantee-hint = A sale by a professional to a private person is guaranteed by law. For a gift, a guarantee is given freely.
ready-mistake-guarantee = That day is past.
ready-mistake-machines = Choose among the machines that are reserved for the same one.
ready-mistake-owner = One of these machines belongs to { $owner }, who entrusted it without giving it. Ask them to give it first.
ready-intent-donation-hint = It is theirs once they sign.
ready-intent-sale-hint = It is theirs once they sign, against payment.
ready-machine = Its page
chain-do-reservation = Reserve it for somebody
chain-do-handover = Hand it over to who waits for it
chain-handed-on = In service elsewhere
equipment-memory = This machine has served elsewhere since { $day }. What you wrote of it stays here.
equipment-memory-proof = The proof that your data are gone
equipment-memory-certificate = Certificate no. { $number }
letter-reservation-subject = { $deed ->
    [reserved] A machine that is ready is reserved
    [released] A machine is not reserved any more
   *[expired] A machine is free again
 }
letter-reservation = { $deed ->
    [reserved] This machine is reserved for { $to } until { $day }.
    [released] This machine is not reserved for { $to } any more:
   *[expired] This machine was reserved for { $to } until { $day }. It is free again.
 }
letter-reservation-open = See the machine
transfer-document-guarantee = Guaranteed until { $day }.
transfer-document-grades = Tested: { $grades }
transfer-document-reconditioned = Second-hand and reconditioned: data erased, every point of the checklist tested.
transfer-document-title-handover-donation = Title and risk pass to the receiver when they sign the receipt.
transfer-document-title-handover-sale = Title and risk pass to the receiver when they sign the receipt.
transfer-document-title-handover-loan = The machines are lent: they stay whose they are.
chain-life-part = Only the part of its life that was lived here is told here.
ready-reserved-next = Whoever holds it prepares the hand-over: a letter will tell you when to accept it.
ready-help = A machine that is ready is reserved, then handed over: once it is signed for, it stands in the register of who has it, without anything of its former life.
