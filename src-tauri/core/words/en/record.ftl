# What is typed into a form, field by field.
amount-missing = No amount yet. Enter what was really paid in yuan, such as 98.50.
requested-missing = No amount asked for yet. Enter what the page asked you to pay in yuan, such as 98.50.
refund-amount-missing = No refund amount yet. Enter what came back in yuan, such as 98.50.
amount-unreadable = The amount “{ $typed }” cannot be read. Enter digits only, such as 98.50.
requested-unreadable = The amount asked for, “{ $typed }”, cannot be read. Enter digits only, such as 98.50.
refund-amount-unreadable = The refund amount “{ $typed }” cannot be read. Enter digits only, such as 98.50.
amount-negative = The amount cannot be negative. Enter what was really paid in yuan.
requested-negative = The amount asked for cannot be negative. Enter what the page asked you to pay in yuan.
refund-amount-negative = The refund amount cannot be negative. Enter what came back in yuan.
amount-too-fine = The amount “{ $typed }” has more than two decimals. Enter it to the fen as the bill has it, such as 98.50.
requested-too-fine = The amount asked for, “{ $typed }”, has more than two decimals. Enter it to the fen as the page has it, such as 98.50.
refund-amount-too-fine = The refund amount “{ $typed }” has more than two decimals. Enter it to the fen as the bill has it, such as 98.50.
amount-too-large = The amount is over ¥1,000,000. Check for digits too many.
requested-too-large = The amount asked for is over ¥1,000,000. Check for digits too many.
refund-amount-too-large = The refund amount is over ¥1,000,000. Check for digits too many.
amount-zero = The amount cannot be 0. Enter what was really paid in yuan.
requested-zero = The amount asked for cannot be 0. Enter what the page asked you to pay in yuan.
refund-amount-zero = The refund amount cannot be 0. Enter what came back in yuan.

time-missing = No time yet. Enter it as the payment page shows it, such as 2026-11-20 21:03:45.
time-unreadable = The time “{ $typed }” cannot be read. Write it as 2026-11-20 21:03:45, 今天 21:03 (today) or 昨天 21:03 (yesterday).
time-without-hour = There is a date but no time of day. Add it, such as 2026-11-20 21:03.
time-which-date = Which is the year, the month and the day in “{ $typed }”? Write year-month-day, such as 2026-11-20 21:03.
time-which-hour = Which hour is “{ $typed }”? Write it in 24 hours, such as yesterday 21:03.
time-which-year = Which year is “{ $typed }”? Write the year too, such as 2026-11-20 21:03.
time-which-month = Which month is “{ $typed }”? Write the month too, such as 20 Nov, 21:03.
time-other-weekday = The date and the weekday in “{ $typed }” do not agree. Check them.
time-skipped = The time “{ $typed }” does not exist: the clocks were set forward over it that day. Check it.
time-typed-too-early = The time “{ $typed }” is too long ago. Check the year.
time-too-early = The time { $at } is too long ago. Check the year.
time-to-come = The time { $at } is still to come. Check the date (it is now { $now }).
time-before-payment = The time { $at } lies before the payment at { $paid }. Please check.

window-unreadable = The arrival time “{ $typed }” cannot be read. Write it as 30分钟 (minutes), 2小时 (hours) or 3天 (days).
window-without-unit = Is “{ $typed }” in minutes, hours or days? Write the unit too, such as 30 min.
window-without-end = “{ $typed }” does not say how long at most. Write the longest time, such as 30 min or 24 h.
window-uneven = Months differ in length. Write “{ $typed }” in days, such as 30 days.
window-in-working-days = “{ $typed }” depends on the day it counts from. Write 30 min, 2 h or 3 days here.
working-days-unknown = The holidays of that time are not announced yet, so “{ $typed }” cannot be counted. Write the last day, such as 5 days.
window-negative = The arrival time cannot be negative. Write it as 30分钟 (minutes), 2小时 (hours) or 3天 (days).
window-zero = The arrival time cannot be 0. Write it as 30分钟 (minutes), 2小时 (hours) or 3天 (days).
window-too-long = The arrival time is over 365 days. Check for digits too many.
windows-not-two = Separate the two times by a slash: 30分钟 / 24小时. The first is when you are asked, the second when it counts as overdue.
windows-turned = The first time is when you are asked; it cannot be longer than the second, when it counts as overdue.

platform-missing = Missing: platform – where you bought it, such as the name of the shop or website.
platform-of-seller-missing = Missing: platform – which platform’s seller this is.
platform-unnamed = “{ $platform }” only stands for a platform that is not known. Enter the platform’s name in the order first, then note what you know of it.
platform-new-name-missing = Missing: platform – its new name.
product-missing = Missing: product – what you bought, such as 100 Q币.
kind-missing = No kind is chosen yet. Choose the nearest one.
text-too-long = Too long: { $name } ({ $chars } characters, { $longest } at most). Keep only what matters.
number-rounded = “{ $typed }” was changed by a spreadsheet and has lost its last digits. Give the whole { $name } as the payment page shows it, or leave it empty.
number-several = “{ $typed }” holds several numbers. Keep only the { $name }, such as A0000001.

