# Bills: which app wrote one, and how it is refused.
bill-app-alipay = Alipay (支付宝)
bill-app-wechat = WeChat (微信)
bill-app-jd = JD (京东)
bill-app-meituan = Meituan (美团)
bill-format-alipay = Alipay bill
bill-format-alipay-2021 = Alipay bill (2021)
bill-format-alipay-web = Alipay bill (website)
bill-format-wechat = WeChat Pay bill
bill-format-wechat-csv = WeChat Pay bill (CSV)
bill-format-jd = JD bill
bill-format-meituan = Meituan bill
bill-is-alipay-book = This is Alipay’s 记账本 (account book), which has no order numbers or statuses. Export this instead: 支付宝 我的→账单→右上角…→开具交易流水证明→用于个人对账.
bill-is-sheet = This is a spreadsheet of orders that you filled in, not a payment app’s bill. Import it as a spreadsheet.
bill-is-order-list = This looks like a list of orders (its heading is “{ $heading }”…), not a bill. To import it as a spreadsheet, rename its columns as in the template, “{ $columns }”; the others may stay.
bill-unnamed = The columns of this bill are not known. Export the original bill again.
bill-incomplete = This file looks like a bill ({ $format }) but its headings lack “{ $columns }”. Export the original bill again and leave its columns as they are.
bill-unknown = This is not a bill that can be read: it lacks columns like 交易时间, 金额 and 交易状态. { $ways }. These work too: { $others }.
bill-unknown-heading = This is not a bill that can be read (its heading is “{ $heading }”…): it lacks columns like 交易时间, 金额 and 交易状态. { $ways }. These work too: { $others }.
bill-way = { $app }: { $way }

# Rows that were left out.
bill-column-time = time
bill-column-amount = amount
bill-other-bill = From here on it is another kind of bill ({ $format }), which was not read. Save it as a file of its own and import that.
bill-sheet-left-out = The sheet “{ $sheet }” was not read: { $why }
bill-no-time = The line has no time and was not read.
bill-no-hour = The time “{ $cell }” has no hour, and the line was not read. Import the original bill, not one saved again.
bill-odd-time = The time “{ $cell }” cannot be read; the line was left out.
bill-no-amount = The line has no amount; the file may be incomplete. The line was left out.
bill-odd-amount = The amount “{ $cell }” cannot be read; the line was left out.

# What to know of a row that was read.
bill-unknown-status = This status has not been seen on a bill before. Check this row yourself.
bill-unknown-direction = The bill does not say whether this was paid or received. Check this row yourself.
bill-no-seconds = The time has no seconds; the bill may have been saved again by a spreadsheet program. It is taken to the full minute.
bill-number-rounded = A spreadsheet program changed this number and its last digits are lost. Use the original bill, or complete it from the payment page.
bill-columns-shifted = A comma in the product’s name shifted the columns of this row. They were put back by name; please check.

# Whether all of it was read.
bill-income = Income
bill-expense = Expense

# The word that the bill itself has for what is neither.
bill-neutral = Not counted ({ $word })
bill-rows-differ =
    The bill says { $stated ->
        [one] { $stated } row
       *[other] { $stated } rows
    }; { $read ->
        [one] { $read } was
       *[other] { $read } were
    } read. The file may be incomplete or changed. Export it again and compare.
bill-rows-differ-unread =
    The bill says { $stated ->
        [one] { $stated } row
       *[other] { $stated } rows
    }; { $read ->
        [one] { $read } was
       *[other] { $read } were
    } read ({ $unread ->
        [one] { $unread } line
       *[other] { $unread } lines
    } could not be read). The file may be incomplete or changed. Export it again and compare.
bill-sum-differs =
    { $name }: the bill says { $stated ->
        [one] { $stated } row
       *[other] { $stated } rows
    }, ¥{ $stated_sum }; read were { $read ->
        [one] { $read } row
       *[other] { $read } rows
    }, ¥{ $read_sum }
bill-sums-differ = { $sums }. The file may have been changed or not been read completely; compare it with the original bill.
bill-all-read =
    { $rows ->
        [one] { $rows } row expected, { $rows } read.
       *[other] { $rows } rows expected, { $rows } read.
    }
bill-read-without-totals =
    { $rows ->
        [one] { $rows } row read.
       *[other] { $rows } rows read.
    } This bill states no totals, so they cannot be compared.

# Which order a row belongs to.
bill-matched-by-amount = The numbers do not match; it was matched by amount and time. Please check.
bill-matched-by-seller = The numbers do not match; it was matched by merchant, product and amount. Please check.
bill-others-alike =
    { $others ->
        [one] { $others } other order has
       *[other] { $others } other orders have
    } the same amount at about the same time. Check that this is the right one.
