import { printable } from "./printable.ts";

/** Widest line of a text. */
const MAX_COLUMNS = 100;

/** A text that begins in column `indent` and goes on there in the next lines; none is longer than 100 characters. */
export function hanging(text: string, indent: number): string {
  const width = MAX_COLUMNS - indent;
  const lines: string[] = [];
  let line = "";
  for (const word of printable(text).split(/\s+/).flatMap((word) => pieces(word, width))) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`\n${" ".repeat(indent)}`);
}

function pieces(word: string, width: number): string[] {
  return word.match(new RegExp(`.{1,${width}}`, "gsu")) ?? [word];
}
