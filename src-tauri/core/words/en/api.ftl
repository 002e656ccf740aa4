dialog-shots = Choose screenshots or proofs
dialog-shots-files = Pictures, PDFs, recordings
dialog-bill = Choose a bill or a spreadsheet of orders
dialog-bill-files = Bills, spreadsheets
dialog-holidays = Choose a file of holidays
dialog-holidays-files = Holidays (JSON)
dialog-package = Where to put the package
dialog-timestamp = Choose a timestamp
dialog-timestamp-files = Timestamps (.tsr, .tsa)
dialog-backup-folder = Choose a folder for backups
dialog-backup = Back up
dialog-everything = Export everything
dialog-look = Choose a backup
dialog-look-files = Backups (.db) or exports of everything (.zip)
clipboard-missing = There is no clipboard here. Copy it by hand.
folder-by-hand = The file manager could not be opened. Open { $folder } by hand.
backup-locked = This backup is locked. Give its passphrase.

passphrase-missing = Enter the passphrase.
copies-left = These could not be rewritten, and what is in them may still be readable. Delete them if you do not need them, or set the passphrase again when their disk is there: { $files }
backup-other-way = Choose this backup by “Restore from a file…”.
backup-in-use = This is the data file in use. Choose a backup.
backup-unchosen = Choose a backup first.
backup-limit = Enter how much space backups may take as a number between 10 and 1000000 (MB).
backup-folder-gone = This folder is gone. Choose another one.
backup-folder-unnamed = This folder’s name has characters that cannot be read. Choose another one.
backup-none-yet = There is no backup yet; the folder for backups is made with the first one.
backup-elsewhere = Do not put it into the folder of the data file. Choose another folder.
language-unknown = There is no such language. Choose 简体中文 or English.

file-unwritable = The file could not be written ({ $file }: { $why }). Choose another place.
file-unopened = The file “{ $name }” cannot be opened. Check that it is still there.
file-no-bill = “{ $name }” is not a file. Choose the bill itself.
text-unopened = { $file } cannot be opened. Check that the file is still there.
text-too-large = { $file } is too large (1 MB at most). Choose another one.
text-no-text = { $file } is not a text file. Choose another one.
shot-unopened = The file “{ $file }” cannot be opened ({ $why }). Check that it is still there.
shots-too-many = Too many files at once. Save this order first, then add the rest.
shots-gone = One screenshot is gone. Add it again.
shot-gone = This screenshot is gone. Add it again.
shot-no-picture = This file is not a picture; no text can be read from it.
shot-unreadable = “{ $name }” is not a picture; no order can be read from it. Give a screenshot, or a text (.txt).
shot-number-wrong = This screenshot’s number is not right. Open the order again.
shot-of-another = This order has no such screenshot.
masks-too-many = Too many masked places; 100 to a picture at most.
samples-unread = The samples cannot be read: { $error }

filing-refused = A complaint to “{ $to }” cannot be written down here. These can: { $known }.
filing-lost = The complaint just written down was not found. Open the order again to see.
filing-answer-unknown = There is no answer “{ $answer }”. These can be written down: { $known }.
filing-gone = This order has no such complaint. It may have been undone.
checked-of-disputed = This order did not fail to come: what came is not right. Note what was said with the platform, or correct what is wrong.
refund-done = This order is already refunded in full.
refund-too-much = A refund of ¥{ $amount } is more than the ¥{ $open } still outstanding. Please check.
refund-above-amount = The amount is less than the ¥{ $refunded } already refunded. Please check.
entry-missing = This order has no entry { $seq }.
entry-undone = This entry is already undone.
bulk-refused = Order { $id }: { $why }
order-twice = This order number is already logged for this platform (no. { $id }). If it really is another order, you can log it all the same.
order-paid-twice = This payment number is already logged (no. { $id }), and one payment is logged once. Correct it if it is wrong; if one payment paid for several orders, leave it empty here.
order-paid-together = This payment number is already logged with no. { $id }, and part of that payment belongs to no order yet. If one payment paid for several orders, you can log it all the same.
order-of-merchant-twice = The same merchant number with the same amount within a day is already logged (no. { $id }). If it really is another order, you can log it all the same.
order-numbered-alike = This order number is already logged for this platform: “{ $product }” at { $platform }.
order-paid-alike = This payment number is already logged: “{ $product }” at { $platform }.
order-of-merchant-alike = This merchant number with the same amount is already logged: “{ $product }” at { $platform }.
order-alike = Looks much like “{ $product }” at { $platform }: about the same time, and the same product or amount. Log it only if it is another order.
advice-overdue = { $count ->
    [one] 1 order is
   *[other] { $count } orders are
} overdue at this platform. Don’t buy anything large here for now.
advice-operator = The product says { $named ->
    [mobile] China Mobile
    [unicom] China Unicom
    [telecom] China Telecom
   *[broadnet] China Broadnet
}, but this number range first belonged to { $operator }. Unless the number was carried over, check it.
advice-first = First time buying here: if you have not paid yet, try a small order first and buy more once it has arrived.
advice-shot = There is no screenshot of the payment yet. Best to take one of the payment details now and paste it in.

