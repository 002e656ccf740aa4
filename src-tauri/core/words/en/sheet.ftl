# A person’s own list of orders.
sheet-no-heading = No headings were found. The first row should hold the column names 平台, 商品, 品类, 金额 and 付款时间 (required). You can download the template and fill it in.
sheet-incomplete = The headings of the sheet lack “{ $columns }”. Add what is missing and import again; you can download the template and fill it in.
sheet-incomplete-among = The headings of the sheet “{ $sheet }” lack “{ $columns }”, so nothing of the file was read. Add what is missing, or save that sheet as a file of its own.
sheet-is-export = This is Daozhang’s own table of orders. Imported, orders that are settled would be logged as not arrived again. To move your data, export everything and restore it.
sheet-not-taken = The columns “{ $columns }” were not read: imported orders are logged as not arrived yet. Note what arrived or was refunded order by order after importing.
sheet-fault = Row { $line }, “{ $column }”: { $fault } Nothing of the sheet was imported; mend it and import it again.
sheet-faults = Row { $line }, “{ $column }”: { $fault } ({ $count } in all) Nothing of the sheet was imported; mend it and import it again.
sheet-row-again = Row { $line } is the same order as a row above; it is logged once. If they really are two, log the other by itself.
sheet-row-logged = The order number in row { $line } is already logged (no. { $order }); it was not logged again.
sheet-row-paid = The payment number in row { $line } is already logged (no. { $order }); it was not logged again.
sheet-row-of-merchant = Row { $line } has the merchant number and the amount of no. { $order }, less than a day apart; it was not logged again. If it really is another order, log it by itself.
