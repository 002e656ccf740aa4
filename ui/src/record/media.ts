/** What a file is to the eye and the ear. */
export type MediaSort = 'picture' | 'paper' | 'sound' | 'film'

export function sortOf(media: string): MediaSort {
  if (media.startsWith('image/')) return 'picture'
  if (media.startsWith('audio/')) return 'sound'
  return media.startsWith('video/') ? 'film' : 'paper'
}

/** Browsers do not agree on what an .m4a is called. */
const RECORDINGS = ['audio/mpeg', 'audio/mp3', 'audio/mp4', 'audio/m4a', 'audio/x-m4a', 'video/mp4']

/** Whether a pasted file can be kept as evidence. The shell looks at its bytes; this only keeps the rest from being sent there. */
export function canBeEvidence(file: File): boolean {
  return file.type.startsWith('image/') || file.type === 'application/pdf' || RECORDINGS.includes(file.type)
}
