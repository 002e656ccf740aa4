table-none = There is no table in this file. Check that you chose the right one.
table-empty = This file is empty. Download the bill again and import it.
table-too-large = The file is too large (over 200 MB unpacked, or over 500,000 rows). Choose a shorter period when exporting and import in parts.
table-damaged = “{ $name }” is damaged or was not downloaded completely. Download it again.

# What an archive holds.
table-archive-damaged = The archive is damaged or was not downloaded completely. Download it again.
table-archive-empty = This archive is empty. Download the bill again.
table-archive-crowded = The archive holds too many files to be a bill. Unpack it and import only the bill’s CSV or XLSX file.
table-archive-nested = The archive holds another archive. Unpack it once and import the file inside.
table-archive-tables = The archive holds { $count } spreadsheet files. Unpack it and import them one by one.
table-archive-no-bill = The archive holds no CSV or XLSX bill. Check that you downloaded the right file.
table-archive-document = This is a document or another kind of spreadsheet, not a bill. Open it in its own program, save it as .xlsx or CSV and import that.
table-archive-unknown = This kind of archive cannot be read. Unpack it with the system’s own tool and import the CSV or XLSX inside.
table-password-needed = This archive has a password. Enter it (WeChat sends it in the 微信支付 account, Alipay in 支付宝服务消息).
table-password-wrong = The archive’s password is wrong. Enter it again exactly as in the payment app’s message; if it still fails, download the bill again.

# Workbooks.
table-workbook-empty = This Excel file is empty. Check that you chose the right one.
table-workbook-damaged = This Excel file is damaged or was not downloaded completely. Download it again, or open it in Excel, save it as .xlsx and import that.
table-workbook-locked = This Excel file has a password for opening. Remove it in Excel or WPS, save it as .xlsx and import that.
table-workbook-old = This is an old Office file (.xls). Open it in Excel or WPS, save it as .xlsx or CSV and import that.

# Files that are no table, and what to do instead.
table-is-picture = This is a picture. Screenshots belong into an order’s evidence; here the bill itself is needed: export CSV, XLSX or ZIP from the payment app.
table-is-pdf = This is a PDF; the bill is needed as a table. When exporting choose “用于个人对账” (for personal accounts) to get CSV, XLSX or ZIP.
table-is-windows-program = This is a program, not a bill. Don’t open programs of unknown origin; export the bill from the payment app.
table-is-linux-program = This is a program, not a bill. Export the bill from the payment app.
table-is-rar = This is a RAR archive. Unpack it and import the CSV or XLSX inside.
table-is-7z = This is a 7z archive. Unpack it and import the CSV or XLSX inside.
table-is-gzip = This is a gzip file. Unpack it and import the CSV or XLSX inside.
table-is-database = This is a database file, not a bill. Export CSV, XLSX or ZIP from the payment app.
table-is-rtf = This is an RTF document, not a bill. Export CSV, XLSX or ZIP from the payment app.
table-is-web-page = This is a web page, not a bill. The download link may have expired; ask for the bill again and import what you download.
table-is-xml = This is an XML file. Open it in Excel or WPS, save it as .xlsx or CSV and import that.
