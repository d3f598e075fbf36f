outages-title = Outages
outages-lead = What does not work for you right now, and what we have learnt from the last outages.
outages-lead-all = What does not work right now, and what we have learnt from past outages.
outages-lead-public = What does not work right now. Everybody may read this news.
outages-now = Right now
outages-none = No outage right now.
outages-past = Over
outages-all = All outages
outages-sign-in = Sign in to see what concerns you
outages-help = An outage touches several people? A technician announces it, and gives news. It may concern one site or one machine alone. You see it on your home page.
outages-help-me-too = “Me too” counts you in one tap, without a request. You get a letter when it is over. Nobody reads who said so: the number alone is shown.
outage-one = Outage
outage-new = Announce an outage
outage-new-title = Announce an outage
outage-edit-title = Give news
outage-title = In a few words
outage-title-hint = As people say it: “Mail no longer works”
outage-words = What is known
outage-words-hint = What does not work, what we are doing, what everybody can do meanwhile.
outage-words-note = No name of a person or an organisation: other organisations read it.
outage-reach = Whom does it concern?
outage-reach-structures = One or several organisations
outage-reach-group = The whole group
outage-structures = Which ones?
outage-structures-hint = Not needed for the whole group. Nobody reads this list but technicians.
outage-narrow = Only some sites or machines
outage-sites = At which sites?
outage-sites-hint = Nothing ticked here nor below: the whole organisation is concerned.
outage-machines = Which machines?
outage-machines-hint = Those who use it will see it, and so will the referent.
outage-where = Where
outage-told-of-machine = Outage of this machine right now: { $title }
outage-started-day = Since which day?
outage-started-at = Since what time?
outage-news-day = Next news, the day
outage-news-at = Next news, the time
outage-public = Visible without an account
outage-public-hint = Everybody may read it, without signing in.
outage-is-public = visible without an account
outage-tell = Announce
outage-save = Save
outage-told = The outage is announced.
outage-changed = The news is given.
outage-from-ticket = The title comes from the request. Read it over: take names out. The request will be tied to this outage.
outage-other = The other text
outage-keep-mine = Keep my text
outage-keep-other = Keep the other text
outage-since = Since { $at }
outage-latest-news = Latest news
outage-next-news = Next news
outage-next-news-at = Next news: { $at }
outage-affected-title = Who is affected?
outage-affected = { $n ->
    [0] Nobody has said so yet
    [one] One person affected
   *[other] { $n } people affected
 }
outage-me-too = Me too
outage-question = Does it affect you too?
outage-question-then = Say so in one tap. No request is needed: you will be told when it is over.
outage-counted = Noted for you
outage-counted-then = You will get a letter when it is over.
outage-leave = Not me after all
outage-joined = Noted. You will be told when it is over.
outage-left = Taken back: you are no longer counted.
outage-something-else = Is it something else?
outage-sign-in = Does it affect you too? Sign in to say so.
outage-edit = Give news
outage-close = It is over
outage-back = The outage
outage-news = Earlier news
outage-tickets = Tied requests
outage-over-since = Over since { $at }
outage-closing-title = The outage is over
outage-closing-tickets = { $n ->
    [0] No open request is tied to this outage.
    [one] One tied request will be settled with this message.
   *[other] { $n } tied requests will be settled with this message.
 }
outage-closing-told = { $n ->
    [0] Nobody has said that it affects them.
    [one] One affected person will be told, by a single letter.
   *[other] { $n } affected people will be told, each by a single letter.
 }
outage-closing-final = An outage that is over does not open again. Each request can, on its page.
outage-learnt = What happened
outage-learnt-hint = In plain words: the cause, what is repaired, what we have learnt.
outage-close-button = End the outage and tell them
outage-closed = The outage is over. Those affected are told.
outage-tie = Tie to an outage
outage-tie-change = Change
outage-tie-lead = The end of the outage will settle this request, with a message.
outage-tie-which = Which outage?
outage-tie-none = No other outage that lasts concerns this organisation.
outage-untie = No longer tie
outage-tied = This request is tied to an outage:
outage-tied-done = The request is tied to the outage.
outage-untied-done = The request is no longer tied to an outage.
outage-of-ticket = Make an outage of this request
similar-title = Request No. { $number }
similar-open = A request is already open for this machine
similar-told = Already open for this machine: { $title } ({ $state })
similar-mine = Requests that affect you too
similar-lead = Somebody else has asked for help with this machine.
similar-settled = It is settled. Does it still not work for you? Ask for help.
similar-question-then = Say so in one tap. You will be told when it is settled.
similar-counted-then = You will get a letter when it is settled.
similar-joined = Noted. You will be told when it is settled.
similar-left = Taken back: you are no longer counted.
ticket-affected-title = Also affected
ticket-affected = { $n ->
    [one] One other person is affected
   *[other] { $n } other people are affected
 }
ticket-event-tied = { $name } tied the request to an outage, { $at }: { $detail }
ticket-event-untied = { $name } untied the request from an outage, { $at }: { $detail }
mistake-outage-over = This outage is over already.
mistake-outage-overtaken = Somebody has given news ({ $at }). Both texts are here: choose, or complete yours.
mistake-outage-nobody = Tick one organisation at least, or choose the whole group.
mistake-outage-narrow = Tick an organisation first: { $n } at most to say more.
mistake-outage-later = An outage has begun already. Check the day and the time.
mistake-outage-news = The next news is still to come. Check the day and the time.
mistake-outage-ticket = The organisation of the request has to be ticked too.
letter-outage-over-subject = It is over: { $title }
letter-outage-over = The outage is over: { $title }. Here is what happened:
letter-outage-over-ticket = Your request No. { $number } is settled.
letter-outage-see = See the outage:
letter-outage-open = Open the outage
letter-ticket-over-subject = It is settled
letter-ticket-over = Request No. { $number }, to which you said “me too”, is settled. Does it still not work for you? Ask for help.
