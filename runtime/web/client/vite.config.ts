import { quasar, transformAssetUrls } from '@quasar/vite-plugin';
import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { modelIcons } from './build-tools/model-icons.ts';

const server = process.env.FORMWORK_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [vue({ template: { transformAssetUrls } }), quasar(), modelIcons()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { proxy: { '/api': server, '/openapi.json': server } },
  preview: { proxy: { '/api': server, '/openapi.json': server } },
  build: {
    target: ['chrome109', 'firefox115', 'safari16'],
    chunkSizeWarningLimit: 700,
    emptyOutDir: true,
  },
});