# What a field is called in the sentence above.
name-platform = platform
name-product = product
name-account = account
name-order-no = order number
name-payment-no = payment number
name-merchant-order-no = merchant’s number
name-merchant = merchant’s full name
name-note = note
name-text = text
name-legal-name = merchant’s full name
name-merchant-address = merchant’s address
name-merchant-phone = merchant’s phone
name-marketplace = marketplace
name-contact = customer service contact
name-icp = ICP filing number
name-person = name
name-person-phone = phone
name-id-kind = ID type
name-id-number = ID number
name-person-address = address
name-tag = tag
name-reason = reason for closing
name-filing-number = complaint number
name-letter = letter

# What is told of an order that is logged.
excuse-unknown = There is no reason “{ $typed }” for a refusal. You can use: { $known }. Leave it out where none fits.
promise-of-refund = Refund
refund-of-no-promise = Only a promise (promised) can be one of a refund. Please leave that out of other entries.
reason-of-no-refusal = Only a refusal (refused) has a reason. Please leave the reason out of other entries.
told-unknown = There is no entry “{ $typed }”. These can be written down: { $known }.
until-unreadable = The limit “{ $typed }” cannot be read. Write 24 h, tomorrow 18:00 or 3 working days.
until-which-hour = Which hour is “{ $typed }”? Write it in 24 hours, such as tomorrow 18:00.
until-without-hour = “{ $typed }” has a date but no hour. Add it, such as tomorrow 18:00.
until-without-end = “{ $typed }” does not say when at the latest. Write 24 h, tomorrow 18:00 or 3 working days.
until-over = “{ $typed }” is over. Write a time that is still to come, such as 24 h or tomorrow 18:00.
promise-before-itself = The promised time lies before the promise itself. Please check.
until-too-far = The deadline is more than a year away. Check the year.
page-time-missing = The time that the page shows is missing. Write for example 2天3小时 (2 days 3 hours) or 2026-12-01 18:00.
page-time-before-payment = The time on the page, { $at }, is before the payment, { $paid }. Please check.
page-time-over = The time on the page, { $at }, is over. Enter the one that is still to come.
guarantee-too-far = The guarantee ends more than twenty years from now. Check the year; one for life need not be entered.
snooze-without-end = It does not say when to remind you again. Write for example 1小时 (1 hour) or 明天 08:00 (tomorrow 08:00).
note-empty = The note is still empty. Write a few words.
deadline-over = The deadline is already over. Write a later time, such as 24小时 (24 hours).
deadline-too-far = The deadline is too far away. A final demand usually gives 24 to 72 hours.
tag-empty = The tag is empty. Write a word or two.
reason-empty = There is no reason for closing yet, such as: logged by mistake; not pursued further.
letter-text-empty = The letter is empty; there is nothing to copy.

# What to look at in an account before it is sent.
account-full-width = It has full-width characters, which the recharge page may not accept. Use half-width ones.
account-blank-inside = It has a space inside. Remove it before copying it into the recharge page.
account-invisible = It has invisible characters. Type it again by hand.
account-mobile-letters = There are letters in the phone number – maybe O for 0, or l for 1. Please check.
account-mobile-digits = A phone number should be digits only. Please check.
account-mobile-length = A phone number has 11 digits; this has { $length }. Please check.
account-mobile-range = { $start } is not a usual start of a mobile number. Please check.
account-qq-digits = A QQ number should be digits only. Check that it is not a nickname or an email address.
account-qq-length = A QQ number has 5 to 11 digits and does not start with 0; this has { $length }. Please check.
account-letter-like-digit = Among the digits is a letter that looks like one (O/0, l/1). Please check.
account-mixed-case = It has capital and small letters. Enter the account exactly as it is; many platforms tell them apart.

# Files that are attached.
shot-id-wrong = This screenshot’s number is not right. Add it again.
shot-empty = The file “{ $name }” is empty (0 bytes). Take the screenshot again or choose another file.
shot-unaccepted = The file “{ $name }” is a picture of the format { $format }, which 12315 and most platforms do not take. Take a screenshot on the phone, or save it as JPEG.
shot-of-no-kind = The file “{ $name }” is no PNG, JPEG or WebP picture, PDF, or MP3, M4A or MP4 recording. Use a screenshot instead.
shot-damaged = The file “{ $name }” is not whole: what comes further on cannot be seen, perhaps because it was not downloaded or saved to its end. It was taken as it is; if you can find a whole one, add that too.
shot-oversized = The picture “{ $name }” is too large to be shown here or in the PDFs of a package. It was taken as it is; please also add it in several shorter ones.
shot-locked = “{ $name }” only opens with a password, also for whoever receives your papers. It was taken as it is; please save a copy that needs none and add that too.
shot-without-size = The picture “{ $name }” is damaged; its size cannot be read. Take the screenshot again.
shot-too-large = The file “{ $name }” is over 30 MB. Cut out the part you need, or compress it.
shot-without-thumbnail = This picture cannot be read, but the original is kept.

