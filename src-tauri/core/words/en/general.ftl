# Between the items of a list, between clauses, and between sentences.
list-comma = { ", " }
list-semicolon = { "; " }
list-sentence = { " " }

order-not-found = There is no order { $number }. See which there are with daozhang list.
timeline-unwritten = This step could not be written into the timeline and was not saved.
data-file-busy = An export or a backup is under way, and the data file has to wait for it. Try again in a moment; a package can also be stopped.
data-file-read = The data file is being read. Try again in a moment.
