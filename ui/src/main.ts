import './styles/tokens.css'
import './styles/dialog.css'
import './styles/base.css'
import { createApp } from 'vue'
import App from './App.vue'
import { hostKey, type Host } from './host/host'
import { createWords } from './locales'
import { language, speak } from './locales/language'
import { createPages } from './pages'
import { followSystemTheme } from './shell/theme'

function describe(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? `${thrown.name}: ${thrown.message}`) : String(thrown)
}

async function chooseHost(): Promise<Host> {
  if (import.meta.env.MODE === 'host') return (await import('./host/http')).browserHost()
  return (await import('./host/tauri')).tauriHost
}

async function start(): Promise<void> {
  followSystemTheme()
  const host = await chooseHost()
  const report = (thrown: unknown): void => {
    void host.reportPageError(describe(thrown)).catch(() => undefined)
    if (!import.meta.env.PROD) console.error(thrown)
  }
  window.addEventListener('error', (e) => report(e.error ?? e.message))
  window.addEventListener('unhandledrejection', (e) => report(e.reason))

  // A locked or damaged data file does not tell in which language it was used.
  await host.speakAsBefore(language.value).then(speak).catch(report)
  const app = createApp(App)
  app.config.errorHandler = report
  app.provide(hostKey, host)
  app.use(createWords())
  app.use(createPages())
  app.mount('#app')
}

void start()