bill-amount-disagrees = The amounts differ: ¥{ $bill } on the bill, ¥{ $order } as logged.
bill-time-disagrees = The times differ: { $bill } on the bill, { $order } as logged.
bill-same-row-whole = The same row was imported without its number; this file has it whole, and it is filled in.
bill-like-several = Several orders look like the one of this row. Please check.
bill-number-twice = Two rows of the file have one transaction number, but different amounts or times. Please check.
bill-number-of-order = This number belongs to order { $order } already, but the amount or the time differs. Please check.
bill-like-order = Looks like order { $order }: { $why }. Check whether they are the same payment.
bill-row-like-order = Line { $line } looks like order { $order }: { $why }. Check whether they are the same payment.
bill-same-amount = same amount, { $apart } apart
bill-same-amount-same-day = same amount, on the same day
bill-same-amount-next-day = same amount, one day apart
bill-other-amount = the amount is ¥{ $bill }, that of the order ¥{ $order }, { $apart } apart
bill-other-seller = the merchant is “{ $bill }”, the platform of the order “{ $order }”
bill-no-recharge = nothing says that it is a top-up
bill-other-merchant-number = the merchant's order numbers differ
bill-paid-twice = One merchant number was paid twice, the other time in line { $line }. This may be a double charge; please check.
bill-paid-twice-order = One merchant number was paid twice, the other time in order { $order }. This may be a double charge; please check.
bill-name-order = order { $order }
bill-name-line = line { $line }
bill-refund-of-several = It cannot be told which of these was refunded: { $of }. Please check.
bill-row-refund-of-several = The refund in line { $line } may belong to any of these: { $of }. Please check.
bill-refund-of-none = No order was found for this refund.
bill-row-refund-of-none = No order was found for the refund in line { $line }: “{ $seller }” returned ¥{ $amount }. If it belongs to a logged order, note a refund there.
bill-refund-number-twice = The number of this refund is in order { $order } already, with the amount ¥{ $amount }. Please check.
bill-refund-beside = The ¥{ $noted } noted as refunded before and this refund of ¥{ $refund } do not fit each other; both count. Please check.
bill-refund-surplus = ¥{ $refund } came back, ¥{ $paid } was paid and ¥{ $refunded } is refunded; the ¥{ $more } above that was not booked.
bill-refund-known = This refund is already written down; it is only added as proof.
bill-refund-in-part = The refund is ¥{ $refund }, of which ¥{ $fresh } is not written down yet.

# What importing a row does, and why it is proposed.
bill-becomes-proof = Added to order { $order } as proof of payment
bill-becomes-refund-proof = Added to order { $order } as proof of the refund
bill-becomes-refund = Order { $order }: ¥{ $amount } refunded
bill-becomes-refund-of = Refund of the payment in line { $line }
bill-becomes-news = Order { $order } now shows ¥{ $amount } refunded in all
bill-is-known = Already in order { $order }
bill-is-repeated = The same row is in the file more than once
bill-becomes-order = Becomes a new order
bill-without-order = No matching order was found
bill-unpaid = Not paid
bill-no-payment = Not a payment
bill-why-category = The bill files it under “{ $category }”
bill-why-word = The product says “{ $word }”
bill-why-seller = The seller’s name says “{ $word }”
bill-aside-renewal = An automatic renewal (“{ $word }”), no order that has to arrive
bill-aside-after-use = A bill for what was used already, or is not paid yet (“{ $word }”); nothing has to arrive
bill-aside-family = Paid for somebody else (“{ $word }”); the bill does not say who bought what
bill-aside-transfer = Money sent to a person (“{ $word }”); a remark does not say what was bought
bill-aside-red-packet = A red packet (“{ $word }”), which may be taken for a gift
bill-aside-repayment = A repayment (“{ $word }”), no new purchase
bill-aside-instalment = One part of an instalment plan (“{ $word }”), no new purchase
bill-aside-deposit = A deposit (“{ $word }”); it becomes an order when the rest is paid
bill-row-says = Line { $line }: { $text }
bill-row-of-future = Line { $line } lies in the future and was not imported. Check the clock of this computer.
bill-row-of-nothing = The amount in line { $line } is 0; it was not imported.
bill-row-too-large = The amount in line { $line } is above 1,000,000 yuan; it was not imported. Please check the bill.
bill-row-paid = The payment number in row { $line } is already logged (no. { $order }), with another amount or time; it was not logged again. Please check that order.
bill-row-refund-left = Row { $line } is the refund of row { $payment }, which was not imported with it; it was not imported either.
bill-row-paid-above = Row { $line } has the payment number of a row above with another amount or time; it was not imported. Please check the bill.
bill-row-kept = A row of the bill belongs to another order already; nothing was imported. Open the bill again and import it.

