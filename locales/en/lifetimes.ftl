lifetimes-title = Lives made longer
lifetimes-lead = What machines that were made ready have served since, and what that avoids.
lifetimes-none = No machine that was made ready has been handed over to anybody yet.
lifetimes-lives = Machines
lifetimes-serving = In service
lifetimes-served = Time gained
lifetimes-months = { $n ->
    [0] less than a month
    [one] one month
   *[other] { $n } months
 }
lifetimes-avoided = Avoided (estimated)
lifetimes-range = { $low } to { $high } kg CO₂e
lifetimes-little = next to nothing yet
lifetimes-unestimated = { $n ->
    [one] One machine is not estimated.
   *[other] { $n } machines are not estimated.
 }
lifetimes-kind = Machines
lifetimes-count = Count
lifetimes-not-estimated = not estimated
lifetimes-ademe = ADEME (2022) gives { $kg } kg avoided for each year of use of a refurbished one.
lifetimes-energy = In service, about { $kwh } kWh a year.
lifetimes-confidence-low = An unsure figure.
lifetimes-confidence-medium = A figure to be taken with care.
lifetimes-how = How it is computed
lifetimes-formula = avoided = max(0, making a new one ÷ its lifetime − refurbishing ÷ length of the second life) × years of the second life × share of purchases avoided
lifetimes-formula-range = Low and high come from two sources. Nothing is added to other impacts.
lifetimes-substitution = A new one would have been bought in { $percent }% of cases.
lifetimes-second-life = { $n ->
    [one] A second life lasts one month.
   *[other] A second life lasts { $n } months.
 }
lifetimes-transport = Transport: { $kg } kg CO₂e a machine.
lifetimes-workshop = Electricity of the workshop: { $kwh } kWh a machine.
lifetimes-parts = New parts that count: { $n }. Without a known figure, hence not counted: { $unknown }.
lifetimes-since = Hypotheses of the group since { $day }.
lifetimes-kept = An estimate keeps the figures of the day on which it was made.
lifetimes-electricity = French electricity, as consumed: { $n } g CO₂e a kWh.
lifetimes-sources = Sources
lifetimes-version = { $id }, version { $version }
lifetimes-second-source = Second source: { $source }
lifetimes-hypotheses-link = Change the hypotheses
lifetimes-hypotheses-title = Hypotheses
lifetimes-hypotheses-lead = What nobody measures. Everybody can read it beside the figures.
lifetimes-ask-substitution = In how many cases would a new one have been bought?
lifetimes-ask-substitution-hint = In per cent. 50 as long as nothing else is known.
lifetimes-mistake-substitution = Write a number from 0 to 100.
lifetimes-ask-second-life = Length of a second life, in months
lifetimes-ask-second-life-hint = Refurbishing is spread over it.
lifetimes-ask-transport = Transport of a machine, in grams of CO₂e
lifetimes-ask-workshop = Electricity of the workshop for a machine, in Wh
lifetimes-ask-unknown-hint = 0 as long as nobody has measured it.
lifetimes-anew = Make the estimates that exist anew too
lifetimes-anew-hint = Else they keep the hypotheses of then.
lifetimes-save = Save
lifetimes-done = The hypotheses are saved.
lifetimes-help = “Lives made longer” shows the time of service gained by machines that were made ready, and the emissions avoided: low and high, with sources and hypotheses.
