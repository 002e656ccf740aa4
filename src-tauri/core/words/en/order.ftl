# Where an order stands.
status-awaiting = Waiting
status-overdue = Overdue
status-disputed = Disputed
status-arrived = Arrived
status-refunded = Refunded
status-closed = Closed
order-settled = This order is settled ({ $status }). To change it, undo that in the timeline first.

# What happened, as the timeline calls it.
event-logged = Order logged
event-edited = Details corrected
event-shot-added = Evidence added
event-contacted = Platform contacted
event-demanded = Demand sent
event-promised = Platform’s promise
event-refused = Platform’s refusal
event-note = Note
event-checked = Checked – not arrived
event-auto-confirm = When the page confirms receipt by itself
event-guarantee = The shop’s guarantee
event-snoozed = Remind later
event-filed = Complaint filed
event-answered = Answer to a complaint
event-diagnosed = What went wrong
event-billed = Bill entry
event-arrived = Arrived
event-problem = Something is wrong
event-keys-added = Card keys noted
event-key-tried = Card key tried
event-refunded = Refund received
event-closed = Closed
event-undone = Undone
event-exported = Evidence package exported
event-stays = The entry “{ $event }” cannot be undone.

# How a complaint was answered.
answer-accepted = Accepted
answer-refused = Not accepted
answer-ended = Concluded

# What begins at a moment that is waited for.
topic-remind = Has it arrived?
topic-confirm = Is the card loaded?
topic-overdue = The arrival time is over
topic-disputed = Not right, and the platform not told yet
topic-no-reply = Time for customer service to have answered
topic-refused = The next step after the platform’s refusal
topic-promise-broken = The time that the merchant promised is over
topic-refund-promised = The promised refund is due
topic-final-deadline = The deadline of the final demand is over
topic-dispute-reply = The payment complaint should be answered
topic-dispute-finish = The payment complaint should be dealt with
topic-dispute-follow-up = The payment complaint should have a result
topic-auto-confirm = The page is about to confirm receipt
topic-after-sale = After-sale is about to end
topic-acceptance = 12315 should say whether it accepts
topic-mediation = 12315’s time for mediation is over
topic-telecom-decision = The telecom complaint should be accepted or not
topic-telecom-answer = The telecom complaint should be answered
topic-filing-follow-up = The complaint should have a result
topic-answered = The complaint was answered
topic-stalling = Fifteen days without a refund
topic-refund-route = Refund to the original payment method soon impossible
topic-telecom-window = Time for a telecom complaint nearly over
topic-limitation = Three-year limit near
topic-rescission = One year for ending the contract nearly over

# What an attached file shows, and what kind of file it is.
role-payment = Payment proof
role-order-page = Order page
role-chat = Chat
role-arrival-check = Arrival check
role-merchant-identity = Merchant identity
role-other = Other
media-picture = screenshot
media-pdf = PDF file
media-sound = audio recording
media-film = video recording

# How long something takes.
span-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
span-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
span-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
span-seconds = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
span-two = { $larger } { $smaller }
moment-spoken =
    { $day } { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    } { $year } { $time }

problem-not-delivered = Not delivered
problem-short = Short
problem-bad-key = Bad or used key
problem-wrong-item = Wrong item
problem-wrong-account = Wrong account
problem-lost-after = Lost after arrival
problem-to-balance = Refunded to a balance
problem-double-charge = Charged twice
refund-to-original = to the original payment
refund-to-balance = to the platform’s balance
refund-to-card = to another card
refund-to-voucher = as a voucher
refund-to-credit = against a credit bill
refund-to-other = another way

# Card keys
key-untried = Not tried yet
key-works = Works
key-used = Already used
key-invalid = Invalid
key-expired = Expired
key-other = Unusable for another reason
