import type zh from '../zh-CN/tags'
import type { Worded } from '../worded'

const tags: Worded<typeof zh> = {
  tags: {
    filter: 'Filter by tag',
    more: '{n} more',
    of: 'Tags',
    add: 'Add tag',
    add_to: 'Add a tag to this order',
    name: 'Name of the tag',
    hint: 'Press Enter when done. Commas separate several.',
    suggestions: 'Tags used before',
    remove: 'Remove tag “{tag}”',
    added: 'Tag “{tag}” added',
    added_many: 'Tag “{tag}” added to {n} order | Tag “{tag}” added to {n} orders',
    removed: 'Tag “{tag}” removed',
    removed_many: 'Tag “{tag}” removed from {n} order | Tag “{tag}” removed from {n} orders',
    rest: '{n} more tag: {all} | {n} more tags: {all}',
    joint: ', ',
  },
}
export default tags
