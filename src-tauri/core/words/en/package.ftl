package-no-sums = { $folder } is no evidence package: its { $sums } cannot be read ({ $why }).
package-bad-sums = { $sums } in { $folder } is no list of checksums.
verify-line = Line { $line } of { $sums } cannot be read.
verify-twice = { $path } stands twice in { $sums }.
verify-none = { $sums } names no file, so nothing was checked.
verify-stamped = { $path }: timestamp, { $at }, over this { $sums }. { $signature }
verify-file = { $path }: { $why }
verify-unlisted = { $path } is not in the list of checksums; it may have been put in later.
verify-manifest-missing = { $manifest } is missing; like the other files it should be listed in { $sums }.
verify-later = A later version of Daozhang exported this package. Check it with the latest one; the hashes of its files can still be checked with sha256sum -c.
verify-manifest-unread = { $manifest } cannot be read; it is not as it was exported.
verify-edition = Edition { $edition }, exported at { $at }.
verify-not-in-list = { $path }, which { $manifest } names, is not in the list of checksums.
verify-not-in-manifest = { $path } is not in { $manifest }.
verify-timeline-unread = The timeline in { $path } cannot be read.
verify-chain = The hashes of the timeline in { $path } do not match from entry { $entry } on.
verify-chain-head = The last entry of the timeline in { $path } is not the one in { $manifest }.
verify-outside = { $path } leads out of the package; it was not opened.
verify-link = { $path } is a link; it was not opened.
verify-unopened = { $path } cannot be opened: { $why }.
verify-no-file = { $path } is no plain file; it was not opened.
verify-changed = { $path } is not as it was exported.
verify-path = { $path } is not a path that this app would write; it was not opened.
verify-too-long = { $path } is too large for a file of a package; it was not read.
verify-more = There are too many files in the folder, or they lie too deep; not all were looked at.
verify-sums-form = { $sums } is not as exported: its line ends, its beginning or its end were changed.
verify-request = { $request } is not over this { $sums }. Do not have it stamped.
verify-dropped = The system put { $count } files in here that do not belong to the package and were not checked: { $files }.
verify-masked = This is the masked edition. It holds no hashes of the timeline and cannot be used to check it; use the unmasked package for that.
verify-printed = The PDFs for the form are for people. Only the files themselves were checked, not their words against the timeline.
verify-other-sum = The hash or length of { $path } is not the same in { $manifest } and { $sums }.
verify-original = The kind or the original’s hash that { $manifest } gives for { $path } does not fit the file.
verify-differs = { $path } does not say what { $other } says.
verify-no-orders = There is no order in { $manifest }.
verify-not-in-timeline = No timeline says that { $path } was attached, or its size is wrong.
verify-original-missing = The original that entry { $entry } of the timeline in { $path } attached ({ $sha256 }) is not in the package.
verify-unknown = { $path } is no file that Daozhang writes; it may have been put in later.
verify-odd = { $key } in { $path } is not as Daozhang writes it.
verify-said = “{ $what }” in { $path } is in none of the orders; whoever wrote the complaint may have added it. Please have a look.
verify-visible = { $key } in { $path } does not agree with what the hashes of its timeline cover.
verify-visible-manifest = { $key } in { $path } does not agree with { $manifest }.

timestamp-unwritten = The timestamp request could not be written. Please export again.
timestamp-ending = The name of a timestamp file should end in .tsr or .tsa.
timestamp-too-large = This file is too large for a timestamp. Choose another one.
timestamp-there = { $file } exists already; it was not overwritten.
timestamp-unsaved = The timestamp could not be written ({ $file }: { $why }). Check that this folder can be written to.
timestamp-none = This is not an RFC 3161 timestamp file (.tsr or .tsa).
timestamp-other-hash = This timestamp does not use SHA-256, so it cannot be checked against SHA256SUMS.
timestamp-other-list = This timestamp is not for this { $sums }: the hashes differ.
timestamp-before = The timestamp is of { $at }, before the time of the export in manifest.json. One of the two is wrong.
timestamp-forged = The timestamp’s signature does not hold: it was changed, or not signed by whom the certificate names.
timestamp-wrong-certificate = The signing certificate “{ $name }” is not for timestamps, or was not valid at that time.
timestamp-broken-chain = The timestamp’s chain of certificates does not hold: “{ $name }” did not sign the one below it, or could not at that time.
timestamp-signed = The signature holds. The certificate names “{ $name }”, and its chain ends at “{ $root }”. This app does not know which authorities can be relied on; ask this one.
timestamp-signed-alone = The signature holds. The certificate names “{ $name }” and was issued by “{ $issuer }”, whose own was not checked. This app does not know which authorities can be relied on; ask this one.
timestamp-no-certificate = Signature not checked: the file holds no signing certificate. The time is only what it says of itself; ask the issuer.
timestamp-unknown-algorithm = Signature not checked: this app does not know its algorithm or key. The time is only what it says of itself; ask the issuer.