platform-unknown = There are no orders from this platform, and nothing is noted about it.
platform-same-name = The name is the same as before.
platform-no-orders = There are no orders from this platform.
within-ten-minutes = within 10 minutes
within-hour = within 1 hour
within-six-hours = within 6 hours
within-day = within 1 day
within-three-days = within 3 days
within-week = within 7 days
within-longer = longer

limit-unread = This limit cannot be read. Write it as 7 个工作日 (working days), 60 天 (days), 5 个月 (months) or 72 小时 (hours).
limit-missing = There is no such limit. It may have been dropped in this version.
rule-group-missing = There is no such kind of rule.
rule-hint-letter = One sentence per line. “2|” at the start of a line says that it may be left out when space is short: the higher the number, the sooner; 0 never.
rule-hint-window = First how long until you are asked, then how long until it counts as overdue: 30分钟 / 24小时
rule-hint-limit = 7 个工作日 (working days), 60 天 (days), 5 个月 (months), 3 年 (years) or 72 小时 (hours)
rule-unknown = There is no rule “{ $key }”.
rule-missing = There is no such rule.
holidays-lost = The year was not found after the import. Please try again.

package-synced = This folder is synchronised to a cloud drive, so the evidence package will be uploaded. Choose another folder if you don’t want that.
package-no-pdf = No PDF was made: { $why }
package-no-order = No order is chosen. Choose at least one to export.
package-mixed = These orders are from different platforms. One complaint can name only one merchant, so export them platform by platform.
package-unnamed = These orders name no platform, so they may be from different merchants. One complaint can name only one merchant, so enter the platform of each order first.
package-settled = Settled: { $which }. Only the archive holds this; the complaint does not speak of it.
package-all-settled = Settled: { $which }. There is nothing to complain about, so only the archive was exported.
package-no-shots = Order { $id } has no screenshots. Better add the proof of payment and the order page, then export again.
package-paper = Order { $id } has a PDF among its proofs of payment, which went in as it is. A statement of a payment company or bank holds your other payments and your ID number too: look through it before you hand it in, or use the masked edition.
package-masks-damaged = Order { $id }: { $count ->
    [one] the mask of 1 picture cannot be read, so it was
   *[other] the masks of { $count } pictures cannot be read, so they were
} left out. Draw the mask again, then export.
package-unmasked = Order { $id }: { $count ->
    [one] 1 picture has nothing masked and went in as it is. Check it
   *[other] { $count } pictures have nothing masked and went in as they are. Check them
} for personal details.
package-unopened = Order { $id }: { $count ->
    [one] { $count } picture cannot be opened and was left out: { $which }.
   *[other] { $count } pictures cannot be opened and were left out: { $which }.
}
package-unmaskable = Order { $id }: PDFs and recordings cannot be masked and were left out.
package-original-lost = The data file lacks the original { $sha256 }. The export was stopped; restore from a backup.
package-not-stamped = A timestamp can only be added to the package just exported. For older ones use the command daozhang stamp.
package-not-opened = Only the package just exported can be opened.
export-no-json = One order could not be written as JSON. Back up the data file first.

parts-apart = Two parts of the program do not fit together, so this was not done. Restart the app.
answer-unwritten = The result could not be shown. Restart the app and look again.
