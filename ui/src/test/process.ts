// Starts the app's host process once for all test files, and ends it with them.
import { spawn } from 'node:child_process'
import { existsSync, statfsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the worlds are made. */
    host: string
  }
}

export default async function setup(project: TestProject): Promise<() => void> {
  const target = resolve('..', process.env.CARGO_TARGET_DIR ?? 'target')
  const program = join(target, 'debug', process.platform === 'win32' ? 'daozhang-host.exe' : 'daozhang-host')
  if (!existsSync(program)) throw new Error(`The tests run on the real core, and its program is not built yet: cargo xtask test page builds it and runs them (${program} is not there).`)
  const host = spawn(program, { env: { ...process.env, ...inMemory() }, stdio: ['pipe', 'pipe', 'inherit'] })
  const port = await new Promise<string>((told, failed) => {
    host.once('error', failed)
    host.once('exit', (code) => failed(new Error(`${program} ended with ${code} before it told its port`)))
    createInterface(host.stdout).once('line', told)
  })
  project.provide('host', `http://127.0.0.1:${port}`)
  return () => void host.stdin.end()
}

/** Where there is much memory for files, the worlds stand there: nothing of them is to outlive a power cut. */
function inMemory(): { TMPDIR?: string } {
  const folder = '/dev/shm'
  if (!existsSync(folder)) return {}
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize > 2 ** 30 ? { TMPDIR: folder } : {}
}
