import { describe, expect, it } from 'vitest';
import { datasetNameSchema } from '@/lib/contracts/common';
import {
  type Command,
  choice,
  integerOption,
  parseCommandLine,
  requireOption,
  requireValid,
  UsageError,
} from '@/models/cli/command';

const command: Command = {
  name: 'draw',
  usage: 'draw FILE --size PX',
  summary: 'draws',
  options: { size: { type: 'string' }, quietly: { type: 'boolean' } },
  positionals: 1,
  run: async () => ({ json: null, lines: [] }),
};

const usageError = (message: string) => new UsageError(message);

describe('a command line', () => {
  it('is arguments and options in any order, --json everywhere', () => {
    expect(parseCommandLine(command, ['--size', '5', 'a.png', '--json', '--quietly'])).toEqual({
      positionals: ['a.png'],
      options: { size: '5', quietly: true, json: true },
    });
  });

  it.each<[string[], string]>([
    [[], 'expected 1 argument(s), found 0'],
    [['a', 'b'], 'expected 1 argument(s), found 2'],
    [['a', '--sze', '5'], "Unknown option '--sze'"],
    [['a', '--size'], "Option '--size <value>' argument missing"],
    [['a', '--size', '--json'], "Option '--size' argument is ambiguous"],
    [['a', '--quietly=yes'], "Option '--quietly' does not take an argument"],
  ])('%j is refused in one line', (args, message) => {
    expect(() => parseCommandLine(command, args)).toThrow(usageError(message));
  });
});

describe('an option', () => {
  it('that is needed is there', () => {
    expect(requireOption({ out: 'x' }, 'out')).toBe('x');
    for (const options of [{}, { out: '' }, { out: true }]) {
      expect(() => requireOption(options, 'out')).toThrow(usageError('--out: expected a value, found none'));
    }
  });

  it('is one of its choices', () => {
    expect(choice({ kind: 'real' }, 'kind', ['real', 'synthetic'])).toBe('real');
    expect(choice({}, 'kind', ['real'])).toBeUndefined();
    expect(() => choice({ kind: 'drawn' }, 'kind', ['real', 'synthetic'])).toThrow(
      usageError('--kind: expected one of real, synthetic, found drawn'),
    );
  });

  it('is a whole number in its range', () => {
    const range = { min: 1, max: 10 };
    expect(integerOption({ count: '10' }, 'count', range)).toBe(10);
    expect(integerOption({}, 'count', range)).toBeUndefined();
    for (const count of ['0', '11', '1.5', 'ten', '', '1e', 'NaN']) {
      expect(() => integerOption({ count }, 'count', range)).toThrow(
        usageError(`--count: expected a whole number 1–10, found ${count}`),
      );
    }
  });

  it('is as its schema wants it', () => {
    expect(requireValid({ dataset: ' My faces ' }, 'dataset', datasetNameSchema)).toBe('My faces');
    expect(() => requireValid({ dataset: 'a/b' }, 'dataset', datasetNameSchema)).toThrow(
      usageError('--dataset: expected 1–64 letters, digits, spaces, dots, dashes, found a/b'),
    );
  });
});