mask-unopened = This picture cannot be opened and cannot be masked.
export-cancelled = The export was cancelled. Nothing unfinished was left behind.
export-original-changed = The original “{ $name }” no longer matches its stored hash. The export was stopped; restore the data file from a backup.
export-exhibit-missing = The evidence list lacks an original. The export was stopped.
export-unwritten = The evidence package could not be written ({ $path }: { $why }). Nothing unfinished was left behind; choose another folder.

# What to know of a package that was written.
submission-too-many = Too much evidence: { $most } pieces to a file at most. { $count ->
    [one] { $count } more is not in the submission set (提交版), but all are in the full set (留存版). Pick the screenshots that matter and export again.
   *[other] { $count } more are not in the submission set (提交版), but all are in the full set (留存版). Pick the screenshots that matter and export again.
}
submission-too-long = 1-投诉材料.pdf has { $bytes } bytes, over the 5,000,000 that 12315 takes. Shorten the notes and messages and export again.
submission-field-too-long = Together the complaint texts of these orders exceed 400 characters. Pick the main points from “事实与理由” (facts and reasons), or complain order by order.
submission-recording-too-large = Evidence { $number } ({ $what }) is over the 5,000,000 bytes that 12315 takes and is only in the full set (留存版). Cut out the part that matters, save it and add it.
submission-recording-no-room = Evidence { $number } ({ $what }) is only in the full set (留存版): 12315 takes 4 files at most, and all are used.
pages-reduced = In file { $number }, { $count ->
    [one] { $count } picture was compressed to stay within the size limit (lowest JPEG quality { $quality }). The original is unchanged.
   *[other] { $count } pictures were compressed to stay within the size limit (lowest JPEG quality { $quality }). The originals are unchanged.
}
pages-narrowed = In file { $number }, { $count ->
    [one] { $count } picture was compressed to stay within the size limit (lowest JPEG quality { $quality }, and { $narrowed } made smaller). The original is unchanged.
   *[other] { $count } pictures were compressed to stay within the size limit (lowest JPEG quality { $quality }, and { $narrowed } of them made smaller). The originals are unchanged.
}
pages-left-out = File { $number } has no room for { $count ->
    [one] { $count } piece of evidence ({ $which }). Put it into another file, or hand it in in person or separately.
   *[other] { $count } pieces of evidence ({ $which }). Put them into another file, or hand them in in person or separately.
}
pages-too-large = In file { $number }, { $count ->
    [one] { $count } picture is too large ({ $which }); the page only names source and hash. Add it again in several shorter screenshots.
   *[other] { $count } pictures are too large ({ $which }); the page only names source and hash. Add them again in several shorter screenshots.
}
pages-unreadable = In file { $number }, { $count ->
    [one] { $count } picture cannot be opened ({ $which }); the page only names source and hash. Take the screenshot again.
   *[other] { $count } pictures cannot be opened ({ $which }); the page only names source and hash. Take the screenshots again.
}

pdf-too-much-text = File { $number } has too much text to fit into { $limit } bytes. Split the orders over several cases.
pdf-no-font = No usable Chinese font was found on this computer; the PDF would show empty boxes, so it was not made. To mend it, { $install }; then export again.
pdf-font-windows = add “简体中文补充字体” (Chinese simplified supplemental fonts) under “Settings → Apps → Optional features”
pdf-font-macos = download “宋体-简” (Songti SC) or “苹方-简” (PingFang SC) in Font Book, or install Source Han Sans SC
pdf-font-linux = install Source Han fonts (Debian, Ubuntu: fonts-noto-cjk; Fedora: google-noto-sans-cjk-fonts; Arch: noto-fonts-cjk)
pdf-no-glyph = The installed fonts have no shape for { $characters }; the PDF would show empty boxes, so it was not made. { $remedies }; or write it differently, then export again.
pdf-no-glyph-character = “{ $character }” (U+{ $code })
pdf-no-glyph-more = { $characters } … ({ $count } characters in all)
pdf-hanzi-windows = For rare characters add “简体中文补充字体” under “Settings → Apps → Optional features”, or install the font BabelStone Han
pdf-hanzi-macos = For rare characters install the font BabelStone Han
pdf-hanzi-linux = For rare characters install fonts-babelstone-han or fonts-hanazono
pdf-emoji-linux = For emoji install fonts-noto-color-emoji
pdf-emoji = For emoji install the font Noto Emoji
pdf-private = Private characters have no common shape; use standard ones instead
pdf-other = For other scripts install a font that has them (such as Noto)
pdf-broken = The PDF could not be made. This is a fault of the program; please tell the developers: { $what }
package-finding = { $text }: { $mend }
