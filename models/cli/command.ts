import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { z } from 'zod';

/** Wrong use of the command line: told with the command's usage, exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export type OptionValues = Readonly<Record<string, string | boolean | undefined>>;

export interface CommandContext {
  /** Progress and remarks: standard error, so that standard output holds the answer alone. */
  note(line: string): void;
  readonly signal: AbortSignal;
}

/** What a command answers: JSON for `--json`, lines for people. */
export interface CommandResult {
  readonly json: unknown;
  readonly lines: readonly string[];
}

export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  readonly positionals: number;
  run(positionals: readonly string[], options: OptionValues, context: CommandContext): Promise<CommandResult>;
}

/** @throws UsageError for unknown options and a wrong number of arguments */
export function parseCommandLine(
  command: Command,
  args: readonly string[],
): { positionals: string[]; options: OptionValues } {
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({
      args: [...args],
      options: { ...command.options, json: { type: 'boolean' } },
      allowPositionals: true,
      strict: true,
    });
  } catch (cause) {
    // Node's advice on quoting comes after the first sentence
    throw new UsageError((cause as Error).message.split(/\. |\.?\n/)[0], { cause });
  }
  const { positionals, values } = parsed;
  if (positionals.length !== command.positionals) {
    throw new UsageError(`expected ${command.positionals} argument(s), found ${positionals.length}`);
  }
  return { positionals, options: values as OptionValues };
}

/** @throws UsageError when it is missing */
export function requireOption(options: OptionValues, name: string): string {
  const value = options[name];
  if (typeof value !== 'string' || value === '') throw new UsageError(`--${name}: expected a value, found none`);
  return value;
}

/** @throws UsageError when it is missing or not as the schema wants it */
export function requireValid<T>(options: OptionValues, name: string, schema: z.ZodType<T>): T {
  const value = requireOption(options, name);
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new UsageError(`--${name}: ${parsed.error.issues[0].message}, found ${value}`);
  return parsed.data;
}

/** @throws UsageError naming the choices */
export function choice<T extends string>(options: OptionValues, name: string, choices: readonly T[]): T | undefined {
  const value = options[name];
  if (value === undefined) return undefined;
  const found = choices.find((candidate) => candidate === value);
  if (!found) throw new UsageError(`--${name}: expected one of ${choices.join(', ')}, found ${value}`);
  return found;
}

/** @throws UsageError for anything but a whole number in the range */
export function integerOption(
  options: OptionValues,
  name: string,
  { min, max }: { min: number; max: number },
): number | undefined {
  const value = options[name];
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!Number.isInteger(number) || number < min || number > max) {
    throw new UsageError(`--${name}: expected a whole number ${min}–${max}, found ${value}`);
  }
  return number;
}
