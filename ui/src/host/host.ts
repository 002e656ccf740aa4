import { inject, type InjectionKey } from 'vue'
import type { About } from '@/bindings/About'
import type { Answers } from '@/bindings/Answers'
import type { BackupLook } from '@/bindings/BackupLook'
import type { Backups } from '@/bindings/Backups'
import type { BillDropped } from '@/bindings/BillDropped'
import type { Imported } from '@/bindings/Imported'
import type { BillRows } from '@/bindings/BillRows'
import type { Bulked } from '@/bindings/Bulked'
import type { Declared } from '@/bindings/Declared'
import type { DiagnosisTurn } from '@/bindings/DiagnosisTurn'
import type { Draft } from '@/bindings/Draft'
import type { DraftCheck } from '@/bindings/DraftCheck'
import type { DraftShot } from '@/bindings/DraftShot'
import type { Escalation } from '@/bindings/Escalation'
import type { ExportView } from '@/bindings/ExportView'
import type { ExportWish } from '@/bindings/ExportWish'
import type { Filed } from '@/bindings/Filed'
import type { FilingAnswer } from '@/bindings/FilingAnswer'
import type { FormOptions } from '@/bindings/FormOptions'
import type { HolidayYear } from '@/bindings/HolidayYear'
import type { LetterView } from '@/bindings/LetterView'
import type { LetterWish } from '@/bindings/LetterWish'
import type { MaskBox } from '@/bindings/MaskBox'
import type { OpenedFile } from '@/bindings/OpenedFile'
import type { OrderCounts } from '@/bindings/OrderCounts'
import type { OrderDetail } from '@/bindings/OrderDetail'
import type { OrderPage } from '@/bindings/OrderPage'
import type { OrderQuery } from '@/bindings/OrderQuery'
import type { OrderView } from '@/bindings/OrderView'
import type { Overview } from '@/bindings/Overview'
import type { Pause } from '@/bindings/Pause'
import type { Person } from '@/bindings/Person'
import type { PlatformSummary } from '@/bindings/PlatformSummary'
import type { PlatformView } from '@/bindings/PlatformView'
import type { Preflight } from '@/bindings/Preflight'
import type { Protection } from '@/bindings/Protection'
import type { ReadingView } from '@/bindings/ReadingView'
import type { Rescued } from '@/bindings/Rescued'
import type { Restored } from '@/bindings/Restored'
import type { RuleBook } from '@/bindings/RuleBook'
import type { RuleView } from '@/bindings/RuleView'
import type { Seller } from '@/bindings/Seller'
import type { Settings } from '@/bindings/Settings'
import type { StagedShots } from '@/bindings/StagedShots'
import type { TimestampView } from '@/bindings/TimestampView'
import type { Todo } from '@/bindings/Todo'

/** What a person can add to the timeline by hand. */
export type ContactKind = 'contacted' | 'promised' | 'refused' | 'note'

/** What can be told of an order: also that it was looked for in vain, and that it may wait. */
export type ToldKind = ContactKind | 'checked' | 'snoozed'

export interface NewEvent {
  kind: ToldKind
  text: string
  /** "" means now. */
  at: string
  /** Until when something was promised or put off, a moment or a span; "" means nothing was said. */
  until: string
}

/** What can be done about many orders at once. */
export type BulkAct = 'arrived' | 'close' | 'note'

/** What the shell tells the page without being asked. */
export interface HostEvents {
  'orders://changed': Record<string, never>
  'watch://tick': { now: string }
  'shots://staged': StagedShots
  'shots://hover': { over: boolean }
  'app://open-order': { id: number }
  'app://record-from-clipboard': Record<string, never> | null
  'bill://dropped': BillDropped
  'export://progress': { done: number; total: number }
}

/** Everything the page asks of the shell. The page has no other way out. */
export interface Host {
  options(): Promise<FormOptions>
  todo(): Promise<Todo>
  listOrders(query: OrderQuery): Promise<OrderPage>
  countOrders(search: string): Promise<OrderCounts>
  showOrder(id: number): Promise<OrderDetail>