# How good a platform has been.
verdict-good = Arrives on time.
verdict-of-nobody = This only stands for a platform that is not known, so nothing is said of it. Rename it once you know who it is.
verdict-mixed = Sometimes late; careful with large amounts.
verdict-bad = Often late; better buy elsewhere.
verdict-kept = { $kept } of { $known } orders arrived on time.
verdict-late = { $count } arrived late.
verdict-overdue = { $count ->
    [one] 1 has not arrived yet.
   *[other] { $count } have not arrived yet.
}
verdict-disputed = { $count ->
    [one] 1 came and is not right.
   *[other] { $count } came and are not right.
}
verdict-refunded = { $count ->
    [one] 1 was refunded in the end.
   *[other] { $count } were refunded in the end.
}

# Problems and refunds
quantity-wrong = The quantity is “{ $typed }”. Please give a whole number from 1 to { $most }, such as 10.
quantity-below-received = { $received } are noted as right. The quantity has to be more than that. Please check.
problem-unknown = There is no problem “{ $typed }”. You can use: { $known }.
problem-arrived-already = This order was noted as arrived. If it did not arrive, undo “arrived” in the timeline first; if it came and is not right, choose another problem.
problem-before-arrival = No arrival has been noted, so nothing can be lost after it. Note first that and when it arrived.
problem-earlier-than-arrival = The trouble cannot be earlier than the arrival ({ $arrived }). Please check.
problem-of-so-many = { " " }({ $received } of { $quantity } are right)
problem-of-one = The quantity of this order is 1, so what is missing cannot be counted. Change the quantity first: of ¥100 of phone credit of which ¥50 came, it is 100.
received-missing = Please say how many came (of { $quantity }).
received-wrong = How many came is “{ $typed }”. Please give a whole number, such as 8.
received-too-many = { $received } came, which is more than the { $quantity } ordered. Please check.
received-all = If all { $quantity } are right, note the order as arrived.
received-zero = If none came, choose “not delivered”.
received-none = For “{ $problem }” no count is needed. Please leave it empty.
refund-to-unknown = There is no way of refund “{ $typed }”. You can use: { $known }.
refund-accepted = { $way }, accepted in place of the money
refund-credit-accepted = Taken off a credit bill, accepted in place of the money
refund-not-accepted = { $way }, not accepted in place of the money
refund-credit-not-accepted = Taken off a credit bill, not accepted in place of the money

# Card keys
keys-none = No card key was found. Paste what the shop sent, one key a line, or with commas, semicolons or bars between them.
keys-too-long = The text is longer than { $most } characters. Please paste it in parts.
key-too-long = One key is longer than { $most } characters: most likely two run into each other. Please put one on each line.
keys-unclear = Line { $line } could be one card key or several. Please put one on each line; if it is a card number with its password, choose “number and password on each line” (--pairs on the command line).
keys-known = { $count ->
    [one] This card key is in the ledger already.
   *[other] All { $count } of these card keys are in the ledger already.
}
keys-all-said = It was said already that all card keys that came are noted.
keys-too-many = { $quantity } were ordered, { $had } that are not bad are in the ledger already, and { $added } more would be too many. Please check the quantity, or note only those of this order.
keys-too-many-good = { $quantity } were ordered, and the ledger would have { $good } that are not bad. Please check.
keys-told = { $count }
keys-told-with-all = { $count }, and all that came are noted
keys-told-all = all { $count } that came are noted
keys-nothing = This order has no card keys noted yet.
key-state-unknown = There is no state “{ $typed }”. Use one of these: { $known }.
key-unnamed = Please say which card key: its number in the ledger, or its last four.
key-unknown = The ledger has no card key “{ $typed }”; it has { $count }. Please give a number, or the last four.
key-several = Several card keys end in “{ $last4 }”. Please give the number: { $numbers }.
key-untried-says = A card key that was not tried has no words of a page. Please leave them empty.
key-told = { $which }: { $state }
key-told-says = . The page says: “{ $says }”
key-named = no. { $n } ({ $shown })
key-named-short = no. { $n }
key-named-many = { $count } card keys
key-lost = The data file does not have this card key in full any more.
problem-keys-came = The ledger has { $came ->
    [one] a card key
   *[other] { $came } card keys
}, so it cannot be that nothing came. If it came and is not right, choose another problem.
problem-keys-whole = The ledger has { $came } card keys, so none is missing. Mark those that cannot be used in the ledger.
received-below-keys = The ledger has { $good } that are not bad. No fewer can be right.
received-below-working = The ledger has { $works } that work. No fewer can be right.
received-above-keys = By the ledger at most { $most } are right. Please check.
arrived-bad-keys = { $bad ->
    [one] A card key in the ledger cannot be used
   *[other] { $bad } card keys in the ledger cannot be used
}, so the order did not arrive as it should. Note new ones in the ledger; if they work after all, change their state first.
quantity-below-keys = The ledger has { $good } that are not bad. The quantity cannot be less. Please check.
