import { describe, expect, it } from 'vitest';
import { throwProblem } from '@/lib/datasets/formats/format';
import { type ListedWriter, writeListed } from '@/lib/datasets/formats/listed-write';
import { exportSample, inTurn } from '../../../../fixtures/files/export-samples';
import { memorySink } from '../../../../fixtures/files/memory-files';

const writer: ListedWriter<string> = {
  format: 'coco-keypoints',
  refusal: () => null,
  entryOf: ({ imageFile }) => imageFile,
  lengthOf: (entry) => entry.length,
  fileOf: (split) => (split ? `landmarks_${split}.json` : 'landmarks.json'),
  formatFile: (entries) => entries.join(','),
};

async function written(maxFileChars: number) {
  const splits = ['train', null, 'train', 'val', 'train', null] as const;
  const samples = splits.map((split, i) => exportSample(`${i}.jpg`, { split }));
  const sink = memorySink();
  await writeListed(inTurn(samples), sink, writer, throwProblem, maxFileChars);
  return sink.written;
}

describe('label files of many images', () => {
  it('are one a split', async () => {
    expect(await written(1000)).toEqual({
      'landmarks_train.json': '0.jpg,2.jpg,4.jpg',
      'landmarks.json': '1.jpg,5.jpg',
      'landmarks_val.json': '3.jpg',
    });
  });

  it('are several where one text would be too long, an entry at least in each, the split still last in the name', async () => {
    const parts = ['landmarks_train.json', 'landmarks-2_train.json'];
    const files = await written(10);
    expect(parts.map((file) => files[file])).toEqual(['0.jpg,2.jpg', '4.jpg']);
    expect(files['landmarks.json']).toBe('1.jpg,5.jpg');
    expect(Object.keys(await written(1)).sort()).toEqual(
      [...parts, 'landmarks-3_train.json', 'landmarks.json', 'landmarks-2.json', 'landmarks_val.json'].sort(),
    );
  });
});
