letters-title = Letters sent
letters-lead = In the demonstration no letter leaves: read them here.
letters-none = No letter yet. Ask for help, answer, sign in: they will come here.
letters-to = to { $recipient }
letters-from = from { $sender }
letters-open = Open the link of this letter
