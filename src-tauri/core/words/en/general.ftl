# Between the items of a list, between clauses, and between sentences.
list-comma = { ", " }
list-semicolon = { "; " }
list-sentence = { " " }

order-not-found = There is no order { $number }. See which there are with daozhang list.
