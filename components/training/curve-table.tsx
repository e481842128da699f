import { formatCount, formatPx } from '@/components/ui/format-number';
import { NumberHeads, Table } from '@/components/ui/table';
import type { TrainingCurves } from '@/lib/contracts/training-config';
import { MEASURES } from './measures';

/** Every validation as a row, the newest first, with the training loss of the last point before it. */
export function CurveTable({ curves, sets }: { readonly curves: TrainingCurves; readonly sets: readonly string[] }) {
  const rows = curves.validation.toReversed();
  return (
    <Table
      caption="Data of the curves"
      head={
        <>
          <NumberHeads names={['Step', 'Training loss']} />
          <th scope="col">Set</th>
          {MEASURES.map(({ id, label, axis }) => (
            <th key={id} scope="col" data-number title={axis}>
              {label}
            </th>
          ))}
        </>
      }
    >
      {rows.flatMap(({ step, sets: results }) =>
        sets
          .filter((set) => results[set])
          .map((set, i) => (
            <tr key={`${step} ${set}`}>
              <td data-number>{i === 0 && formatCount(step)}</td>
              <td data-number>{i === 0 && lossBefore(curves, step)}</td>
              <td>{set}</td>
              {MEASURES.map(({ id, of, format }) => (
                <td key={id} data-number>
                  {format(of(results[set]))}
                </td>
              ))}
            </tr>
          )),
      )}
    </Table>
  );
}

function lossBefore({ training }: TrainingCurves, step: number): string {
  const point = training.findLast((candidate) => candidate.step <= step);
  return point ? formatPx(point.landmarks) : '–';
}
