import type zh from '../zh-CN/package'
import type { Worded } from '../worded'

// What goes into a package besides this one order, and what is added to it afterwards.
const words: Worded<typeof zh> = {
  together: {
    open: '{n} more open order of this platform can go into one complaint | {n} more open orders of this platform can go into one complaint',
    both: 'Of this platform {n} more open and {m} settled orders can go into one complaint',
    settled: '{n} settled order of this platform can go in too, if needed | {n} settled orders of this platform can go in too, if needed',
    show_settled: 'Show settled ones',
    hide_settled: 'Hide settled ones',
    lead: 'Ticked ones are exported with this one. A single form tells of each open one; settled ones go into the archive only.',
    chosen: '{n} order with this one, {amount} in all | {n} orders with this one, {amount} in all',
    one: '{product}, {amount}, paid {when}, {status}',
  },
  stamp: {
    add: 'Add timestamp…',
    what: 'Hand SHA256SUMS.tsq from the package folder to a timestamp service and add the .tsr file you get back. It proves that this list existed before that time. The package is good without it too.',
    checking: 'Checking…',
    added: 'Timestamp added. The time in it is {when}.',
  },
  recordings: {
    sound: 'Sound recording',
    film: 'Video',
    kinds: 'Pictures, PDFs, or recordings (mp3, m4a, mp4)',
    play: 'Play “{name}”',
    unplayable: 'This computer cannot play this recording. The original is kept whole and goes into the evidence package.',
  },
}
export default words
