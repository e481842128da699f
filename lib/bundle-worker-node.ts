import { build } from 'esbuild';

/**
 * A worker's source and all it imports as one script, so that a thread needs no TypeScript loader of its own.
 *
 * @param entry    file of the worker
 * @param external packages that the script asks for when it runs; they are looked up from the entry's folder
 */
export async function bundleWorker(entry: string, external: readonly string[] = []): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: [...external],
    // a script run from its text would look packages up from wherever the program was started
    banner: {
      js: external.length > 0 ? `require = require('node:module').createRequire(${JSON.stringify(entry)});` : '',
    },
    logLevel: 'silent',
  });
  return outputFiles[0].text;
}
