import type { Draft } from '@/bindings/Draft'
import type { OrderView } from '@/bindings/OrderView'
import { typedYuan } from '@/format/money'
import { stamp } from '@/format/time'

/** What is typed into the form, exactly as typed. */
export type Fields = Omit<Draft, 'shots' | 'force'>
export type FieldName = keyof Fields

export function emptyFields(): Fields {
  return {
    platform: '',
    product: '',
    kind: '',
    amount: '',
    paid_at: '',
    account: '',
    order_no: '',
    window: '',
    channel: '',
    payment_no: '',
    merchant_order_no: '',
    merchant: '',
    note: '',
  }
}

/** The form as it would have been typed for an order that is already there. */
export function fieldsOf(order: OrderView, promisedWindow: string): Fields {
  return {
    platform: order.platform,
    product: order.product,
    kind: order.kind,
    amount: typedYuan(order.amount_fen),
    paid_at: stamp(new Date(order.paid_at)),
    account: order.account ?? '',
    order_no: order.order_no ?? '',
    window: order.window_promised ? promisedWindow : '',
    channel: order.channel ?? '',
    payment_no: order.payment_no ?? '',
    merchant_order_no: order.merchant_order_no ?? '',
    merchant: order.merchant ?? '',
    note: order.note ?? '',
  }
}
