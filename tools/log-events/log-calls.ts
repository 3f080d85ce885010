import { lineOf, type Part, partsWithin } from "./source-parts.ts";

/** A call of a logger, as it is written. */
export interface LogCall {
  readonly line: number;
  readonly level: string;
  /** Through a `OnceLog`: told once for the life of the process. */
  readonly isOnce: boolean;
  /** The expression of the text. */
  readonly text: Part;
  /** Names of the fields; "…" for those that only a look at the code tells. */
  readonly fields: readonly string[];
}

const UNKNOWN = "…";

/** Loggers go by these names, with or without `#`, `this.` or what they are part of. */
const CALL = /\b(log|logger|once|onceLog)\??\.(error|warning|notice|info|debug)\(/gi;

export function logCalls(source: string): readonly LogCall[] {
  return [...source.matchAll(CALL)].flatMap((match) => {
    const [opening, receiver = "", level = ""] = match;
    const isOnce = receiver.toLowerCase().startsWith("once");
    const parts = partsWithin(source, match.index + opening.length - 1);
    const [text, fields] = isOnce ? parts.slice(1) : parts;
    if (text === undefined) return [];
    const line = lineOf(source, match.index);
    const before = source.slice(0, match.index);
    return [{ line, level, isOnce, text, fields: fields ? fieldNames(fields.text, before) : [] }];
  });
}

/** The names in an object of fields that is written out, or that is a constant in the source `before` it. */
export function fieldNames(expression: string, before: string): readonly string[] {
  if (expression.startsWith("{")) {
    return unique(partsWithin(expression, 0).flatMap(({ text }) => fieldName(text, before)));
  }
  const defined = definition(expression, before);
  return defined === undefined ? [UNKNOWN] : fieldNames(defined, before);
}

function fieldName(member: string, before: string): readonly string[] {
  if (!member.startsWith("...")) return [/^"?([\w$-]+)/.exec(member)?.[1] ?? UNKNOWN];
  const spread = member.slice(3);
  if (/^[\w.#]+$/.test(spread)) return fieldNames(spread, before);
  // On a condition, such as `...(info && { info })`.
  const objects = [...spread.matchAll(/\{/g)].map(({ index }) => fieldNames(spread.slice(index), before));
  return objects.length > 0 ? objects.flat() : [UNKNOWN];
}

/** The object that a name stands for, if it is written out above in the same file. */
function definition(name: string, before: string): string | undefined {
  if (!/^\w+$/.test(name)) return undefined;
  const found = [...before.matchAll(new RegExp(`\\bconst ${name} = (?=\\{)`, "g"))].at(-1);
  return found && before.slice(found.index + found[0].length);
}

/** Each once; what is unknown comes last. */
function unique(names: readonly string[]): readonly string[] {
  const known = [...new Set(names)].filter((name) => name !== UNKNOWN);
  return names.includes(UNKNOWN) ? [...known, UNKNOWN] : known;
}
