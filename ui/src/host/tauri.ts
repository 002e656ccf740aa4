// The only file that knows the shell is Tauri.
import { convertFileSrc, invoke } from '@tauri-apps/api/core'
import { listen } from '@tauri-apps/api/event'
import { createHost } from './host'

export const tauriHost = createHost({
  call: (name, payload) => invoke('call', { name, payload }),
  stageBytes: (name, bytes) => invoke('stage_bytes', bytes, { headers: { 'x-name': encodeURIComponent(name) } }),

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
})
