nav-home = Home
nav-tickets = Requests
nav-my-tickets = My requests
nav-time = My time
nav-structures = Organisations
nav-people = People
nav-hours = Hours
nav-equipment = Machines
nav-report = Month
nav-rules = Rules
layout-error-title = Error: { $title }
since-minutes = { $n } min
since-hours = { $n } h
since-days = { $n ->
    [one] one day
   *[other] { $n } days
 }
nav-year = Year
nav-sharing = Shares
