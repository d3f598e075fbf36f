report-open = Open month · computed on { $day } at { $time }
report-ended = Month ended, not closed yet · computed on { $day } at { $time }
report-closed = Closed month · these figures never move again
report-lead = { $n ->
    [one] One organisation used { $used } of the { $allotted } it buys.
   *[other] { $n } organisations used { $used } of the { $allotted } they buy.
 }
report-lead-over = { $n ->
    [one] One went beyond its hours.
   *[other] { $n } went beyond their hours.
 }
report-lead-none-over = None went beyond its hours.
report-month = Another month
report-see = See
report-csv = Spreadsheet (CSV)
report-csv-file = month
report-csv-code = Code
report-csv-interventions = Pieces of work
report-csv-minutes = { $column } (min)
report-nothing = No organisation had an agreement in that month.
report-nothing-act = See the organisations
report-caption = Hours of each organisation, { $month }
report-structure = Organisation
report-allotted = Bought
report-carried-in = Carried over
report-repaid = Paid back
report-given = Given
report-received = Received
report-real = Real
report-charged = Counted
report-from-pot = Common pot
report-borrowed = Advance
report-sold = Overage
report-left = Left
report-left-closed = Carried on
report-expiring = Soon lost
report-expiring-closed = Gone to the pot
report-debt = To give back
report-total = { $n ->
    [one] { $n } organisation
   *[other] { $n } organisations
 }, { $interventions ->
    [one] { $interventions } piece of work
   *[other] { $interventions } pieces of work
 }
report-agrees = The account is right
report-differs = The account is not right
report-counted = { $n ->
    [0] No work
    [one] One piece of work
   *[other] { $n } pieces of work
 }, { $real } real, { $charged } counted: gap 0.
report-counted-gap = { $n ->
    [0] No work
    [one] One piece of work
   *[other] { $n } pieces of work
 }, { $real } real, { $charged } counted.
report-gap = The table differs by { $n } pieces of work, { $real } real, { $charged } counted. Tell whoever runs this installation.
report-identity = Since the beginning: { $sold } sold = { $used } counted + { $lots } of hours still held + { $pot } in the common pot − { $debts } of advances.
report-identity-gap = Since the beginning: { $sold } sold, but { $used } counted + { $lots } of hours still held + { $pot } in the common pot − { $debts } of advances. Gap: { $gap }.
report-where = Where the hours went
report-chart = Most hours counted: { $name }, { $charged }, within its hours.
report-chart-over = Most hours counted: { $name }, { $charged }, of which { $beyond } beyond its hours.
report-chart-some = These are the { $n } organisations that used most.
report-key-own = within its hours
report-key-pot = common pot
report-key-advance = advance
report-key-overage = overage
report-words = What the columns say
report-words-charged = Real time, rounded and weighted by the group's rules.
report-words-pot = Hours that some lost, ready for those that lack them.
report-words-advance = Hours taken from months to come. The agreement gives them back first.
report-words-overage = What nothing covers. It is paid at the month's cost price.
report-pdf = Report (PDF)
report-xlsx = Workbook (XLSX)
report-csv-time = { $column } (h:mm)
report-paper = Report of the month
report-paper-foot = { $group }, { $period }
report-year-link = The year { $year }
report-year-title = The year { $year }
report-year-over = { $n ->
    [one] { $n } closed month of 12
   *[other] { $n } closed months of 12
 } · only closed months count here
report-year-lead = { $n ->
    [one] One member organisation, { $charged } charged from { $from } to { $to }.
   *[other] { $n } member organisations, { $charged } charged from { $from } to { $to }.
 }
report-year-lead-one = { $n ->
    [one] One member organisation, { $charged } charged in { $from }.
   *[other] { $n } member organisations, { $charged } charged in { $from }.
 }
report-year-nothing = No month of { $year } is closed. Figures will come with the first closing.
report-year-nothing-act = See this month
report-year-other = Other years
report-year-month-link = The month's report
report-year-paper = Yearly report
report-year-file = year
report-year-members = Member organisations
report-year-interventions = Pieces of work
report-year-real = Real hours
report-year-charged = Charged hours
report-year-fte = Full-time equivalent
report-year-pot = Solidarity: from the common pot
report-year-given = Given between organisations
report-year-sold = Overage
report-year-cost = Cost of a charged hour
report-year-regularised = Regularisation
report-year-where = Hours, month by month
report-chart-year = The busiest month: { $name }, { $charged }, within everybody's own hours.
report-chart-year-over = The busiest month: { $name }, { $charged }, of which { $beyond } beyond own hours.
report-year-caption-months = Closed months of { $year }
report-year-caption-structures = Hours by organisation, { $year }
report-year-month = Month
report-year-structures = Organisations
report-year-months = Months
report-year-total = All
report-year-how = How it is counted
report-year-how-fte = Real hours ÷ (151.67 h × closed months). 151.67 h: a month at 35 h a week. Neither coordination nor absences are in it.
report-year-how-pot = Hours that some lost, used by those who lacked them.
report-year-how-closed = A month counts here once it is closed. Its figures never move.
report-beyond = Beyond their own hours
report-year-how-cost = Net cost of the post, subsidies taken off, divided by the hours counted in closed months.
report-kinds-caption = Counted hours by kind of work, { $month }
report-kinds-corrections = Corrections
report-csv-kind = Counted, { $kind }
report-csv-satisfied-yes = Is it settled: yes
report-csv-satisfied-no = Is it settled: no
report-satisfied = { $yes } times yes, { $no } times no
report-satisfied-few = fewer than 5 answers
report-words-satisfied = What people answered in the month, from five answers on. An organisation with fewer is in the total only with others.
report-satisfied-line = “Is it settled?”: { $answers }
report-kinds-title = By kind of work, { $month }
report-kinds-lead = The counted hours of each organisation, by the work that was done.
report-kinds-whole = By kind of work: { $kinds }.
report-kinds-link = Organisation by organisation
