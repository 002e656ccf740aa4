// Rules that hold for every file of the page.
import { readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { catalogues } from '@/locales'

const SRC = join(process.cwd(), 'src')
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|vue)$/.test(name))
  .map((name) => ({ name: relative(SRC, join(SRC, name)).replaceAll('\\', '/'), text: readFileSync(join(SRC, name), 'utf8') }))
const own = files.filter(({ name }) => !name.endsWith('.test.ts') && !name.startsWith('test/') && !name.startsWith('bindings/'))

function lookUp(catalogue: object, key: string): unknown {
  return key.split('.').reduce<unknown>((at, part) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[part] : undefined), catalogue)
}

function keysOf(catalogue: object, before = ''): string[] {
  return Object.entries(catalogue).flatMap(([key, value]) => (typeof value === 'string' ? [before + key] : keysOf(value as object, `${before}${key}.`)))
}

/** `case.was_due_at` from t('case.was_due_at'), and also from t(late ? 'case.was_due_at' : 'case.due_at'). */
function keysUsed(text: string): string[] {
  return [...text.matchAll(/\b(?:t|words)\(\s*([^)]*?)\s*(?:[,)])/gs)].flatMap(([, first]) => [...first!.matchAll(/'([a-z_]+(?:\.[\w-]+)+)'/g)].map(([, key]) => key!))
}

/** `status.` from t(`status.${status}`). */
function prefixesUsed(text: string): string[] {
  return [...text.matchAll(/\b(?:t|words)\(\s*`([a-z_]+(?:\.[a-z_]+)*)\.[a-z_]*\$\{/g)].map(([, prefix]) => prefix!)
}

describe('the catalogue', () => {
  it.each(Object.entries(catalogues))('%s has every string the page asks for', (_locale, catalogue) => {
    const missing = own.flatMap(({ name, text }) => keysUsed(text).filter((key) => typeof lookUp(catalogue, key) !== 'string').map((key) => `${name}: ${key}`))
    expect(missing).toEqual([])
    const roomless = own.flatMap(({ name, text }) => prefixesUsed(text).filter((prefix) => typeof lookUp(catalogue, prefix) !== 'object').map((prefix) => `${name}: ${prefix}`))
    expect(roomless).toEqual([])
  })

  it('is really read: the scan finds the keys it should', () => {
    const used = own.flatMap(({ text }) => keysUsed(text))
    expect(used).toContain('form.title')
    expect(used).toContain('case.was_due_at')
    expect(used.length).toBeGreaterThan(150)
    expect(own.flatMap(({ text }) => prefixesUsed(text))).toContain('status')
  })

  it('has no string that nothing asks for', () => {
    const everything = own.filter(({ name }) => !name.startsWith('locales/')).map(({ text }) => text).join('\n')
    const prefixes = own.flatMap(({ text }) => prefixesUsed(text))
    const unused = keysOf(catalogues['zh-CN']).filter((key) => !everything.includes(`'${key}'`) && !prefixes.some((prefix) => key.startsWith(`${prefix}.`)))
    expect(unused).toEqual([])
  })

  it('has every topic in it, and no word of one hidden by another', () => {
    const topics = Object.values(import.meta.glob<Record<string, unknown>>('../locales/zh-CN/*.ts', { eager: true, import: 'default' }))
    expect(topics.length).toBeGreaterThan(5)
    expect(topics.flatMap((topic) => Object.keys(topic)).sort()).toEqual(Object.keys(catalogues['zh-CN']).sort())
  })

  it('has the same keys in every language', () => {
    const first = keysOf(catalogues['zh-CN']).sort()
    for (const catalogue of Object.values(catalogues)) expect(keysOf(catalogue).sort()).toEqual(first)
  })
})

describe('the files', () => {
  it('reach the shell only through host/tauri.ts', () => {
    const importers = own.filter(({ text }) => /['"]@tauri-apps\//.test(text)).map(({ name }) => name)
    expect(importers).toEqual(['host/tauri.ts'])
  })

  it('carry no Chinese in components: words belong to the catalogue', () => {
    const without = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|(^|\s)\/\/.*$/gm, '')
    const found = own.filter(({ name, text }) => !name.startsWith('locales/') && /\p{Script=Han}/u.test(without(text))).map(({ name }) => name)
    expect(found).toEqual([])
  })

  it('write no markup from text and no style the policy forbids', () => {
    for (const { name, text } of own) {
      expect(text, name).not.toMatch(/v-html|innerHTML|insertAdjacentHTML|dangerouslyUseHTMLString/)
      expect(text, name).not.toMatch(/<[a-z][^>]*\sstyle="/)
    }
  })

  it('keep no clock: nothing ticks in the page', () => {
    expect(own.filter(({ text }) => text.includes('setInterval')).map(({ name }) => name)).toEqual([])
  })

  it('leave index.html free of inline scripts and styles', () => {
    const html = readFileSync(join(SRC, '..', 'index.html'), 'utf8')
    expect(html).not.toMatch(/<style|style=|<script(?![^>]*\ssrc=)/)
  })
})
