import { printable } from "./printable.ts";

const MAX_COLUMNS = 100;

/** A text in lines of at most 100 characters, each behind the indent; words longer than that stay whole. */
export function wrapped(text: string, indent: string): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of printable(text).split(/\s+/)) {
    if (line !== indent && line.length + 1 + word.length > MAX_COLUMNS) {
      lines.push(line);
      line = indent;
    }
    line += line === indent ? word : ` ${word}`;
  }
  return [...lines, line].join("\n");
}
