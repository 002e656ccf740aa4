# A bubble: its title, then what to do.
notice-remind = Has it arrived? { $product }
notice-remind-advice = The usual time is over. Have a look whether it has arrived.
notice-confirm = Is the card loaded? { $product }
notice-confirm-advice = Load the card (圈存) once, then see whether it has arrived.
notice-overdue = Overdue: { $product }
notice-overdue-just = It should have arrived by now. Open the order and send the demand to customer service.
notice-overdue-late = It is { $late } late. Open the order and send the demand to customer service.
notice-disputed = Not right: { $product }
notice-disputed-advice = The platform has not been told. Open the order and send the message.
notice-no-reply = No reply yet: { $product }
notice-no-reply-advice = Open the order to see how to press on.
notice-refused = After the platform’s refusal: { $product }
notice-refused-advice = Open the order to see whom you can turn to next.
notice-promise-broken = The promised time is over: { $product }
notice-promise-broken-advice = They did not keep it. Open the order and press on.
notice-refund-promised = The promised refund is due: { $product }
notice-refund-promised-advice = See in the bill whether it came back. If it did, write the refund down; if not, open the order and press on.
notice-final-deadline = Your deadline is over: { $product }
notice-final-deadline-advice = You can now complain to the payment channel. Open the order to see how.
notice-dispute-reply = The payment complaint should be answered: { $product }
notice-dispute-reply-advice = Look for the merchant’s reply in the payment channel’s list of complaints.
notice-dispute-finish = The payment complaint should be dealt with: { $product }
notice-dispute-finish-advice = If it is not settled, open the order to see the next step.
notice-dispute-follow-up = Any result of the payment complaint? { $product }
notice-dispute-follow-up-advice = Look into the payment channel’s list of complaints. If it is not settled, open the order to see the next step.
notice-auto-confirm = Receipt is soon confirmed by itself: { $product }
notice-auto-confirm-advice = The page confirms receipt at { $at } (Beijing time). If it did not come or is not right, do not press “确认收货”; ask for the refund on the order page first.
notice-after-sale = After-sales service is about to end: { $product }
notice-after-sale-advice = The seller’s after-sales period is nearly over, and afterwards it may take nothing up. Contact the seller soon.
notice-acceptance = 12315 should have said whether it accepts: { $product }
notice-acceptance-advice = Check your text messages and the progress on the site, and note the result.
notice-mediation = 12315’s time for mediation is over: { $product }
notice-mediation-advice = See how the mediation ended. If it is not settled, open the order to see the next step.
notice-telecom-decision = The telecom complaint should be accepted or not: { $product }
notice-telecom-decision-advice = Check the progress of the complaint, and note the result.
notice-telecom-answer = The telecom complaint should be answered: { $product }
notice-telecom-answer-advice = See what was answered. If it is not settled, open the order to see the next step.
notice-filing-follow-up = Any result of the complaint? { $product }
notice-filing-follow-up-advice = See what came of it. If it is not settled, open the order to see the next step.
notice-answered = The complaint was answered: { $product }
notice-answered-advice = If it is not settled, open the order to see who else can help.
notice-limit-over = The time limit is over: { $product }
notice-limit-over-advice = “{ $topic }” could not be told in time: { $at } (Beijing time) has passed. Open the order to see what can still be done.
notice-one-order = { $count } things to deal with: { $product }
notice-one-order-advice = { $topics }. Open the order to deal with them one by one.
notice-stalling = Fifteen days without a refund: { $product }
notice-stalling-advice = Fifteen days since you asked for the refund: you can now complain about deliberate delay. Open the order to see how.
notice-refund-route = Soon no refund by the way you paid: { $product }
notice-refund-route-advice = After that the payment channel cannot refund it. Complain soon.
notice-telecom-window = Soon too late for a telecom complaint: { $product }
notice-telecom-window-advice = Only disputes over charges of the last five months are accepted. Complain soon.
notice-limitation = The three-year limit is near: { $product }
notice-limitation-advice = After it 12315 no longer accepts a complaint, and in a lawsuit the other side can raise limitation as a defence. Open the order to see the next step.
notice-rescission = One year for ending the contract nearly over: { $product }
notice-rescission-advice = The right to end the contract is lost if not used within a year. Open the order to see the next step.

notice-body = { $platform }, ¥{ $open }. { $advice }
notice-body-unnamed = ¥{ $open }. { $advice }
notice-again = { $title } (you may have seen this)
notice-several-overdue = { $count ->
    [one] { $count } order is overdue
   *[other] { $count } orders are overdue
}
notice-several = { $count ->
    [one] { $count } order to deal with
   *[other] { $count } orders to deal with
}
notice-discreet-body = Open Daozhang to see which.
notice-several-body = { $products }, ¥{ $open } in all. Open Daozhang to deal with them one by one.
notice-several-body-more = { $products } and more, ¥{ $open } in all. Open Daozhang to deal with them one by one.

calendar-ends = Ends: { $at } (Beijing time)
calendar-entry = Daozhang: { $product } ({ $platform }), { $topic }
calendar-entry-unnamed = Daozhang: { $product }, { $topic }

release-time-unreadable = “{ $time }” is not a time of day. Write it as 10:00 or 22:00.
release-times-too-many = Too many release times; { $most } a day at most.
quiet-hours-unreadable = The quiet hours cannot be read. Write them as 23:00-08:00, or leave them empty.
