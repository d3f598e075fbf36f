equipment-kind-laptop = Laptop
equipment-kind-desktop = Desktop computer
equipment-kind-screen = Screen
equipment-kind-printer = Printer
equipment-kind-phone = Telephone
equipment-kind-tablet = Tablet
equipment-kind-server = Server
equipment-kind-storage = Shared storage
equipment-kind-router = Router
equipment-kind-switch = Network switch
equipment-kind-wifi = Wi-Fi access point
equipment-kind-other = Other
equipment-title = Machines
equipment-lead = { $n ->
    [one] { $n } machine in use.
   *[other] { $n } machines in use.
 }
equipment-lead-unused = { $n ->
    [one] One is nobody's in particular.
   *[other] { $n } are nobody's in particular.
 }
equipment-none = No machine yet. Write down those you use: everyone will say faster which one they mean.
equipment-none-there = No machine at this site.
equipment-caption = Machines in use
equipment-retired-count = { $n ->
    [one] { $n } machine no longer in use
   *[other] { $n } machines no longer in use
 }
equipment-name = Name
equipment-kind = Kind
equipment-serial = Serial number
equipment-user = Who uses it
equipment-place = Where
equipment-product = Model
equipment-acquired = Arrived
equipment-note = Note
equipment-everybody = everybody
equipment-nobody = nobody in particular
equipment-new = Add a machine
equipment-new-title = Add a machine
equipment-new-lead = A name is enough. The rest can wait.
equipment-edit-title = Change this machine
equipment-name-ask = What do you call it?
equipment-name-hint = For example: Camille's laptop
equipment-kind-ask = What kind of machine?
equipment-user-ask = Who uses it?
equipment-user-nobody = Nobody in particular
equipment-place-ask = Where is it?
equipment-site-ask = At which site?
equipment-site-none = None in particular
equipment-more = To recognise it
equipment-brand-ask = Brand
equipment-model-ask = Model
equipment-serial-hint = Often under the machine, after “S/N”.
equipment-acquired-ask = When did it arrive?
equipment-note-ask = Note
equipment-note-hint = Never a password here.
equipment-add = Add the machine
equipment-save = Save
equipment-added = The machine is in the register.
equipment-saved = Saved.
equipment-retired-since = It has not been in use since { $day }.
equipment-edit = Change
equipment-ask = Ask for help with this machine
equipment-tickets = Its requests
equipment-no-tickets = No request about this machine yet.
equipment-interventions = Work done on it
equipment-no-interventions = No work on this machine yet.
equipment-real = { $minutes } real
equipment-mistake-user = Choose a person of this member organisation.
equipment-mistake-acquired = That day has not come yet. Write a past day, for example 12/03/2025.