  logOrder(draft: Draft): Promise<OrderDetail>
  editOrder(id: number, draft: Draft): Promise<OrderDetail>
  stageBytes(name: string, bytes: Uint8Array): Promise<StagedShots>
  stageClipboard(): Promise<StagedShots>
  chooseFiles(): Promise<StagedShots>
  discardStaged(sha256: string): Promise<void>
  /** What the machine reads on a staged picture. Takes seconds. */
  readShot(sha256: string): Promise<ReadingView>
  /** What a pasted text tells, one reading for each order. */
  readText(text: string): Promise<ReadingView[]>
  /** What is worth knowing before a draft is logged; nothing is written. */
  checkDraft(draft: Draft): Promise<DraftCheck>
  attachShots(id: number, shots: DraftShot[]): Promise<OrderDetail>

  markArrived(id: number, at: string): Promise<OrderDetail>
  markRefunded(id: number, amount: string, at: string): Promise<OrderDetail>
  closeOrder(id: number, reason: string): Promise<OrderDetail>
  undoEvent(id: number, seq: number): Promise<OrderDetail>
  addEvent(id: number, event: NewEvent): Promise<OrderDetail>

  /** The ladder, the one thing to do now, and what is known about the other side. */
  escalation(id: number): Promise<Escalation>
  /** One turn of the conversation; with `record` what was found is written into the timeline. */
  diagnose(id: number, answers: Answers, record: boolean): Promise<DiagnosisTurn>
  /** A complaint that was filed; its deadlines are in the answer. "" for `at` means now. */
  fileComplaint(id: number, to: string, number: string, at: string): Promise<Filed>
  answerFiling(id: number, filing: number, answer: FilingAnswer, at: string): Promise<OrderDetail>
  seller(platform: string): Promise<Seller>
  setSeller(seller: Seller): Promise<Seller>
  letter(id: number, to: string, wish: LetterWish): Promise<LetterView>
  /** A letter with open fields is refused, unless the person wants it so. */
  copyLetter(id: number, to: string, text: string, wish: LetterWish, withBlanks: boolean): Promise<OrderDetail>

  pauseReminders(pause: Pause): Promise<void>
  /** When a platform issues, "10:00、22:00"; "" where it has no fixed times. */
  releaseTimes(platform: string): Promise<string>
  setReleaseTimes(platform: string, times: string): Promise<string>
  /** Writes the deadlines of the open orders as a calendar file and says where. */
  exportCalendar(): Promise<string>

  /** The other orders of the same platform that can go into one package: open ones first, then the newest. */
  samePlatform(id: number): Promise<OrderView[]>
  /** The facts to be proved with what proves them, and what to know before a complaint is handed in. */
  preflight(ids: number[], declared: Declared): Promise<Preflight>
  /**
   * Among the person's documents, or where the person chooses; null when the choosing was cancelled. Stopped by
   * `cancelExport` it is refused with `cancelled` and leaves nothing behind.
   */
  exportPackage(ids: number[], choose: boolean, wish: ExportWish): Promise<ExportView | null>
  cancelExport(): Promise<void>
  /** Asks for a timestamp token and adds it to a package; null when the choosing was cancelled. */
  addTimestamp(dir: string): Promise<TimestampView | null>
  /** The complainant's own details, only where the person wants them kept; null forgets them. */
  keepPerson(person: Person | null): Promise<void>
  /** What is blacked out of a picture in an export for sharing, in pixels of the original. */
  mask(id: number, sha256: string): Promise<MaskBox[]>
  setMask(id: number, sha256: string, boxes: MaskBox[]): Promise<void>
  openExport(dir: string): Promise<void>

