# A person’s own list of orders.
sheet-no-heading = 没有找到表头。第一行请写列名：平台、商品、品类、金额、付款时间（必填），可以先下载模板照着填。
sheet-incomplete = 表格缺少“{ $columns }”列，请在表头补上再导入；可以先下载模板照着填。
sheet-incomplete-among = 工作表“{ $sheet }”缺少“{ $columns }”列，整份表格都没有读；请在表头补上，或者把这张工作表另存成一个文件。
sheet-is-export = 这是到账自己导出的订单表，导回来会把已经了结的订单又记成没有到账；要搬到别处，请用“导出全部”和恢复。
sheet-not-taken = 表格里的“{ $columns }”列没有读入，导入的订单都记为还没有到账；已经到账、退款的，请导入后逐笔记上。
sheet-fault = 第 { $line } 行“{ $column }”：{ $fault }整张表都没有导入，改好后再导入一次。
sheet-faults = 第 { $line } 行“{ $column }”：{ $fault }（共 { $count } 处）整张表都没有导入，改好后再导入一次。
sheet-row-again = 第 { $line } 行和上面的一行是同一笔，只记一次；确实是两笔的话，请另外单独记一单。
sheet-row-logged = 第 { $line } 行的订单号已经记过了（编号 { $order }），没有再记。
sheet-row-paid = 第 { $line } 行的支付单号已经记过了（编号 { $order }），没有再记。
sheet-row-of-merchant = 第 { $line } 行和编号 { $order } 的商户单号、金额一样，时间相差不到一天，没有再记；确实是另一笔的话，请单独记一单。
