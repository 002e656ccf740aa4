store-unreadable = Part of the data file cannot be read ({ $what }). Back it up, then update to the latest version.
store-of-status = order status
store-of-stage = stage
store-of-topic = reminder
store-of-event = timeline
store-of-problem = type of problem
store-of-role = purpose of a screenshot
store-of-media = screenshot type
store-busy = Another program is using the data file. Try again in a moment.
store-full = The disk is full; nothing was saved. Free some space and try again.
store-read-only = The data file is read-only; nothing was saved. Check the permissions of the data folder.
store-unread-unwritten = The data file could not be read or written; nothing was saved. Check the disk and the permissions of the data folder.
store-error = An error while reading or writing the data file; nothing was saved: { $error }
store-exists = { $file } exists already; it was not overwritten. Choose another name.
store-locked = The data file is locked. Enter the passphrase.
store-unmarked = { $file } has no mark of being locked and is not a data file of this app either; it was left as it is. If it is locked, enter the passphrase; if not, restore from a backup.
store-upgrade-failed = The data file could not be upgraded; it was left as it is. Close other windows of the app, check the free disk space and try again.
store-unmade = The new data file could not be written. Check the free disk space and try again.
store-newer = This data file was written by a newer version of the app; it was left as it is. Install the latest version to open it.
store-foreign = { $file } is not a data file of this app; it was left as it is. Move it away, or use another folder with --data.
store-damaged = The data file is damaged; it was left as it is. You can rescue what can still be read, or restore from a backup.
store-missing-backups = The data file is missing or empty, and there { $count ->
        [one] is { $count } backup
       *[other] are { $count } backups
    } of it, so no empty one was made; restore a backup (daozhang restore), or begin anew and keep everything that is there (daozhang restore --fresh).
store-missing = The data file is missing or empty, and it left { $left } behind, so no empty one was made; bring it back or restore a backup (daozhang restore), or begin anew and keep everything that is there (daozhang restore --fresh).
anew-needless = The data file is sound, so it was not replaced by an empty one; for another one choose another folder with --data.
store-folder-unwritable = The data folder cannot be written to ({ $file }: { $why }). Check its permissions, or use another folder with --data.
store-place-wrong = The place in the list is not right. Load it again from the first page.
store-open-elsewhere = Another copy of this app has the data file open; it was left as it is. Quit that copy and try again.
store-incomplete = The file was not written completely and was not put in place. Check the disk and try again.
store-made-incomplete = The new data file was not written completely and was not put in place. Check the disk and try again.

passphrase-wrong = The passphrase is wrong. Try again; capital and small letters differ.
passphrase-wrong-or-damaged = The passphrase is wrong, or the file is damaged. Try again; capital and small letters differ.
passphrase-short = The passphrase is too short. Use at least 6 characters.
passphrase-long = The passphrase is too long. Use a shorter one.
passphrase-signs = The passphrase has line breaks or invisible characters. Use another one.

place-data = Data file
place-backup = Backup
place-synced = { $what }: this folder is synchronised to a cloud drive ({ $folder }). The synchronising program may move files while they are being written, and it sends the content elsewhere. Better use another folder.
place-remote = { $what }: this is a network folder ({ $folder }). A lost connection may damage what is written. Better use a disk of this computer.

backup-foreign = “{ $name }” is not a backup of this app; nothing was restored. Choose a backup file that ends in .db or .zip.
backup-damaged = This backup is damaged; nothing was restored. Use another one.
export-unwritable = The export could not be written. Check the free disk space and the folder’s permissions.
export-damaged = This export is damaged or was changed; nothing was restored. Use another one.
export-foreign = “{ $name }” is not a full export of this app; nothing was restored. Choose a .zip file written by “Export everything”.
export-newer = This export was written by a newer version of the app; nothing was restored. Install the latest version and try again.
lost-file = “{ $name }” of order { $number }
lost-file-of-none = a file of no order
lost-files = These files are damaged: they are not what was added, and no backup has them whole. They were left out: { $files }. Please add the originals again.

rescue-hopeless = The data file is too damaged to read a single order; it was left as it is. Restore from a backup.
rescue-gaps = “{ $rows }”: { $count ->
    [one] 1 place
   *[other] { $count } places
} cannot be read.
rescue-timelines = { $count ->
    [one] The timeline of 1 order is
   *[other] The timelines of { $count } orders are
} not complete: some entries cannot be read. Evidence packages will say so. Orders: { $numbers }.
rescue-instead = Written when the data were rescued: the entry itself cannot be read, and this is what the order says
rescue-rebuilt = { $count ->
    [one] 1 order was
   *[other] { $count } orders were
} made anew from the timeline, because its own row cannot be read. Orders: { $numbers }.
rescue-lost-orders = { $count ->
    [one] 1 order may be
   *[other] { $count } orders may be
} lost. Orders: { $numbers }. These numbers are not given again.
rescue-lost-behind = Orders behind number { $number } may be lost; how many is not known, so new orders leave out some numbers.
rescue-written = The end of a timeline cannot be read; refunds, settlements or corrections were written behind it as the order has them. Please check orders { $numbers }.
rescue-differing = The order and its timeline differ. Please check the refunds and the status of orders { $numbers }.
rescue-files = { $count ->
    [one] 1 file is
   *[other] { $count } files are
} damaged, not what was added, and left out: { $files }. Please add the originals again.
rescue-platforms = { $count ->
    [one] The platform of 1 order cannot be read; you find it
   *[other] The platforms of { $count } orders cannot be read; you find them
} under “{ $platform }”.
rescue-orphans = “{ $rows }”: { $count ->
    [one] 1 entry belongs to no order or file that could be found and was
   *[other] { $count } entries belong to no order or file that could be found and were
} left out.
rows-platforms = Platforms
rows-settings = Settings
rows-corrections = Your own rules
rows-orders = Orders
rows-deadlines = Deadlines
rows-payments = Payments
rows-payment-ties = What was paid by which payment
rows-files = Screenshots and files
rows-shots = Which screenshots belong to which orders
rows-events = Timelines
rows-keys = Card keys
rows-clock = When the clock was set right
rows-alerts = Reminders
rows-calendar = Deadlines in the calendar
rows-masks = Masks
rows-windows = Arrival times of platforms
rows-bills = Rows of bills
rows-tags = Tags

reason-no-permission = no permission
reason-missing = does not exist
reason-exists = exists already
reason-no-folder = part of the path is not a folder
reason-folder = is a folder
reason-full = the disk is full
reason-too-large = the file is too large for this disk
reason-read-only = the disk is read-only
reason-no-file = not a file
reason-unread = reading failed
