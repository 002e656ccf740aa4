import vue from '@vitejs/plugin-vue'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [
    vue(),
    {
      // The way to the app without a window is for tests and for a plain browser. It never ships.
      name: 'no-http-in-production',
      generateBundle(_options, bundle) {
        for (const chunk of Object.values(bundle)) {
          if (chunk.type !== 'chunk') continue
          const leaked = Object.keys(chunk.modules).find((id) => /\/host\/http/.test(id))
          if (leaked) this.error(`${leaked} would ship in ${chunk.fileName}`)
        }
      },
    },
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
    __INTLIFY_JIT_COMPILATION__: 'true',
    __INTLIFY_DROP_MESSAGE_COMPILER__: 'false',
  },
  clearScreen: false,
  // `cargo xtask page` serves the app without a window at the port behind.
  server: { host: '127.0.0.1', port: 1420, strictPort: true, proxy: { '/world': 'http://127.0.0.1:1421' } },
  build: {
    target: 'es2022',
    // Assets stay files: an inlined script or style would need a hole in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // What the charts are drawn with is the largest part; it is read from the disk when a chart is first looked at.
    chunkSizeWarningLimit: 600,
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    globalSetup: ['src/test/process.ts'],
    setupFiles: ['src/test/setup.ts'],
    restoreMocks: true,
    // A check of a whole page takes long where other work goes on beside it: this only ends a test that hangs.
    testTimeout: 120_000,
    env: { TZ: 'Asia/Shanghai' },
  },
})
