import { describe, expect, it } from 'vitest';
import { failureGroups, nameOf } from '@/lib/evaluation/failure-groups';
import { REGION_IDS, type RegionId } from '@/lib/landmarks/scheme';
import { risingOrder } from '@/lib/metrics/bootstrap';
import { createRandom } from '@/lib/random';
import { columnsOf, type Row } from '@/tests/fixtures/faces/result-columns';

const random = createRandom(4);
/** A face on which these regions are `times` as wrong as the others, each with a little noise. */
const face = (id: string, loud: readonly RegionId[], times: number): Row => {
  const regions = Object.fromEntries(
    REGION_IDS.map((region) => [region, (loud.includes(region) ? times : 1) * (2 + random.uniform(0, 0.3))]),
  );
  const values = Object.values(regions);
  return { id, error: values.reduce((sum, value) => sum + value, 0) / values.length, regions };
};
const many = (count: number, name: string, loud: readonly RegionId[], times = 6) =>
  Array.from({ length: count }, (_, i) => face(`${name}-${i}`, loud, times));

const worstFirst = (columns: ReturnType<typeof columnsOf>) => risingOrder(columns.model.error).reverse();

describe('groups of like failures', () => {
  const columns = columnsOf([
    ...many(14, 'brows', ['right-brow', 'left-brow']),
    ...many(25, 'mouth', ['outer-lip', 'inner-lip']),
    ...many(9, 'jaw', ['jaw']),
  ]);

  it('are told by where on the face the error is, and named for it', () => {
    const groups = failureGroups(columns, worstFirst(columns));
    expect(groups.map(({ name, rows }) => [name, rows.length])).toEqual([
      ['mouth', 25],
      ['both brows', 14],
      ['jaw', 9],
    ]);
    for (const { name, rows } of groups) {
      const word = name === 'both brows' ? 'brows' : name;
      expect(Array.from(rows, (row) => columns.ids[row]).every((id) => id.startsWith(word))).toBe(true);
      const errors = Array.from(rows, (row) => columns.model.error[row]);
      expect(errors).toEqual([...errors].sort((a, b) => b - a));
    }
    expect(groups[2].profile[0]).toBeGreaterThan(2);
  });

  it('do not depend on how bad an image is', () => {
    const mixed = columnsOf([...many(10, 'slight', ['nose'], 3), ...many(10, 'gross', ['nose'], 3.2)]);
    mixed.model.regions.forEach((value, i) => {
      if (i % 20 >= 10) mixed.model.regions[i] = 10 * value;
    });
    expect(failureGroups(mixed, worstFirst(mixed)).map(({ name }) => name)).toHaveLength(1);
  });

  it('are the same each time', () => {
    expect(failureGroups(columns, worstFirst(columns))).toEqual(failureGroups(columns, worstFirst(columns)));
  });

  it('are none for a handful of images', () => {
    const few = columnsOf(many(7, 'few', ['jaw']));
    expect(failureGroups(few, worstFirst(few))).toEqual([]);
  });
});

describe('names', () => {
  const pattern = (loud: Partial<Record<RegionId, number>>) => REGION_IDS.map((region) => loud[region] ?? 0.7);
  it('say both sides in one word, the loudest first', () => {
    expect(nameOf(pattern({ jaw: 1.4, 'left-brow': 2 }))).toBe('left brow and jaw');
    expect(nameOf(pattern({ 'right-eye': 2, 'left-eye': 1.5, nose: 1.6, 'outer-lip': 1.4 }))).toBe(
      'both eyes, nose and outer lip',
    );
    expect(nameOf(pattern({ 'outer-lip': 2, 'inner-lip': 2 }))).toBe('mouth');
    expect(nameOf(REGION_IDS.map(() => 1))).toBe('the whole face');
  });
});
