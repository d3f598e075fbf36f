imports-title = Import a list
imports-lead = You keep the list of your machines elsewhere? Send it here. Nothing is written before you have read it again.
imports-help = “Import a list”, in the register, takes a table, an export of GLPI or of Snipe-IT. You read before it is written.
import-file-ask = The CSV file
import-limits = { $size } and { $rows } lines at most. The first line holds the headings of the columns.
import-read = Read the list
import-how-title = How to get this file
import-how-excel = In a spreadsheet: “Save as”, then CSV. Commas, semicolons and tabs all work.
import-how-glpi = In GLPI: the list of computers, then its export as CSV.
import-how-snipe-it = In Snipe-IT: the custom report of assets, or the export of their list.
import-how-headings = Known columns: name, kind, brand, model, serial number, user, place, year, purchase, price, warranty, note.
import-how-users = People are taken when they are of the organisation. Else the note keeps their name.
import-how-kept = You alone see this file. It is forgotten once imported, or after a day.
import-unreadable-empty = Choose a file that holds a list.
import-unreadable-heavy = This file weighs more than 2 MB. Cut it into several lists.
import-unreadable-workbook = This is a workbook. Save it as CSV first, from your spreadsheet.
import-unreadable-binary = This file is no table in text. Save it as CSV.
import-unreadable-no_rows = This file has headings alone. It takes at least one machine.
import-unreadable-many_rows = This list has more than 5000 machines. Cut it into several files.
import-unreadable-many_columns = This list has more than 60 columns. Take out those of no use.
import-origin-glpi = This list comes from GLPI: its columns are known.
import-origin-snipe_it = This list comes from Snipe-IT: its columns are known.
import-columns = What each column says
import-column-without = Column { $n }, without a heading
import-example = For example: { $example }.
import-order-day_first = Days are read day/month/year.
import-order-month_first = Days are read month/day/year.
import-order-both = Days are written there both ways. Those that may be either are left out.
import-target-none = Leave out
import-target-name = Name
import-target-kind = Kind
import-target-brand = Brand
import-target-model = Model
import-target-serial = Serial number
import-target-user = Who uses it
import-target-place = Site or room
import-target-year = Year of manufacture
import-target-acquired_on = Arrived
import-target-purchased_on = Bought on
import-target-price = Price
import-target-supplier = Seller
import-target-invoice_number = Invoice number
import-target-warranty_until = Warranty until
import-target-warranty_months = Length of the warranty
import-target-note = Note
import-look = See the result
import-mistake-columns = Two columns say the same thing. Keep one, and make the other a note.
import-words = Which kind is it?
import-word = “{ $word }”, { $n ->
    [one] on { $n } line
   *[other] on { $n } lines
 }
import-word-none = No kind said, { $n ->
    [one] on { $n } line
   *[other] on { $n } lines
 }
import-word-later = Leave these lines out
import-words-more = { $n ->
    [one] { $n } more word after these.
   *[other] { $n } more words after these.
 }
import-result = What will be written
import-count = { $n ->
    [one] { $n } machine will enter the register.
   *[other] { $n } machines will enter the register.
 }
import-refused-count = { $n ->
    [one] { $n } line is left out: it is at the bottom of the page.
   *[other] { $n } lines are left out: they are at the bottom of the page.
 }
import-write = { $n ->
    [one] Import { $n } machine
   *[other] Import { $n } machines
 }
import-nothing = No line can be taken for now. Say what the columns and the kinds are.
import-changed = Something has changed since you read. Read again, then import.
import-preview = The first machines, as they will be
import-refused = Lines that are left out
import-refused-more = { $n ->
    [one] And { $n } more line.
   *[other] And { $n } more lines.
 }
import-done = { $n ->
    [one] { $n } machine of this list is in the register.
   *[other] { $n } machines of this list are in the register.
 }
import-see = See the machines
import-fault-nameless = Line { $line }: no name, no model, no serial number.
import-fault-kind = Line { $line }: unknown kind “{ $said }”.
import-fault-year = Line { $line }: the year “{ $said }” is impossible.
import-fault-price = Line { $line }: “{ $said }” is not a price.
import-fault-day = Line { $line }: “{ $said }” is not a day.
import-fault-day_to_come = Line { $line }: the day “{ $said }” has not come yet.
import-fault-day_both_ways = Line { $line }: “{ $said }” may be read both ways.
import-fault-too_long = Line { $line }: too long, “{ $said }…”.
import-fault-cells = Line { $line }: more cells than headings.
import-fault-serial_known = Line { $line }: the serial number “{ $said }” is in the register already.
import-fault-serial_twice = Line { $line }: the serial number “{ $said }” is on line { $other } already.
