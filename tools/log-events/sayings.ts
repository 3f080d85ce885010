import { fieldNames, type LogCall, logCalls } from "./log-calls.ts";
import { lineOf, quotedText, quotedTexts } from "./source-parts.ts";

/** The table of events: text -> name. */
export type EventTable = Readonly<Record<string, string>>;

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A place that says a text of the table. */
export interface Saying {
  readonly text: string;
  readonly path: string;
  readonly level: string;
  readonly isOnce: boolean;
  readonly fields: readonly string[];
}

/** Who says the texts that a file hands to a function of another file: file and function -> file. */
const SAID_ELSEWHERE: Readonly<Record<string, string>> = {
  "src/everest/interfaces/client.ts report": "src/everest/interfaces/violation-log.ts",
  "src/everest/interfaces/provider.ts report": "src/everest/interfaces/violation-log.ts",
  "src/runtime/module-config.ts": "src/runtime/read-configuration.ts",
};

/** Every place that says something, and what is wrong with the calls. */
export function findSayings(
  files: readonly SourceFile[],
  table: EventTable,
): { readonly sayings: readonly Saying[]; readonly problems: readonly string[] } {
  const calls = new Map(files.map(({ path, text }) => [path, logCalls(text)]));
  const sayings: Saying[] = [];
  const problems: string[] = [];
  for (const file of files) {
    const ofFile = calls.get(file.path) ?? [];
    for (const call of ofFile) {
      const place = `${file.path}:${call.line}`;
      const text = quotedText(call.text.text);
      if (text !== undefined && Object.hasOwn(table, text)) {
        sayings.push(saying(text, file.path, call));
      } else if (text !== undefined) {
        problems.push(`${place}: "${text}" is not in src/kernel/log-events.ts`);
      } else if (!isHandedOn(call)) {
        problems.push(`${place}: the text is not constant: what varies is a field`);
      }
    }
    for (const { text, start } of handedOver(file.text, ofFile, table)) {
      const said = calls.get(whoSays(file, start))?.find(isHandedOn);
      if (said) sayings.push(saying(text, file.path, { ...said, ...fieldsBeside(file.text, start) }));
      else problems.push(`${file.path}:${lineOf(file.text, start)}: nothing seems to say "${text}"`);
    }
  }
  return { sayings, problems };
}

function saying(text: string, path: string, { level, isOnce, fields }: LogCall): Saying {
  return { text, path, level, isOnce, fields };
}

/** The text is a parameter or a constant. Its type allows the texts of the table only. */
function isHandedOn({ text }: LogCall): boolean {
  return /^[\w.]+$/.test(text.text);
}

/** Texts of the table that are no argument of a call of the log, but of a function that calls it, or a constant. */
function handedOver(source: string, calls: readonly LogCall[], table: EventTable) {
  const direct = new Set(calls.map(({ text }) => text.start));
  return quotedTexts(source).filter(({ text, start }) => Object.hasOwn(table, text) && !direct.has(start));
}

/** The fields of `{ message: "a text", fields: { … } }`. */
function fieldsBeside(source: string, start: number): Partial<Pick<LogCall, "fields">> {
  const beside = /^"[^"\n]*",\s*fields: (?=\{)/.exec(source.slice(start));
  if (!beside) return {};
  const at = start + beside[0].length;
  return { fields: fieldNames(source.slice(at), source.slice(0, at)) };
}

function whoSays({ path, text }: SourceFile, start: number): string {
  const called = /(\w+)\([^()]*$/.exec(text.slice(0, start))?.[1];
  return SAID_ELSEWHERE[`${path} ${called}`] ?? SAID_ELSEWHERE[path] ?? path;
}
