import type { StagedShots } from '@/bindings/StagedShots'
import { takesTyping } from '@/keys/ime'
import type { Host } from '@/host/host'
import { canBeEvidence } from './media'
import type { Staging } from './staging'

function filesOf(data: DataTransfer): File[] {
  const files: File[] = []
  for (const item of Array.from(data.items)) {
    const file = item.kind === 'file' ? item.getAsFile() : null
    if (file) files.push(file)
  }
  return files.length > 0 ? files : Array.from(data.files)
}

async function stageFiles(host: Host, files: File[], unnamed: string): Promise<StagedShots> {
  const all: StagedShots = { staged: [], refused: [], damaged: [] }
  for (const file of files) {
    const answer = await host.stageBytes(file.name || unnamed, new Uint8Array(await file.arrayBuffer()))
    all.staged.push(...answer.staged)
    all.refused.push(...answer.refused)
    all.damaged.push(...answer.damaged)
  }
  return all
}

/**
 * Takes pictures out of a paste, wherever the focus is. Text wins: a paste that carries text is left to the field it goes to.
 * WebKitGTK sends a paste with nothing usable in it when the clipboard holds only a picture; then the shell is asked to look.
 */
export function takePaste(e: ClipboardEvent, host: Host, staging: Staging, unnamed: string): void {
  const data = e.clipboardData
  if (data && data.getData('text/plain') !== '') return
  const files = data ? filesOf(data) : []
  const shots = files.filter(canBeEvidence)
  if (shots.length > 0) {
    e.preventDefault()
    void staging.run(() => stageFiles(host, shots, unnamed))
    return
  }
  if (files.length > 0) return
  // In a text field an empty clipboard is no news; elsewhere whoever pressed the keys wants to know why nothing came.
  void staging.run(() => host.stageClipboard(), takesTyping(e.target))
}
