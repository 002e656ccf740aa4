rule-file-unread = The rule file { $file } cannot be read: { $why }
rule-topic-missing = The rule file reminders.toml lacks { $topic }.
rule-dates-unread = The dates in the rule file holidays.toml cannot be read.
rule-step-missing = The rule file { $file } names the step “{ $step }”, which does not exist.

article-cited = { $article } of the { $law }
step-unknown = There is no way “{ $step }”. There are: { $known }.
kind-unknown = There is no product kind “{ $kind }”. Choose one of these: { $known }.
channel-unknown = There is no payment channel “{ $channel }”. Choose one of these: { $known }.
letter-unknown = There is no letter for “{ $to }”. There are: { $known }.
form-unknown = There is no form “{ $form }”. There are: { $known }.
form-field-unfilled = “{ $field }” of the form “{ $form }” cannot be filled in: its rule is wrong.
form-field-long = Longer than the { $limit } characters that this field takes: shorten it first.
letter-empty = The letter cannot be empty. To get the original back, choose to restore it.

holidays-unusable = This holiday file cannot be used: { $why }. Choose a complete one.
holidays-line = line { $line } cannot be read
holidays-year = the year { $year } is not right
holidays-none = The holidays of { $year } are still empty in this file. Import it once the State Council has announced them.
holidays-of-another-year = it has days like { $day } that are not in { $year }
holidays-day-twice = a day is written twice
holidays-few = { $days ->
    [one] it has only one day off, too few for a whole year
   *[other] it has only { $days } days off, too few for a whole year
}
holidays-own = File that you imported

after-sale-closes = The seller’s after-sale period ends
auto-confirm-name = The page confirms receipt by itself
auto-confirm-basis = The time that you typed from the page. After it the seller usually has the money, and a refund is harder to get. If the page shows another time, type it again; the last one counts.

need-legal-name = merchant’s full name
need-address = merchant’s address
need-payment-shot = screenshot of the proof of payment
need-payment-no = payment number
need-order-no = order number
need-channel = payment channel
need-demand = a demand on record

length-working-days = { $count ->
    [one] { $count } working day
   *[other] { $count } working days
}
length-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
length-years = { $count ->
    [one] { $count } year
   *[other] { $count } years
}
