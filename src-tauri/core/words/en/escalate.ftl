diagnosis-answer-unknown = “{ $question }” has no answer “{ $answer }”. Choose one of these: { $known }.
diagnosis-row-missing = The rule file diagnosis.toml has no row for this situation.

main-confirmed = The card is loaded – have a look
main-look = See whether it has arrived
main-look-why = The usual arrival time has passed. Look at your account first.
main-in-time-why = It is still within the arrival time. You will be reminded if it does not come.
main-diagnose = Not arrived – find out what went wrong
main-diagnose-why = Answer two or three questions to learn whom to turn to and what to say.
main-wait = Wait for now
main-refund = Write down the refund
main-problem = Note how many arrived and what is wrong
main-check = I’ll have a look
main-dispute-reply = Read the merchant’s reply to the complaint
main-dispute-reply-why = By the rules of WeChat Pay the merchant should have replied by now.
main-filing = See what came of it, then write it down here
main-filing-why = { $topic }.
main-no-reply-why = A demand was sent; wait for customer service to answer. If they only say “please be patient” (请耐心等待), there is a ready reply to that.
main-confirm-not = Do not press “确认收货” (confirm receipt) before it has arrived.
main-confirm-not-disputed = Do not press “确认收货” (confirm receipt) before it is settled.
main-confirms-itself = The page confirms receipt by itself at { $at } (Beijing time); ask for the refund before that.
main-refund-promised-why = They promised when to refund. You will be reminded if it does not come.
main-promise-why = They promised a time. You will be reminded if they do not keep it.
main-final-why = The final demand is sent. Once its deadline is over, take the next step.
main-ahead-why = Nothing to do yet. Next comes “{ $topic }”.
main-seller = First add who the merchant is
main-all-taken = See how it is going
main-all-taken-why = Every way open to you has been taken. Wait for the answers, and write what comes of them into the timeline.

letter-settled = This order is settled ({ $status }), so no letter is needed. To change that, undo it in the timeline first.
letter-keys-open = { $quantity } were ordered and { $came } card keys are noted; whether the others came is not known, so nothing true can be written. Please say first whether all that came are noted, or what is wrong.
letter-syntax = it is not written right: a brace or a condition has no match
letter-name-unknown = it uses a name that does not exist
letter-function-unknown = it uses a function that does not exist
letter-article-unknown = the article “{ $article }” is not among those that may be cited
letter-unfilled = it cannot be filled in
letter-line-broken = Line { $line } of the letter “{ $letter }” has a mistake: { $why }.
letter-too-long = The text for “{ $to }” has { $length } characters, over the limit of { $limit }. Shorten the name of the platform, the product or the merchant.
letter-blanks-open = { $places ->
    [one] { $places } field is still open: { $what }.
   *[other] { $places } fields are still open: { $what }.
}
