table-none = 这个文件里没有表格，请核对是不是选错了文件。
table-empty = 这个文件是空的，请重新下载账单再导入。
table-too-large = 文件太大（展开后超过 200 MB 或 50 万行），请在导出时选短一点的时间范围，分几次导入。
table-damaged = “{ $name }”损坏或没有下载完整，请重新下载再导入。

# What an archive holds.
table-archive-damaged = “压缩包”损坏或没有下载完整，请重新下载再导入。
table-archive-empty = 这个压缩包是空的，请重新下载账单。
table-archive-crowded = 压缩包里文件太多，不像账单。请解压后只导入账单那一个 CSV 或 XLSX 文件。
table-archive-nested = 压缩包里还是压缩包，请先解压一层，再导入里面的文件。
table-archive-tables = 压缩包里有 { $count } 个表格文件，请解压后一个一个导入。
table-archive-no-bill = 压缩包里没有 CSV 或 XLSX 账单，请核对是不是下载错了文件。
table-archive-document = 这是文档或别的表格格式，不是账单。请用原来的软件打开，另存为 .xlsx 或 CSV 再导入。
table-archive-unknown = 这个压缩包的格式读不了，请先用系统自带的工具解压，再导入里面的 CSV 或 XLSX。
table-password-needed = 这个压缩包有密码：请输入解压密码（微信在“微信支付”公众号、支付宝在“支付宝服务消息”里给密码）。
table-password-wrong = 压缩包的密码不对，请照支付 App 消息里给的密码原样再输一次；还是不行就重新下载账单。

# Workbooks.
table-workbook-empty = 这个 Excel 文件里没有内容，请核对是不是选错了文件。
table-workbook-damaged = 这个 Excel 文件损坏或没有下载完整，请重新下载，或用 Excel 打开后另存为 .xlsx 再导入。
table-workbook-locked = 这个 Excel 文件设了打开密码，请在 Excel 或 WPS 里取消密码、另存为 .xlsx 再导入。
table-workbook-old = 这是旧版 Office 文件（.xls），请用 Excel 或 WPS 打开，另存为 .xlsx 或 CSV 再导入。

# Files that are no table, and what to do instead.
table-is-picture = 这是一张图片。截图请放进订单的凭证里；这里要的是账单文件，请从支付 App 导出 CSV、XLSX 或 ZIP。
table-is-pdf = 这是 PDF，账单要原始表格。导出时请选“用于个人对账”，得到 CSV、XLSX 或 ZIP 再导入。
table-is-windows-program = 这是一个程序，不是账单。不要打开来路不明的程序；账单请从支付 App 导出。
table-is-linux-program = 这是一个程序，不是账单。请从支付 App 导出账单。
table-is-rar = 这是 RAR 压缩包，请先解压，再导入里面的 CSV 或 XLSX。
table-is-7z = 这是 7z 压缩包，请先解压，再导入里面的 CSV 或 XLSX。
table-is-gzip = 这是 gzip 压缩文件，请先解压，再导入里面的 CSV 或 XLSX。
table-is-database = 这是数据库文件，不是账单。请从支付 App 导出 CSV、XLSX 或 ZIP。
table-is-rtf = 这是写字板文档，不是账单。请从支付 App 导出 CSV、XLSX 或 ZIP。
table-is-web-page = 这是网页，不是账单文件。下载链接可能已过期，请重新申请账单，下载后再导入。
table-is-xml = 这是 XML 文件，请用 Excel 或 WPS 打开，另存为 .xlsx 或 CSV 再导入。
