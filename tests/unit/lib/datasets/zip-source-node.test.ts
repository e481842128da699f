import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openZip } from '@/lib/datasets/zip-source-node';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'landmarks-'));
});
afterEach(() => rm(folder, { recursive: true }));

const save = async (bytes: Uint8Array): Promise<string> => {
  const file = path.join(folder, 'set.zip');
  await writeFile(file, bytes);
  return file;
};
const openBytes = async (bytes: Uint8Array) => {
  const problems: string[] = [];
  const files = await openZip(await save(bytes), (problem) => problems.push(problem.message));
  return { files, problems };
};
const openEntries = (entries: Zippable) => openBytes(zipSync(entries));

/** Where a central directory record starts; its fields are patched to lie. */
function centralRecord(zip: Uint8Array, index = 0): number {
  const signature = [0x50, 0x4b, 0x01, 0x02];
  let seen = -1;
  for (let at = 0; at < zip.length; at++) {
    if (signature.every((byte, i) => zip[at + i] === byte) && ++seen === index) return at;
  }
  throw new Error(`expected central record ${index}, found ${seen + 1}`);
}

describe('openZip', () => {
  it('lists the files, sorted, without folders and hidden ones, and unpacks each when it is read', async () => {
    const { files, problems } = await openEntries({
      'b/c.txt': strToU8('deflated '.repeat(99)),
      'a.txt': [strToU8('stored'), { level: 0 }],
      'b/': new Uint8Array(),
      '__MACOSX/._a.txt': strToU8('x'),
      '.DS_Store': strToU8('x'),
    });
    expect(problems).toEqual([]);
    expect(await files.list()).toEqual(['a.txt', 'b/c.txt']);
    expect(new TextDecoder().decode(await files.read('b/c.txt'))).toBe('deflated '.repeat(99));
    expect(new TextDecoder().decode(await files.read('a.txt'))).toBe('stored');
    await expect(files.read('gone.txt')).rejects.toThrow('zip: gone.txt: expected a file of the archive, found none');
    await expect(files.read('a.txt', 5)).rejects.toThrow('zip: a.txt: expected at most 5 bytes, found 6');
    files.close();
  });

  it.each(['../evil.txt', '/evil.txt', 'a/../../evil.txt', '..\\evil.txt', 'C:\\evil.txt'])(
    'refuses the name %j and keeps the rest',
    async (name) => {
      const { files, problems } = await openEntries({ [name]: strToU8('evil'), 'good.txt': strToU8('good') });
      expect(problems).toEqual([
        `zip: ${name.replaceAll('\\', '/')}: expected a path inside the archive, found one that leaves it`,
      ]);
      expect(await files.list()).toEqual(['good.txt']);
      files.close();
    },
  );

  it('refuses symbolic links', async () => {
    const { files, problems } = await openEntries({
      link: [strToU8('/etc/passwd'), { os: 3, attrs: 0o120777 << 16 }],
    });
    expect(problems).toEqual(['zip: link: expected a file, found a symbolic link']);
    expect(await files.list()).toEqual([]);
    files.close();
  });

  it('refuses an entry that would swell two hundred times', async () => {
    const { files, problems } = await openEntries({
      'bomb.png': new Uint8Array(4 * 1024 * 1024),
      'ok.txt': new Uint8Array(9),
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(
      /^zip: bomb\.png: expected at most 200 bytes for each packed one, found 4194304 for \d+$/,
    );
    expect(await files.list()).toEqual(['ok.txt']);
    files.close();
  });

  it('refuses an entry that unpacks to more than the directory says', async () => {
    const zip = zipSync({ 'a.txt': strToU8('much more than that') });
    new DataView(zip.buffer).setUint32(centralRecord(zip) + 24, 3, true);
    const { files } = await openBytes(zip);
    await expect(files.read('a.txt')).rejects.toThrow('zip: a.txt: expected whole packed data, found it broken');
    files.close();
  });

  it('refuses an archive that claims more bytes than any import may', async () => {
    const entries = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`${i}.txt`, strToU8('x')]));
    const zip = zipSync(entries);
    for (let i = 0; i < 20; i++) new DataView(zip.buffer).setUint32(centralRecord(zip, i) + 24, 0xfffffffe, true);
    await expect(openBytes(zip)).rejects.toThrow('set.zip: expected at most 68719476736 bytes in all, found more');
  });

  it('refuses encrypted entries', async () => {
    const zip = zipSync({ 'a.txt': strToU8('x') });
    zip[centralRecord(zip) + 8] |= 1;
    const { files, problems } = await openBytes(zip);
    expect(problems).toEqual(['zip: a.txt: expected a readable file, found an encrypted one']);
    files.close();
  });

  it('refuses packing methods it does not know', async () => {
    const zip = zipSync({ 'a.txt': strToU8('x') });
    zip[centralRecord(zip) + 10] = 14; // LZMA
    const { files, problems } = await openBytes(zip);
    expect(problems).toEqual(['zip: a.txt: expected a stored or deflated file, found compression method 14']);
    files.close();
  });

  it('refuses damaged data when the entry is read', async () => {
    const zip = zipSync({ 'a.txt': [strToU8('some stored words'), { level: 0 }] });
    zip[40] ^= 0xff; // inside the data, which starts at 30 + name
    const { files } = await openBytes(zip);
    await expect(files.read('a.txt')).rejects.toThrow('zip: a.txt: expected whole packed data, found another checksum');
    files.close();
  });

  it.each([
    ['no archive', strToU8('not a zip')],
    ['an archive cut short', zipSync({ 'a.txt': strToU8('x') }).subarray(0, -30)],
  ])('refuses %s in one line', async (_, bytes) => {
    await expect(openBytes(bytes)).rejects.toThrow(
      /^zip: .*set\.zip: expected a whole zip archive, found something else$/,
    );
  });
});
