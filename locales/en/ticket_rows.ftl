ticket-row-number = No. { $n }
ticket-row-received = Received
ticket-row-in-hand = In hand
ticket-row-in-hand-of = { $name } is on it
ticket-row-waiting-for = Waiting for { $name } to answer
ticket-row-waiting-for-you = Waiting for your answer
ticket-row-settled = Settled
