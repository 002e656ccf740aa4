cli-logged = Logged as number { $id }; due to arrive by { $due }.
cli-no-status = There is no status “{ $word }”. You can use: { $known }.
cli-no-orders = There are no orders.
cli-order = { $id }  [{ $status }]  { $platform }  { $product }  ¥{ $amount }  due { $due }
cli-double = { "  " }The payment number is the same as in no. { $id }: most likely one payment is logged twice. Please check.
cli-no-role = There is no role “{ $word }”. Choose one of these: { $all }.
cli-shot = { "  " }{ $role }: { $name } ({ $sha256 })
cli-shot-unnamed = The name of the screenshot is empty.
cli-any-time = Delivers at any time.
cli-release-times = Delivers each day at { $times }.
cli-release-times-beijing = Delivers each day at { $times }, Beijing time.
cli-quiet-hours = Quiet hours: { $hours }
cli-quiet-never = Quiet hours: none
cli-closing-hides = Closing the window: leaves the app in the tray
cli-closing-quits = Closing the window: quits
cli-bubbles-discreet = Reminders that pop up: without product, platform and amount
cli-language = Language: { $language }
cli-written = Written to { $file }
cli-template-written = Written to { $file }.
cli-notice = { $id }  { $title }: { $body }
cli-handed-over = Daozhang is running and shows the reminders itself, within a minute.
cli-no-notices = There are no new reminders.

cli-restored = { $orders ->
    [one] Restored. There is now 1 order.
   *[other] Restored. There are now { $orders } orders.
}
cli-restored-kept = The data file that was replaced is kept in { $file }.
cli-begun-anew = Begun anew: there are no orders now, and all earlier backups are kept.
cli-protected = Locked. Whoever forgets the passphrase cannot open it, and nobody can recover it. Write it down somewhere else.
cli-unprotected = The passphrase is gone.
cli-rescued = { $orders ->
    [one] Rescued 1 order
   *[other] Rescued { $orders } orders
} and { $files ->
    [one] 1 screenshot or file
   *[other] { $files } screenshots and files
}. The damaged data file is kept in { $kept }.
cli-backup-holds = { $orders ->
    [one] It holds 1 order
   *[other] It holds { $orders } orders
} ({ $open } not arrived) and { $files ->
    [one] 1 screenshot or file
   *[other] { $files } screenshots and files
}.
cli-backup-newest = The newest was paid at { $at }.
cli-everything = { $orders ->
    [one] 1 order
   *[other] { $orders } orders
} and all attached files were written to { $file }. It is not locked: keep it where nobody else can get at it.
cli-backed-up = Backed up to { $file }
cli-backup-needless = No backup is needed now.

cli-masked = What is covered was written down; the original is as it was.
cli-box-unread = “{ $cover }” cannot be read. Write left,top,width,height, such as 10,200,300,40.
cli-verified = { $files ->
    [one] The one file is as it was exported.
   *[other] All { $files } files are as they were exported.
}
cli-exported = { $files ->
    [one] Exported 1 file to { $folder }
   *[other] Exported { $files } files to { $folder }
}
cli-warning = Note: { $warning }
cli-evidence-group = { $mark } { $name }: { $what }
cli-finding = - { $text }. { $mend }
cli-finding-asked = - Please confirm: { $text }. { $mend }
cli-person-forgotten = The complainant’s details are forgotten.
cli-person-kept = The complainant’s details are kept, only to fill in the complaint form; --forget forgets them.
cli-person-none = No details of the complainant are kept.
cli-stamped = Added to { $file }; the timestamp is of { $at }. { $signature }

