import type { ChannelOption } from '@/bindings/ChannelOption'
import type { Field } from '@/bindings/Field'
import { FIELDS } from '@/bindings/fields'
import type { OrderView } from '@/bindings/OrderView'
import { typedYuan } from '@/format/money'
import { beijingStamp } from '@/format/time'

export type FieldName = Field
/** What is typed into the form, exactly as typed. */
export type Fields = Record<FieldName, string>

/** Each value that a field may have, the likeliest first; what is not known is left out. */
export type FieldValues = Partial<Record<FieldName, string[]>>

type Trait = Exclude<keyof (typeof FIELDS)[number], 'name'>

export const ALL: readonly FieldName[] = FIELDS.map((field) => field.name)

/** The fields of which something is true. */
export function fieldsThatAre(trait: Trait): FieldName[] {
  return FIELDS.filter((field) => field[trait]).map((field) => field.name)
}

function filled(value: (name: FieldName) => string): Fields {
  return Object.fromEntries(ALL.map((name) => [name, value(name)])) as Fields
}

export function emptyFields(): Fields {
  return filled(() => '')
}

/** The form as it would have been typed for an order that is already there. */
export function fieldsOf(order: OrderView, promisedWindow: string): Fields {
  return filled((name) => {
    switch (name) {
      case 'amount': return typedYuan(order.amount_fen)
      case 'quantity': return order.quantity === 1 ? '' : String(order.quantity)
      case 'requested': return order.requested_fen === null ? '' : typedYuan(order.requested_fen)
      case 'paid_at': return beijingStamp(new Date(order.paid_at))
      case 'window': return order.window_promised ? promisedWindow : ''
      default: return order[name] ?? ''
    }
  })
}

/** What the bills of a channel call a field, if they have a name of their own for it. */
export function channelLabel(channel: ChannelOption | undefined, name: FieldName): string | undefined {
  switch (name) {
    case 'payment_no': return channel?.payment_no_label
    case 'merchant_order_no': return channel?.merchant_order_no_label
    default: return undefined
  }
}
