import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** The rooms from left to right: each may import what stands at its right, never what stands at its left. */
const ROOMS = ['app', 'components', 'models', 'lib'] as const;

interface Import {
  readonly file: string;
  readonly target: string;
  readonly isTypeOnly: boolean;
}

function sources(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'assembly' ? [] : sources(file);
    return /\.(ts|tsx|mts|mjs|js)$/.test(entry.name) ? [file] : [];
  });
}

const IMPORT =
  /(?:^|\n)\s*(import|export)\s+(type\s)?[^'";]*?from\s+['"]([^'"]+)['"]|import\(\s*(?:\/\*.*?\*\/\s*)?['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s+['"]([^'"]+)['"]/g;

function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  return [...text.matchAll(IMPORT)].map((match) => {
    const written = match[3] ?? match[4] ?? match[5];
    const target = written.startsWith('@/')
      ? written.slice(2)
      : written.startsWith('.')
        ? path.posix.join(path.posix.dirname(file), written)
        : written;
    return { file, target, isTypeOnly: match[2] !== undefined };
  });
}

const imports = [...ROOMS.flatMap((room) => sources(room)), 'proxy.ts', 'instrumentation.ts'].flatMap(importsOf);

/** `file → target` of the imports that a rule forbids. */
const offences = (isForbidden: (entry: Import) => boolean): string[] =>
  imports.filter(isForbidden).map(({ file, target }) => `${file} → ${target}`);

const isPackage = (target: string, names: readonly string[]) =>
  names.some(
    (name) => target === name || target.startsWith(`${name}/`) || (name.endsWith('/') && target.startsWith(name)),
  );

const roomOf = (file: string) => ROOMS.indexOf(file.split('/')[0] as (typeof ROOMS)[number]);

describe('the arrows of the house', () => {
  it('reads the imports of every room', () => {
    for (const room of ROOMS) expect(imports.some(({ file }) => file.startsWith(`${room}/`))).toBe(true);
    expect(imports).toContainEqual(
      expect.objectContaining({ file: 'models/facemesh/network.ts', target: '@tensorflow/tfjs-core' }),
    );
  });

  it('lets no room import one at its left', () => {
    expect(
      offences(({ file, target }) => roomOf(file) >= 0 && roomOf(target) >= 0 && roomOf(target) < roomOf(file)),
    ).toEqual([]);
  });

  it('keeps tfjs in models', () => {
    expect(offences(({ file, target }) => isPackage(target, ['@tensorflow/']) && !file.startsWith('models/'))).toEqual(
      [],
    );
  });

  it('keeps React and Next in app and components', () => {
    const names = ['react', 'react-dom', 'next', 'zustand', 'react-konva'];
    const isAllowed = (file: string) => /^(app|components)\/|^proxy\.ts$/.test(file);
    expect(offences(({ file, target }) => isPackage(target, names) && !isAllowed(file))).toEqual([]);
  });

  it('keeps Konva in components/editor', () => {
    const names = ['konva', 'react-konva'];
    expect(offences(({ file, target }) => isPackage(target, names) && !file.startsWith('components/editor/'))).toEqual(
      [],
    );
  });

  it('keeps the database client in lib/server', () => {
    const isDatabase = (target: string) =>
      target.startsWith('prisma/') || isPackage(target, ['@prisma/client', '@prisma/adapter-libsql', '@libsql/client']);
    expect(offences(({ file, target }) => isDatabase(target) && !file.startsWith('lib/server/'))).toEqual([]);
  });

  it('lets only app and the command line import lib/server', () => {
    const isAllowed = (file: string) => /^(app|lib\/server|models\/cli)\/|^(proxy|instrumentation)\.ts$/.test(file);
    expect(offences(({ file, target }) => target.startsWith('lib/server/') && !isAllowed(file))).toEqual([]);
  });

  it('keeps Node out of lib, but where a name ends in -node and in lib/server', () => {
    const isAllowed = (file: string) =>
      !file.startsWith('lib/') || file.startsWith('lib/server/') || /-node\.ts$/.test(file);
    expect(
      offences(({ file, target }) => (target.startsWith('node:') || target === 'sharp') && !isAllowed(file)),
    ).toEqual([]);
  });

  it('lets no pure file of lib import one that needs Node', () => {
    const isPure = (file: string) =>
      file.startsWith('lib/') && !file.startsWith('lib/server/') && !/-node\.ts$/.test(file);
    expect(offences(({ file, target }) => isPure(file) && /-node$/.test(target))).toEqual([]);
  });

  it('has no circle among the modules', () => {
    const files = new Set(imports.map(({ file }) => file));
    const resolve = (target: string) =>
      [target, `${target}.ts`, `${target}.tsx`, `${target}/index.ts`].find((candidate) => files.has(candidate));
    const next = new Map<string, string[]>();
    for (const { file, target, isTypeOnly } of imports) {
      const found = isTypeOnly ? undefined : resolve(target);
      if (found) next.set(file, [...(next.get(file) ?? []), found]);
    }
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, path_: readonly string[]): void => {
      if (path_.includes(file)) {
        circles.push([...path_.slice(path_.indexOf(file)), file].join(' → '));
        return;
      }
      if (done.has(file)) return;
      for (const target of next.get(file) ?? []) visit(target, [...path_, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(circles).toEqual([]);
  });
});