  platforms(): Promise<PlatformSummary[]>
  platform(name: string): Promise<PlatformView>
  /** Merges into `to` where that is already the name of another platform; says which orders changed hands. */
  renamePlatform(from: string, to: string): Promise<{ moved: number[]; merged: boolean }>
  /** Puts these orders under another platform: what takes a renaming or merging back. */
  movePlatform(ids: number[], to: string): Promise<void>
  /** How long a kind may take on this platform, "35分钟"; "" goes back to the kind's usual window. */
  setPlatformWindow(platform: string, kind: string, window: string): Promise<void>
  overview(): Promise<Overview>
  tagOrders(ids: number[], add: string[], remove: string[]): Promise<void>
  /** `text` is the reason for closing or the note; "" for having arrived. */
  bulk(ids: number[], act: BulkAct, text: string): Promise<Bulked>
  undoBulk(undo: Bulked['undo']): Promise<void>
  /** Writes every order into one file and says where. */
  exportAll(format: 'csv' | 'json'): Promise<string>

  /**
   * Opens a bill or a spreadsheet that the person chooses; null when the choosing was cancelled. A packed one with a
   * password is refused with `password` and waits for `unlockBill`. Nothing is saved before it is imported.
   */
  chooseBill(): Promise<OpenedFile | null>
  unlockBill(password: string): Promise<OpenedFile>
  /** The rows that look like no order, a hundred at a time. */
  billRows(search: string, from: number): Promise<BillRows>
  importBill(rows: number[]): Promise<Imported>
  /** All orders of the opened spreadsheet, or none; how many. */
  importSheet(): Promise<number>
  forgetBill(): Promise<void>
  /** Writes an empty spreadsheet to fill in and says where. */
  saveSheetTemplate(): Promise<string>

  loadSamples(): Promise<number>
  removeSamples(): Promise<number>
  about(): Promise<About>
  openLogs(): Promise<void>
  settings(): Promise<Settings>
  /** One sentence for each thing the system refused. */
  setSettings(settings: Settings): Promise<string[]>
  rules(): Promise<RuleBook>
  /** "" goes back to the shipped one. */
  setRule(group: string, key: string, text: string): Promise<RuleView>
  /** Keeps the own one although the shipped one changed. */
  keepRule(group: string, key: string): Promise<RuleView>
  /** Null when the choosing was cancelled. */
  importHolidays(): Promise<HolidayYear | null>

  backups(): Promise<Backups>
  setBackups(daily: boolean, limitMb: number): Promise<Backups>
  /** Null when the choosing was cancelled. */
  chooseBackupFolder(): Promise<Backups | null>
  usualBackupFolder(): Promise<Backups>
  openBackupFolder(): Promise<void>
  /** Where it was written; null when the choosing was cancelled. */
  backupNow(): Promise<string | null>
  /** Every order and every original file in open formats, packed into one. Null when the choosing was cancelled. */
  exportEverything(): Promise<string | null>
  /**
   * What is in a backup or in an export of everything, where `path` is null in one that the person chooses; null when
   * the choosing was cancelled. A wrong passphrase is refused with `passphrase`. Nothing is replaced.
   */
  lookInto(path: string | null, passphrase: string): Promise<BackupLook | null>
  /** Puts the one last looked into in the place of the data, which is kept beside it. Takes seconds. */
  restoreBackup(): Promise<Restored>

  protection(): Promise<Protection>
  /** "" for `current` where nothing is protected; "" for `wanted` ends the protection. Takes seconds. */
  protect(current: string, wanted: string): Promise<Protection>
  unlock(passphrase: string): Promise<void>
  lock(): Promise<void>
  /** Saves what can be read of a damaged data file into a new one. Takes seconds. */
  rescue(): Promise<Rescued>

  pageReady(): Promise<void>
  reportPageError(message: string): Promise<void>

  /** Returns the function that stops listening. */
  on<Name extends keyof HostEvents>(name: Name, tell: (payload: HostEvents[Name]) => void): () => void

  pictureUrl(sha256: string): string
  thumbUrl(sha256: string): string
}

export const hostKey: InjectionKey<Host> = Symbol('host')

export function useHost(): Host {
  const host = inject(hostKey)
  if (!host) throw new Error('BUG: no host was provided to the page')
  return host
}
