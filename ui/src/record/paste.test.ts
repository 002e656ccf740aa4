import { describe, expect, it } from 'vitest'
import { all, called, click, find, get, openPage, settled } from '@/test/page'
import { createWorld } from '@/test/world'

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj3uQAAAABJRU5ErkJggg=='
const PICTURE = file('image.png', 'image/png', atob(PNG))
/** What stands after a picture's end is not looked at, but it is another file. */
const ANOTHER = file('image.png', 'image/png', `${atob(PNG)}2`)
const PAPER = file('说明.docx', 'application/msword', 'x')

/** By its bytes as Latin-1; jsdom's File has no arrayBuffer. */
function file(name: string, type: string, latin1: string): File {
  const bytes = Uint8Array.from(latin1, (c) => c.charCodeAt(0))
  return Object.assign(new File([bytes], name, { type }), { arrayBuffer: async () => bytes.buffer })
}

/** A paste as the browser sends it; jsdom knows neither ClipboardEvent nor DataTransfer. */
async function paste(what: { text?: string; markup?: boolean; files?: File[]; on?: Element } | null): Promise<Event> {
  const e = new Event('paste', { bubbles: true, cancelable: true })
  const files = what?.files ?? []
  const items = [
    ...(what?.text ? [{ kind: 'string', type: 'text/plain', getAsFile: () => null }] : []),
    ...(what?.markup ? [{ kind: 'string', type: 'text/html', getAsFile: () => null }] : []),
    ...files.map((file) => ({ kind: 'file', type: file.type, getAsFile: () => file })),
  ]
  const data = { getData: (type: string) => (type === 'text/plain' ? (what?.text ?? '') : ''), items, files }
  Object.defineProperty(e, 'clipboardData', { value: what === null ? null : data })
  ;(what?.on ?? document.body).dispatchEvent(e)
  await settled()
  return e
}

describe('pasting', () => {
  it('opens the form with the picture staged', async () => {
    const { host } = await openPage([{}])
    const e = await paste({ files: [PICTURE] })
    expect(e.defaultPrevented).toBe(true)
    expect(all('staged-shot')).toHaveLength(1)
    expect(find('form-platform')).not.toBeNull()
    expect(called(host, 'stage_bytes')[0]?.[0]).toBe('image.png')
  })

  it('speaks of leftovers only where there are any', async () => {
    await openPage([{}])
    await paste({ files: [PICTURE] })
    expect(find('form-clear')).toBeNull()
    await click('form-cancel')
    await paste({ files: [ANOTHER] })
    expect(find('form-clear')).not.toBeNull()
    expect(all('staged-shot')).toHaveLength(2)
  })

  it('leaves text to the field, also when a picture comes with it', async () => {
    const { host } = await openPage([{}])
    const e = await paste({ text: '4200002026', files: [PICTURE] })
    expect(e.defaultPrevented).toBe(false)
    expect(host.calls.some((call) => call.name.startsWith('stage_'))).toBe(false)
    expect(find('form-platform')).toBeNull()
  })

  it('takes a picture although a text field has the focus', async () => {
    await openPage([{}])
    await click('new-order')
    const e = await paste({ files: [PICTURE], on: get('form-note') })
    expect(e.defaultPrevented).toBe(true)
    expect(all('staged-shot')).toHaveLength(1)
  })

  it.each([
    ['has nothing in it', {}],
    ['carries no data at all', null],
    ['carries only markup', { markup: true }],
  ])('asks the shell when the paste %s', async (_what, data) => {
    const host = await createWorld([{}], { clipboard: '剪贴板.png' })
    await openPage([], '/', host)
    const e = await paste(data)
    expect(e.defaultPrevented).toBe(false)
    expect(called(host, 'stage_clipboard')).toHaveLength(1)
    expect(all('staged-shot')).toHaveLength(1)
  })

  it.each([
    ['audio/mpeg', '通话.mp3', 'ID3\x03'],
    ['audio/x-m4a', '通话.m4a', '\0\0\0\x18ftypM4A '],
    ['video/mp4', '录屏.mp4', '\0\0\0\x18ftypmp42'],
  ])('takes a recording of type %s', async (type, name, head) => {
    const { host } = await openPage([{}])
    await paste({ files: [file(name, type, head)] })
    expect(called(host, 'stage_bytes')[0]?.[0]).toBe(name)
    expect(get('media-face').textContent).toContain(name)
  })

  it('does not take what is no evidence', async () => {
    const { host } = await openPage([{}])
    const e = await paste({ files: [PAPER] })
    expect(e.defaultPrevented).toBe(false)
    expect(host.calls.some((call) => call.name.startsWith('stage_'))).toBe(false)
  })

  it('says what the shell refused', async () => {
    await openPage([{}])
    await paste({ files: [file('image.png', 'image/png', '\x89PNG')] })
    expect(get('toast').textContent).toContain('文件“image.png”的内容不是 PNG、JPEG、WebP 图片')
    expect(find('form-platform')).toBeNull()
  })

  it('gives the picture to the order that is being looked at', async () => {
    const { host } = await openPage([{}], '/orders/1')
    await paste({ files: [PICTURE] })
    expect(find('form-platform')).toBeNull()
    expect(all('staged-shot')).toHaveLength(1)
    await click('attach-shots')
    expect((await host.app.showOrder(1)).shots).toHaveLength(1)
    expect(all('shot-thumb')).toHaveLength(1)
    expect(all('staged-shot')).toHaveLength(0)
  })

  it('gives it to the form when that is open over an order', async () => {
    const { host } = await openPage([{}], '/orders/1')
    await click('new-order')
    await paste({ files: [PICTURE] })
    expect(find('attach-shots')).toBeNull()
    expect(all('staged-shot')).toHaveLength(1)
    expect((await host.app.showOrder(1)).shots).toHaveLength(0)
  })

  it('takes files that were dropped on the window', async () => {
    const { host } = await openPage([{}])
    await host.drop('掉下来的.png')
    await settled()
    expect(all('staged-shot')).toHaveLength(1)
  })
})
