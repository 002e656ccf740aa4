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
  attachShots: (id, shots) => invoke('attach_shots', { id, shots }),

  markArrived: (id, at) => invoke('mark_arrived', { id, at }),
  markRefunded: (id, amount, at) => invoke('mark_refunded', { id, amount, at }),
  closeOrder: (id, reason) => invoke('close_order', { id, reason }),
  undoEvent: (id, seq) => invoke('undo_event', { id, seq }),
  addEvent: (id, event) => invoke('add_event', { id, ...event }),
  fileComplaint: (id, number, at) => invoke('file_complaint', { id, to: 'payment', number, at }),

  pauseReminders: (pause) => invoke('pause_reminders', { pause }),
  releaseTimes: (platform) => invoke('release_times', { platform }),
  setReleaseTimes: (platform, times) => invoke('set_release_times', { platform, times }),
  exportCalendar: () => invoke('export_calendar'),

  letter: (id, to) => invoke('letter', { id, to }),
  copyLetter: (id, to, text) => invoke('copy_letter', { id, to, text }),
  exportPackage: (ids, choose) => invoke('export_package', { ids, choose }),
  openExport: (dir) => invoke('open_export', { dir }),

  loadSamples: () => invoke('load_samples'),
  removeSamples: () => invoke('remove_samples'),
  about: () => invoke('about'),
  settings: () => invoke('settings'),
  setSettings: (settings) => invoke('set_settings', { settings }),
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