cli-platform = { $name }: { $orders ->
    [one] 1 order
   *[other] { $orders } orders
}, { $open } open  { $verdict }
cli-no-platforms = There are no platforms yet.
cli-platform-refusals = Refused { $count ->
    [one] once
   *[other] { $count } times
}
cli-platform-excuse = {"  "}“{ $name }”: { $count }
cli-refund-asks = This does not count as money back; it is still claimed. If you accept it in place of the money, note it again with --accepted.
cli-refund-asks-credit = This does not count as money back; it is still claimed. If the credit bill really is lower by it and that is fine with you, note it again with --accepted.
cli-platform-orders = { $name }: { $orders ->
    [one] 1 order
   *[other] { $orders } orders
}
cli-kind-unarrived = { $kind }: { $arrived } arrived, none yet
cli-kind-arrived = { $kind }: { $arrived } arrived, half of them within { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
}
cli-renamed = Renamed to “{ $name }”, { $orders ->
    [one] 1 order
   *[other] { $orders } orders
}.
cli-merged = Merged into “{ $name }”, { $orders ->
    [one] 1 order
   *[other] { $orders } orders
}.
cli-window-usual = The usual window holds again.
cli-window-set = Orders of this kind that are logged here from now on have this window.
cli-tagged = The tags are up to date.
cli-overview = Still owed: ¥{ $owed } ({ $open ->
    [one] 1 order
   *[other] { $open } orders
}, of which { $overdue } overdue, ¥{ $late }). Refunded: ¥{ $refunded }.
cli-dumped = { $orders ->
    [one] Wrote 1 order to { $file }.
   *[other] Wrote { $orders } orders to { $file }.
}
cli-fault = Row { $line }, “{ $column }”: { $message }
cli-faults-more = { $count ->
    [one] There is 1 more.
   *[other] There are { $count } more.
}
cli-faults-end = Nothing of the table was imported. Correct it and import it again.
cli-imported = The file has { $rows ->
    [one] 1 row
   *[other] { $rows } rows
}; { $read } read{ $totals ->
    [agree] , in agreement with the bill’s own totals
    [differ] , in disagreement with the bill’s own totals
   *[none] { "" }
}. { $written ->
    [yes] Newly logged:
   *[no] Would be newly logged:
} { $created ->
    [one] 1 order
   *[other] { $created } orders
}; matched with orders that are there: { $matched }; refunds: { $refunds }. The other { $skipped ->
    [one] 1 row was
   *[other] { $skipped } rows were
} not saved.
cli-offered = { $count ->
    [one] 1 row may be a recharge and was not imported. If it is one, take it by its line: --line 7
   *[other] { $count } rows may be recharges and were not imported. Take those that are by their lines: --line 7,9-12
}
cli-offered-row = Line { $line }: { $merchant } { $item } ¥{ $amount } ({ $why })
cli-offered-more = { $count } more are not listed; --json has all of them.
# A kind of payment that is no order of its own, and in which lines there are some.
cli-aside = Left because they are no orders: { $kind ->
    [renewal] renewals
    [after-use] bills for what was used already, or not paid yet
    [family] paid for somebody else
    [transfer] transfers
    [red-packet] red packets
    [repayment] repayments
    [instalment] instalments
    [deposit] deposits
   *[other] others
}, { $count } in all (line { $lines }{ $more ->
    [yes] {" "}and more
   *[no] { "" }
}).
cli-no-such-line = Line { $line } of the bill is no payment; nothing was imported. Use the line numbers of the bill, or those in “offered”.
cli-read-layout = { $layout }, { $status }
cli-read-field = { $field }: { $value }
cli-read-doubt = { $field }: { $value }  ({ $doubt })
cli-read-nothing = Nothing of an order could be read.

cli-noted = Written down.
cli-rule-unread = “{ $rule }” cannot be read. Write it like letter:platform or window:q-coin.
cli-undiagnosed = This does not yet show what went wrong. Look at the page and the bill once more.
cli-diagnosed-who = Who has to settle it: { $who }
cli-diagnosed-because = Because: { $reasons }
cli-diagnosed-check = Check first: { $check }
cli-diagnosed-next = Next: { $next }
cli-diagnosed-from = The page’s state was read from the screenshot “{ $file }”: { $state }
cli-page-unread = This order has no screenshot of its page whose state could be read. Say with --page what the page shows now, for example --page processing.
cli-not-filed = No complaint filed with “{ $to }” is written down for this order.
cli-filing-numbered = { $name }, number { $number }
cli-filing-answered = { $filing }, { $answer }
cli-limit = { $due }  { $name }{ $over ->
    [yes] {" "}(passed)
   *[no] { "" }
} ({ $basis }{ $guessed ->
    [yes] ; the holidays of that year are not here, so only the days off by law and weekends were left out
   *[no] { "" }
})
cli-main = Now: { $label }. { $why }
cli-step = { $mark } { $name } ({ $key }): { $why }
cli-no-seller-kind = There is no kind of seller “{ $word }”. Choose one of these: { $all }.
cli-seller-name = Full name of the business: { $value }
cli-seller-address = Address: { $value }
cli-seller-phone = Telephone: { $value }
cli-unknown = not known yet
cli-rule-broken = { $rule } (your own cannot be used; the original is in force)
cli-rule-own = { $rule } (your own)
cli-year-announced = { $year }: the holidays are announced
cli-year-guessed = { $year }: no announcement here; the days off by law and weekends are assumed
cli-paper = Number { $number }, { $pages } pages. { $signature }.
cli-form = { $name } ({ $page })
cli-form-limit = { $field } (at most { $limit } characters)
cli-form-field = { $number }. { $field }: { $value }
cli-form-open = 【to be added】
cli-form-unseen = { $field } (not checked on the page)
cli-form-note = {"    "}{ $note }
cli-form-source = Where the fields are known from: { $source } (checked { $checked })
cli-column-unknown = “{ $typed }” cannot be read. Write column=content, such as Paid=amount; the contents are: { $known }.
cli-no-such-twin = No other row is the same as row { $line }; leave out --line.
cli-columns-of-bill = This is a bill of a payment app, whose columns are fixed; leave out --column (“{ $column }” was given).
cli-key = No. { $n }  { $shown }  { $state }
cli-key-tried = {"    "}first tried { $at }
cli-key-says = {"    "}the page says: { $says }
cli-keys-added = { $count ->
    [one] Noted 1 card key.
   *[other] Noted { $count } card keys.
}
cli-keys-doubled = { $count ->
    [one] 1 stood there twice and is noted once.
   *[other] { $count } stood there more than once and are noted once.
}
cli-keys-known = { $count ->
    [one] 1 was in the ledger already.
   *[other] { $count } were in the ledger already.
}
cli-keys-left-out = What is no card key was left out, on line { $lines }.
cli-keys-open = { $quantity } were ordered and { $came } are noted; whether the others came is not known. If these are all that came, use key { $id } add --all.
