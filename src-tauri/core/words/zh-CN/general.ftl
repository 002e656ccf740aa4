# Between the items of a list, between clauses, and between sentences.
list-comma = 、
list-semicolon = ；
list-sentence = { "" }

order-not-found = 没有编号为 { $number } 的订单，请用 daozhang list 查看有哪些。
