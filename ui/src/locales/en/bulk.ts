import type zh from '../zh-CN/bulk'
import type { Worded } from '../worded'

const bulk: Worded<typeof zh> = {
  bulk: {
    select_all: 'Select all',
    bar: 'For the selected orders',
    chosen: '{n} selected',
    open: '{amount} open',
    all: 'Select all {n}',
    clear: 'Clear selection (Esc)',
    arrived: 'Arrived',
    tags: 'Tags…',
    note: 'Note…',
    close: 'Close…',
    together: 'Export together',
    together_hint: '{n} order of one platform in one set of complaint papers | {n} orders of one platform in one set of complaint papers',
    apart: { mixed: 'These are not of the same platform and cannot go into one set of papers', many: 'One set of papers holds {n} order at most | One set of papers holds {n} orders at most', one: 'Select another order of the same platform to export them together' },
    note_text: 'What to note',
    note_hint: 'e.g. customer service will send them all again',
    note_confirm: 'Add note to {n} order | Add note to {n} orders',
    close_confirm: 'Close {n} order | Close {n} orders',
    working: 'Working…',
    did: { arrived: '{n} order marked as arrived | {n} orders marked as arrived', close: '{n} order closed | {n} orders closed', note: 'Note added to {n} order | Note added to {n} orders' },
    did_undo: 'Undone',
    refused: '{n} order was not changed | {n} orders were not changed',
  },
}
export default bulk
