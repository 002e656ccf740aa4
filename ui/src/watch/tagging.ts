import { useI18n } from 'vue-i18n'
import type { OrderView } from '@/bindings/OrderView'
import { toFailure } from '@/host/failure'
import { useHost } from '@/host/host'
import { useUndo } from '@/shell/action'
import { useToasts } from '@/shell/toasts'

type Tagged = Pick<OrderView, 'id' | 'tags'>

/** "家里、报销" are two tags. */
export function tagsIn(text: string): string[] {
  return [...new Set(text.split(/[、,，;；\n]+/).map((tag) => tag.trim()).filter(Boolean))]
}

/** Adds and removes tags, says so, and takes back exactly what changed: an order that had the tag before keeps it. */
export function useTagging() {
  const { t } = useI18n()
  const host = useHost()
  const toasts = useToasts()
  const offerUndo = useUndo()

  function tell(key: 'added' | 'removed', orders: Tagged[], tags: string[], changed: { ids: number[]; add: string[]; remove: string[] }[]): void {
    const values = { n: orders.length, tag: tags.join(t('tags.joint')) }
    const said = key === 'added' ? t(orders.length > 1 ? 'tags.added_many' : 'tags.added', values) : t(orders.length > 1 ? 'tags.removed_many' : 'tags.removed', values)
    const takeBack = async (): Promise<void> => {
      for (const { ids, add, remove } of changed) await host.tagOrders(ids, remove, add)
    }
    offerUndo(said, takeBack, t('bulk.did_undo'))
  }

  return {
    /** Throws what the shell refused with, for the place where it was typed. */
    async add(orders: Tagged[], tags: string[]): Promise<void> {
      const changed = tags
        .map((tag) => ({ ids: orders.filter((order) => !order.tags.includes(tag)).map(({ id }) => id), add: [tag], remove: [] }))
        .filter(({ ids }) => ids.length > 0)
      if (changed.length === 0) return
      await host.tagOrders(orders.map(({ id }) => id), tags, [])
      tell('added', orders, tags, changed)
    },
    async remove(orders: Tagged[], tag: string): Promise<void> {
      const having = orders.filter((order) => order.tags.includes(tag))
      try {
        await host.tagOrders(having.map(({ id }) => id), [], [tag])
        tell('removed', having, [tag], [{ ids: having.map(({ id }) => id), add: [], remove: [tag] }])
      } catch (thrown) {
        toasts.warn(toFailure(thrown).message)
      }
    },
  }
}
