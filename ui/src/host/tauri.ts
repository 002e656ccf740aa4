// The only file that knows the shell is Tauri.
import { convertFileSrc, invoke } from '@tauri-apps/api/core'
import { listen } from '@tauri-apps/api/event'
import type { Host } from './host'

export const tauriHost: Host = {
  options: () => invoke('options'),
  todo: () => invoke('todo'),
  listOrders: (query) => invoke('list_orders', { query }),
  countOrders: (search) => invoke('count_orders', { search }),
  showOrder: (id) => invoke('show_order', { id }),

  logOrder: (draft) => invoke('log_order', { draft }),
  editOrder: (id, draft) => invoke('edit_order', { id, draft }),
  stageBytes: (name, bytes) => invoke('stage_bytes', bytes, { headers: { 'x-name': encodeURIComponent(name) } }),
  stageClipboard: () => invoke('stage_clipboard'),
  chooseFiles: () => invoke('choose_files'),
  discardStaged: (sha256) => invoke('discard_staged', { sha256 }),
  readShot: (sha256) => invoke('read_shot', { sha256 }),
  readText: (text) => invoke('read_text', { text }),
  checkDraft: (draft) => invoke('check_draft', { draft }),
  attachShots: (id, shots) => invoke('attach_shots', { id, shots }),

  markArrived: (id, at) => invoke('mark_arrived', { id, at }),
  markRefunded: (id, amount, at) => invoke('mark_refunded', { id, amount, at }),
  closeOrder: (id, reason) => invoke('close_order', { id, reason }),
  undoEvent: (id, seq) => invoke('undo_event', { id, seq }),
  addEvent: (id, event) => invoke('add_event', { id, ...event }),

  escalation: (id) => invoke('escalation', { id }),
  diagnose: (id, answers, record) => invoke('diagnose', { id, answers, record }),
  fileComplaint: (id, to, number, at) => invoke('file_complaint', { id, to, number, at }),
  answerFiling: (id, filing, answer, at) => invoke('answer_filing', { id, filing, answer, at }),
  seller: (platform) => invoke('seller', { platform }),
  setSeller: (seller) => invoke('set_seller', { seller }),
  letter: (id, to, wish) => invoke('letter', { id, to, wish }),
  copyLetter: (id, to, text, wish, withBlanks) => invoke('copy_letter', { id, to, text, wish, withBlanks }),

  pauseReminders: (pause) => invoke('pause_reminders', { pause }),
  releaseTimes: (platform) => invoke('release_times', { platform }),
  setReleaseTimes: (platform, times) => invoke('set_release_times', { platform, times }),
  exportCalendar: () => invoke('export_calendar'),

  samePlatform: (id) => invoke('same_platform', { id }),
  preflight: (ids, declared) => invoke('preflight', { ids, declared }),
  exportPackage: (ids, choose, wish) => invoke('export_package', { ids, choose, wish }),
  cancelExport: () => invoke('cancel_export'),
  addTimestamp: (dir) => invoke('add_timestamp', { dir }),
  keepPerson: (person) => invoke('keep_person', { person }),
  mask: (id, sha256) => invoke('mask', { id, sha256 }),
  setMask: (id, sha256, boxes) => invoke('set_mask', { id, sha256, boxes }),
  openExport: (dir) => invoke('open_export', { dir }),

  platforms: () => invoke('platforms'),
  platform: (name) => invoke('platform', { name }),
  renamePlatform: (from, to) => invoke('rename_platform', { from, to }),
  movePlatform: (ids, to) => invoke('move_platform', { ids, to }),
  setPlatformWindow: (platform, kind, window) => invoke('set_platform_window', { platform, kind, window }),
  overview: () => invoke('overview'),
  tagOrders: (ids, add, remove) => invoke('tag_orders', { ids, add, remove }),
  bulk: (ids, act, text) => invoke('bulk', { ids, act, text }),
  undoBulk: (undo) => invoke('undo_bulk', { undo }),
  exportAll: (format) => invoke('export_all', { format }),

  chooseBill: () => invoke('choose_bill'),
  unlockBill: (password) => invoke('unlock_bill', { password }),
  billRows: (search, from) => invoke('bill_rows', { search, from }),
  importBill: (rows) => invoke('import_bill', { rows }),
  importSheet: () => invoke('import_sheet'),
  forgetBill: () => invoke('forget_bill'),
  saveSheetTemplate: () => invoke('save_sheet_template'),

  loadSamples: () => invoke('load_samples'),
  removeSamples: () => invoke('remove_samples'),
  about: () => invoke('about'),
  openLogs: () => invoke('open_logs'),
  settings: () => invoke('settings'),
  setSettings: (settings) => invoke('set_settings', { settings }),
  rules: () => invoke('rules'),
  setRule: (group, key, text) => invoke('set_rule', { group, key, text }),
  keepRule: (group, key) => invoke('keep_rule', { group, key }),
  importHolidays: () => invoke('import_holidays'),

  backups: () => invoke('backups'),
  setBackups: (daily, limitMb) => invoke('set_backups', { daily, limitMb }),
  chooseBackupFolder: () => invoke('choose_backup_folder'),
  usualBackupFolder: () => invoke('usual_backup_folder'),
  openBackupFolder: () => invoke('open_backup_folder'),
  backupNow: () => invoke('backup_now'),
  exportEverything: () => invoke('export_everything'),
  lookInto: (path, passphrase) => invoke('look_into', { path, passphrase }),
  restoreBackup: () => invoke('restore_backup'),

  protection: () => invoke('protection'),
  protect: (current, wanted) => invoke('protect', { current, wanted }),
  unlock: (passphrase) => invoke('unlock', { passphrase }),
  lock: () => invoke('lock'),
  rescue: () => invoke('rescue'),

  pageReady: () => invoke('page_ready'),
  reportPageError: (message) => invoke('report_page_error', { message }),

  on(name, tell) {
    // Listening starts asynchronously; whoever stops before it has started must still be stopped.
    let stopped = false
    let unlisten: (() => void) | undefined
    void listen(name, (event) => {
      if (!stopped) tell(event.payload as Parameters<typeof tell>[0])
    }).then((stop) => {
      if (stopped) stop()
      else unlisten = stop
    })
    return () => {
      stopped = true
      unlisten?.()
    }
  },

  pictureUrl: (sha256) => convertFileSrc(sha256, 'shot'),
  thumbUrl: (sha256) => convertFileSrc(`thumb/${sha256}`, 'shot'),
}
