import { flushPromises, mount } from '@vue/test-utils'
import { createMemoryHistory } from 'vue-router'
import App from '@/App.vue'
import { hostKey } from '@/host/host'
import { createWords } from '@/locales'
import { createPages } from '@/pages'
import { answered, createWorld, type Seed, type World } from './world'

export { called } from './world'

/** The whole page on a world, at one address. */
export async function openPage(seeds: Seed[] = [], at = '/', given?: World) {
  const host = given ?? (await createWorld(seeds))
  const router = createPages(createMemoryHistory())
  await router.push(at)
  await router.isReady()
  const wrapper = mount(App, {
    attachTo: document.body,
    global: { plugins: [createWords(), router], provide: { [hostKey as symbol]: host } },
  })
  await settled()
  return { wrapper, router, host }
}

/** Until everything asked has been answered and shown. */
export async function settled(): Promise<void> {
  do for (let i = 0; i < 4; i++) await flushPromises()
  while (await answered())
}

/** Inside of nothing that was hidden: a closed dialog stays in the document until its way out is over. */
function isShown(element: HTMLElement): boolean {
  for (let at: HTMLElement | null = element; at; at = at.parentElement) if (at.style.display === 'none') return false
  return true
}

export function find<T extends HTMLElement = HTMLElement>(testId: string): T | null {
  return Array.from(document.querySelectorAll<T>(`[data-testid="${testId}"]`)).find(isShown) ?? null
}

export function get<T extends HTMLElement = HTMLElement>(testId: string): T {
  const found = find<T>(testId)
  if (!found) throw new Error(`nothing with data-testid="${testId}" is shown`)
  return found
}

export function all(testId: string): HTMLElement[] {
  return Array.from(document.querySelectorAll<HTMLElement>(`[data-testid="${testId}"]`)).filter(isShown)
}

export async function click(testId: string): Promise<void> {
  get(testId).click()
  await settled()
}

export async function type(testId: string, value: string): Promise<void> {
  const box = get<HTMLInputElement>(testId)
  box.value = value
  box.dispatchEvent(new Event('input', { bubbles: true }))
  box.dispatchEvent(new Event('change', { bubbles: true }))
  await settled()
}

export async function press(key: string, on: Element = document.activeElement ?? document.body, more: KeyboardEventInit = {}): Promise<void> {
  on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
  await settled()
}
