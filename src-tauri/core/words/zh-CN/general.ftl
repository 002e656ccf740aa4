# Between the items of a list, between clauses, and between sentences.
list-comma = 、
list-semicolon = ；
list-sentence = { "" }

order-not-found = 没有编号为 { $number } 的订单，请用 daozhang list 查看有哪些。
timeline-unwritten = 这一步的内容写不进时间线，没有保存。
data-file-busy = 正在导出或备份，数据文件要等它做完才能换。请等一会儿再试；证据包也可以先停下。
data-file-read = 数据文件正在被读取，请等一会儿再试。
