import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { OrderDetail } from '@/bindings/OrderDetail'
import { whenText } from '@/format/time'
import { toFailure } from '@/host/failure'
import { useHost } from '@/host/host'
import { useToasts } from '@/shell/toasts'
import { useNow } from './now'

/** What can be done about an order without opening it. Each says so and offers to take it back. */
export function useActs(id: () => number) {
  const { t } = useI18n()
  const host = useHost()
  const toasts = useToasts()
  const now = useNow()
  const busy = ref(false)

  async function undo(order: number, seq: number): Promise<void> {
    try {
      await host.undoEvent(order, seq)
      toasts.tell(t('case.did_undo'))
    } catch (thrown) {
      toasts.warn(toFailure(thrown).message)
    }
  }

  async function run(act: (id: number) => Promise<OrderDetail>, said: (order: OrderDetail) => string): Promise<void> {
    if (busy.value) return
    busy.value = true
    try {
      const order = await act(id())
      const last = order.events.findLast((event) => event.undoable)
      toasts.tell(said(order), last && { label: t('common.undo'), testId: 'undo', run: () => void undo(order.id, last.seq) })
    } catch (thrown) {
      toasts.warn(toFailure(thrown).message)
    } finally {
      busy.value = false
    }
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
