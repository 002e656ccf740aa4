import { createHash, createPrivateKey, sign } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { all, called, click, find, get, openPage, press, settled } from '@/test/page'
import { draftOf } from '@/test/seed'
import { createWorld, HOUR, NOW, refuse, type Seed, type World } from '@/test/world'

const CLOUD: Seed = { platform: '云边卡盟', product: '1000 Q币', amount_fen: 98_500, paid_ago: 30 * HOUR, shots: 2 }
const SEEDS: Seed[] = [
  CLOUD,
  { ...CLOUD, product: '500 Q币', amount_fen: 49_000, shots: 0 },
  { ...CLOUD, product: '200 Q币', amount_fen: 19_600, status: 'arrived' },
  { ...CLOUD, platform: '小满充值', product: '别家的' },
]

const tick = async (at: number): Promise<void> => {
  all('together-order')[at]!.click()
  await settled()
}

describe('several orders of a platform in one package', () => {
  it('offers those that are still open, and the settled on request', async () => {
    await openPage(SEEDS, '/orders/1')
    expect(get('together').querySelector('summary')!.textContent).toBe('同平台还有 1 笔没了结，可以合成一份投诉')
    expect(all('together-order').map((box) => box.dataset.orderId)).toEqual(['2'])
    expect(get('together').textContent).toContain('500 Q币')
    expect(get('together').textContent).toContain('¥490.00')
    expect(get('together').textContent).not.toContain('别家的')
    expect(all('together-order')[0]!.getAttribute('aria-label')).toContain('500 Q币，¥490.00')
    expect(get('together-settled').textContent).toBe('显示已了结的')
    await click('together-settled')
    expect(all('together-order').map((box) => box.dataset.orderId)).toEqual(['2', '3'])
    expect(get('together').querySelector('summary')!.textContent).toBe('同平台还有 1 笔没了结、1 笔已了结，可以合成一份投诉')
    await tick(1)
    await click('together-settled')
    // What goes along stays in view.
    expect(all('together-order').map((box) => box.dataset.orderId)).toEqual(['2', '3'])
    await tick(1)
    expect(all('together-order').map((box) => box.dataset.orderId)).toEqual(['2'])
  })

  it('says nothing where there is no other', async () => {
    await openPage([CLOUD], '/orders/1')
    expect(find('together')).toBeNull()
  })

  it('does not call settled ones open', async () => {
    await openPage([CLOUD, SEEDS[2]!], '/orders/1')
    expect(get('together').querySelector('summary')!.textContent).toContain('1 笔已了结的')
  })

  it('looks at and exports the ticked ones together', async () => {
    const { host } = await openPage(SEEDS, '/orders/1')
    const before = called(host, 'preflight').length
    await tick(0)
    expect(called(host, 'preflight').slice(before).map(([ids]) => ids)).toEqual([[1, 2]])
    expect(get('together-sum').textContent).toBe('连这一笔共 2 笔，合计 ¥1,475.00')
    await click('export-preflight')
    expect(all('finding').map((item) => item.dataset.key)).toContain('payment-proof')
    await click('export-package')
    expect(called(host, 'export_package')[0]![0]).toEqual([1, 2])
    await tick(0)
    expect(find('together-sum')).toBeNull()
    expect(all('finding').map((item) => item.dataset.key)).not.toContain('payment-proof')
    await click('export-package')
    expect(called(host, 'export_package')[1]![0]).toEqual([1])
  })

  it('leaves out what is gone by the time of the export', async () => {
    const { host } = await openPage(SEEDS, '/orders/1')
    await tick(0)
    await host.app.editOrder(2, { ...draftOf(SEEDS[1]!, NOW), platform: '小满充值' })
    await settled()
    await click('export-package')
    expect(called(host, 'export_package')[0]![0]).toEqual([1])
  })

  it('arrives with the chosen ones ticked', async () => {
    const { host, router } = await openPage(SEEDS, '/orders/1?open=export&with=2')
    expect(all('together-order').map((box) => (box as HTMLInputElement).checked)).toEqual([true])
    expect(get<HTMLDetailsElement>('together').open).toBe(true)
    expect(router.currentRoute.value.fullPath).toBe('/orders/1')
    await click('export-package')
    expect(called(host, 'export_package')[0]![0]).toEqual([1, 2])
  })

  it('still exports when the common look failed, and says why it shows less', async () => {
    const host = await createWorld(SEEDS)
    const plain = host.preflight
    host.preflight = (ids, declared) => (ids.length > 1 ? Promise.resolve().then(() => refuse('failed', '读不出第二笔')) : plain(ids, declared))
    await openPage([], '/orders/1', host)
    await click('export-preflight')
    await tick(0)
    expect(get('preflight-trouble').textContent).toContain('读不出第二笔')
    await click('export-package')
    expect(find('export-result')).not.toBeNull()
  })
})

/** A token over another list, and the key that signed it; its authority was made for tests. */
const TOKENS = join(process.cwd(), '../src-tauri/core/src/prove/tokens')
const TOKEN = readFileSync(join(TOKENS, 'chain.tsr'))
const KEY = createPrivateKey({ key: readFileSync(join(TOKENS, 'authority.pk8')), format: 'der', type: 'pkcs8' })

