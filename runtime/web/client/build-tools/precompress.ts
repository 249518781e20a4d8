import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const kWorthIt = 1024;

/** Writes x.gz and x.br beside x: the server sends them as they are and never compresses a static file itself. */
export function precompress(): Plugin {
  let folder = 'dist';
  function walk(path: string) {
    for (const name of readdirSync(path)) {
      const file = join(path, name);
      if (statSync(file).isDirectory()) walk(file);
      else if (/\.(js|css|svg|html|webmanifest)$/.test(name)) shrink(file);
    }
  }
  function shrink(file: string) {
    const bytes = readFileSync(file);
    if (bytes.length < kWorthIt) return;
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
  }
  return {
    name: 'formwork-precompress',
    apply: 'build',
    configResolved(config) {
      folder = config.build.outDir;
    },
    closeBundle: () => walk(folder),
  };
}