# The file that is open.
bill-file-too-large = The file “{ $name }” is over 200 MB, too large for a bill. Export it month by month and import the parts.
bill-closed = This file has been closed. Choose it again.
bill-none-locked = No file is waiting for a password. Choose the bill again.

# Sealed papers: which one it is.
bill-app-cmb = China Merchants Bank
bill-app-icbc = ICBC
bill-app-boc = Bank of China
bill-app-bocom = Bank of Communications
bill-app-abc = Agricultural Bank of China
bill-app-ccb = China Construction Bank
bill-format-wechat-proof = WeChat Pay transaction certificate
bill-format-alipay-proof = Alipay transaction certificate
bill-format-alipay-receipt = Alipay electronic receipt
bill-format-cmb = China Merchants Bank statement
bill-format-icbc = ICBC account history
bill-format-boc = Bank of China statement
bill-format-bocom = Bank of Communications statement
bill-format-abc = Agricultural Bank of China statement
bill-format-ccb = China Construction Bank statement
bill-day-only = The statement gives the day and no time of day.
bill-bank-has-no-number = the bank’s statement has amount and time only and no number for this payment; please check

# Sealed papers: what is found in one.
paper-signature-none = No digital signature was found
paper-signature-found = The file carries a digital signature, which was not verified
paper-signature-changed = The file carries a digital signature, which was not verified; the file was changed or added to after it
paper-unknown-letters = On page { $page }, { $count } characters could not be read. Please check against the original.
paper-page-rowless = Page { $page } has a table, but no row of it was read. Please check against the original.
paper-chain-broken = On page { $page } the balances do not follow from each other, so rows may be missing. Please check against the original.
paper-sum-differs = { $name }: the statement says ¥{ $stated }, ¥{ $read } were read, so rows may be missing. Please check against the original.

# Sealed papers: why nothing is read.
paper-no-pdf = There is no PDF inside this file. Download the original again.
paper-cut = The file is incomplete; the download may not have finished. Download the original again.
paper-broken = This PDF is damaged and cannot be opened. Download the original again.
paper-locked = This PDF has a password for opening. Enter it: China Merchants Bank shows it under 申请记录, ICBC under 办理进度, China Construction Bank under 导出历史, WeChat in the 微信支付 account, Alipay in 服务消息; Bank of China’s has none when downloaded again under 申请记录.
paper-wrong-password = The password of this PDF is wrong. Enter it again exactly as it was given.
paper-other-lock = This PDF is encrypted in another way than by a password, so it cannot be read. Apply for it again.
paper-scan = This PDF is a scan or a picture, so no rows can be read. You can add it to an order as evidence.
paper-letters = This PDF can be shown, but its text cannot be read. You can add it to an order as evidence.
paper-unknown = This PDF is none of the statements that are known. You can add it to an order as evidence. To import a bill, use the table for personal bookkeeping (用于个人对账).
paper-columns = The columns of this statement are not those that are known, so it was not read. You can add it to an order as evidence.
paper-rowless = No transaction was found in this statement. Check its period.
paper-too-large = This PDF is too large and was not read: at most 30 MB, and 256 MB unpacked. Apply for a shorter period.
paper-too-many-pages = This PDF has more than { $most } pages and was not read. Apply for a shorter period.
paper-too-many-rows = This PDF has more than { $most } rows and was not read. Apply for a shorter period.
paper-too-wide = The pages of this PDF are too large for a statement, so it was not read.
paper-too-much = Reading this PDF took too much time or memory, so it was stopped and not read; it may be damaged or no ordinary statement.
mail-only-link = This mail has no attachment, only a link for downloading (usually valid for 7 days). Download the file yourself and import that.
mail-without-files = This mail has no attachment that can be imported.
mail-unread = This mail cannot be read. Save it from your mailbox as .eml again.
mail-too-large = The attachments of this mail are too large and were not read: at most 30 MB together.
mail-too-many = This mail has more than { $most } attachments and was not read. Save the one you want and import that.
mail-several = This mail has { $count } attachments that can be imported. Save the ones you want and import them one by one.
mail-attachment = Attachment “{ $name }” of the mail “{ $subject }”
