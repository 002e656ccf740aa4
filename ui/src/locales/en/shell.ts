import type zh from '../zh-CN/shell'
import type { Worded } from '../worded'

// The frame of the page, and words that every part of it uses.
const shell: Worded<typeof zh> = {
  app: { name: 'Daozhang' },
  rail: { label: 'Main', todo: 'To do', orders: 'Orders', platforms: 'Platforms', bills: 'Bills', overview: 'Overview', settings: 'Settings', new_order: 'New order', new_order_hint: 'New order (Ctrl+N)', todo_count: '{n} thing to do | {n} things to do' },
  common: {
    cancel: 'Cancel',
    close: 'Fold',
    retry: 'Try again',
    undo: 'Undo',
    copied: 'Copied',
    copy_failed: 'Could not copy. Please select the text and copy it by hand.',
    choose: 'Please choose',
    none: 'Not chosen',
    dismiss: 'Got it',
    sample: 'Sample',
  },
  status: { all: 'All', awaiting: 'Waiting', overdue: 'Overdue', disputed: 'Disputed', arrived: 'Arrived', refunded: 'Refunded', closed: 'Closed' },
  suggest: { count: '{n} suggestion | {n} suggestions' },
}
export default shell