/** The same over this list, at a moment in milliseconds, signed anew. */
function tokenOver(list: Buffer, at: number): Buffer {
  const hashOf = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest()
  const token = Buffer.from(TOKEN)
  // The TSTInfo stands behind its type, 1.2.840.113549.1.9.16.1.4: [0], OCTET STRING.
  const info = token.indexOf(Buffer.from('060b2a864886f70d0109100104a0', 'hex')) + 17
  const length = token[info - 1]!
  hashOf(list).copy(token, token.indexOf(Buffer.from([4, 32]), info) + 2)
  const time = `${new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '')}`
  token.write(time, token.indexOf(Buffer.from([0x18, 15]), info) + 2, 'latin1')
  // Its digest stands in the signed attributes, which are signed as a SET.
  const digest = token.indexOf(Buffer.from('06092a864886f70d01090431220420', 'hex')) + 15
  hashOf(token.subarray(info, info + length)).copy(token, digest)
  const attributes = token.lastIndexOf(Buffer.from([0xa0, 0x81]), digest)
  const signed = Buffer.from(token.subarray(attributes, attributes + 3 + token[attributes + 2]!))
  signed[0] = 0x31
  sign('sha256', signed, KEY).copy(token, token.length - 256)
  return token
}

async function exported(): Promise<World> {
  const { host } = await openPage([CLOUD], '/orders/1')
  await click('export-package')
  return host
}

describe('a timestamp', () => {
  it('is added to the package that was written', async () => {
    const host = await exported()
    expect(get('export-result').textContent).toContain('把证据包文件夹里的 SHA256SUMS.tsq 交给')
    const dir = get('export-result').dataset.dir!
    const token = tokenOver(readFileSync(`${dir}/SHA256SUMS`), NOW)
    writeFileSync(`${host.folder}/可信时间.tsr`, token)
    await host.set({ choose: [['可信时间.tsr']] })
    await click('add-timestamp')
    expect(called(host, 'add_timestamp')).toEqual([[dir]])
    expect(get('timestamp-added').textContent).toMatch(/它写的时间是 \d{4}-\d\d-\d\d \d\d:\d\d:\d\d/)
    expect(get('timestamp-added').textContent).toContain('测试时间戳')
    expect(find('add-timestamp')).toBeNull()
    expect(readFileSync(`${dir}/SHA256SUMS.tsr`)).toEqual(token)
  })

  it('says nothing when the choosing was cancelled', async () => {
    await exported()
    await click('add-timestamp')
    expect(find('timestamp-added')).toBeNull()
    expect(find('timestamp-trouble')).toBeNull()
    expect(get<HTMLButtonElement>('add-timestamp').disabled).toBe(false)
  })

  it('says there what was wrong with it', async () => {
    const host = await exported()
    writeFileSync(`${host.folder}/别的.tsr`, TOKEN)
    await host.set({ choose: [['别的.tsr']] })
    await click('add-timestamp')
    expect(get('timestamp-trouble').textContent).toBe('这个时间戳不是对着这份 SHA256SUMS 的：哈希不一致。')
    expect(find('toast')).toBeNull()
  })
})

describe('recordings', () => {
  const WITH: Seed = { ...CLOUD, shots: 1, recordings: ['和客服通话.mp3', '录屏.mp4'] }

  it('have a tile with their name and size, and stand among the evidence', async () => {
    await openPage([WITH], '/orders/1')
    const faces = all('media-face')
    expect(faces.map((face) => face.dataset.sort)).toEqual(['sound', 'film'])
    expect(faces[0]!.textContent).toBe('和客服通话.mp314 B')
    expect(all('shot-thumb')[1]!.getAttribute('aria-label')).toBe('播放「和客服通话.mp3」')
    expect(get('evidence-group-demand').textContent).toContain('录音和客服通话.mp3 · 14 B')
    expect(all('evidence-recording').map((piece) => piece.dataset.sort)).toEqual(['sound', 'film'])
  })

  it('are played where pictures are looked at, and not masked', async () => {
    const { host } = await openPage([WITH], '/orders/1')
    all('shot-thumb')[1]!.click()
    await settled()
    const sound = get<HTMLAudioElement>('recording')
    expect(sound.tagName).toBe('AUDIO')
    expect(sound.controls).toBe(true)
    expect(sound.getAttribute('src')).toBe(host.pictureUrl((await host.app.showOrder(1)).shots[1]!.sha256))
    expect(find('mask-mode')).toBeNull()
    expect(called(host, 'mask')).toEqual([])
    get('shot-viewer').querySelector<HTMLButtonElement>('[aria-label="下一张"]')!.click()
    await settled()
    expect(get('recording').tagName).toBe('VIDEO')
  })

  it('keep their own keys, all but the one that closes', async () => {
    await openPage([WITH], '/orders/1')
    all('shot-thumb')[1]!.click()
    await settled()
    await press('ArrowRight', get('recording'))
    expect(get('recording').tagName).toBe('AUDIO')
    await press('Escape', get('recording'))
    expect(find('shot-viewer')).toBeNull()
  })

  it('that cannot be played here are said to be safe', async () => {
    await openPage([WITH], '/orders/1')
    all('shot-thumb')[1]!.click()
    await settled()
    get('recording').dispatchEvent(new Event('error'))
    await settled()
    expect(get('recording-silent').textContent).toBe('这台电脑放不了这段录音，原件已经完整保存，导出时会放进证据包。')
    get('shot-viewer').querySelector<HTMLButtonElement>('[aria-label="下一张"]')!.click()
    await settled()
    expect(find('recording-silent')).toBeNull()
  })

  it('wait in the form with their name and a role', async () => {
    const { host } = await openPage()
    await click('new-order')
    await host.drop('通话.m4a')
    await settled()
    expect(get('media-face').dataset.sort).toBe('sound')
    expect(get('media-face').textContent).toContain('通话.m4a')
    expect(get('staged-shot').querySelector('select')).not.toBeNull()
  })
})
