# What kind of page was read.
page-wechat = WeChat Pay bill details
page-alipay = Alipay bill details
page-unionpay = UnionPay (云闪付) payment details
page-order = Order page
page-text = Pasted text

# The state that a page shows.
page-unpaid = Not paid
page-processing = Processing
page-success = Succeeded
page-failed = Failed
page-closed = Closed
page-refunded = Refunded in full
page-partly-refunded = Refunded in part
page-abnormal = Abnormal
page-frozen = Frozen
page-partly = Given in part
page-without-goods = Said to be sent, nothing given

# Why a value that was read is not sure.
doubt-faint = This is not quite clear. Compare it with the picture.
doubt-differs = A second look read “{ $other }”. Compare it with the picture.
doubt-mended = Some characters were unclear and were set by what is usual. Check each one.
doubt-shape = The number of digits is unusual. Check each one.
doubt-no-point = No decimal point was seen. Check the amount.
doubt-amounts = Another amount on the page, { $other }, does not fit. Check what was really paid.
doubt-dates = It does not fit the date in the number, or another time on the page. Please check.
doubt-ordered = The page only shows when the order was placed. Confirm the time of payment.
doubt-no-label = The page does not name it; it was guessed from its place. Please check.
doubt-another = “{ $other }” stands there as well. Check which one it is.
doubt-wrapped = The number runs over several lines. Check each digit, and that none is missing.
doubt-starred = Some characters are hidden by stars. Fill in the whole of it.
doubt-sentence = It was taken out of a sentence. Check where it begins and ends.
doubt-summed = The rows of a table were added up. Check what was really paid.

picture-unreadable = This picture cannot be read. Take the screenshot again, or use a PNG, JPEG or WebP picture.
picture-too-large = This picture is too large to be read. Take several shorter screenshots.
picture-too-small = This picture is too small to read. Use the original from the phone.
