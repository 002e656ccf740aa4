import { useI18n } from 'vue-i18n'
import type { OrderDetail } from '@/bindings/OrderDetail'
import { whenText } from '@/format/time'
import { useHost } from '@/host/host'
import { useAction, useUndo } from '@/shell/action'
import { useNow } from './now'

/** What can be done about an order without opening it. Each says so and offers to take it back. */
export function useActs(id: () => number) {
  const { t } = useI18n()
  const host = useHost()
  const now = useNow()
  const { busy, run: once } = useAction()
  const offerUndo = useUndo()

  function run(act: (id: number) => Promise<OrderDetail>, said: (order: OrderDetail) => string): Promise<boolean> {
    return once(async () => {
      const order = await act(id())
      const last = order.events.findLast((event) => event.undoable)
      offerUndo(said(order), last && (() => host.undoEvent(order.id, last.seq)))
    })
  }

  return {
    busy,
    arrived: () => run((it) => host.markArrived(it, ''), () => t('case.did_arrive')),
    notYet: () => run((it) => host.addEvent(it, { kind: 'checked', text: '', at: '', until: '' }), () => t('todo.did_not_yet')),
    // The timeline is evidence: its readers read Chinese.
    done: () => run((it) => host.addEvent(it, { kind: 'contacted', text: t('todo.done', {}, { locale: 'zh-CN' }), at: '', until: '' }), () => t('todo.did_done')),
    snooze: (until: string) =>
      run(
        (it) => host.addEvent(it, { kind: 'snoozed', text: '', at: '', until }),
        (order) => t('todo.snoozed', { when: whenText(t, order.snoozed_until ?? until, now.value) }),
      ),
  }
}
