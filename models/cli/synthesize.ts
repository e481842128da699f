import { folderSink } from '@/lib/datasets/file-sink-node';
import { syntheticFaceFiles } from '@/lib/synthesis/face-files-node';
import { synthesizeFace } from '@/lib/synthesis/synthesize-face';
import { type Command, integerOption, requireOption } from './command';

export const synthesize: Command = {
  name: 'synthesize',
  usage: 'synthesize --count N --seed S --out DIR [--size PX]',
  summary: "generate faces with exact landmarks, in Face Synthetics' layout",
  options: {
    count: { type: 'string' },
    seed: { type: 'string' },
    out: { type: 'string' },
    size: { type: 'string' },
  },
  positionals: 0,
  async run(_, options, { note, signal }) {
    requireOption(options, 'count');
    const count = integerOption(options, 'count', { min: 1, max: 1_000_000 }) ?? 1;
    const seed = integerOption(options, 'seed', { min: 0, max: 2 ** 31 - 1 }) ?? 0;
    const size = integerOption(options, 'size', { min: 64, max: 1024 }) ?? 256;
    const out = requireOption(options, 'out');
    const sink = folderSink(out);
    const start = performance.now();
    let told = start;
    for (let i = 0; i < count; i++) {
      signal.throwIfAborted();
      // face i of seed S is the same face whatever the count
      const face = synthesizeFace((Math.imul(seed, 1_000_003) + i) >>> 0, { size, supersample: 2 });
      for (const [file, content] of await syntheticFaceFiles(face, i)) await sink.write(file, content);
      if (performance.now() - told > 2000) {
        told = performance.now();
        note(`${i + 1}/${count} faces, ${((1000 * (i + 1)) / (told - start)).toFixed(1)} a second`);
      }
    }
    return { json: { count, seed, size, out }, lines: [`${count} faces of ${size} × ${size} px written to ${out}`] };
  },
};
