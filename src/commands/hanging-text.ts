import { printable } from "./printable.ts";

/** Widest line of a text that is read, not looked up. */
const READING_WIDTH = 100;
const LEAST_WIDTH = 20;

/** How wide sentences are on a terminal of this width, or elsewhere (undefined). */
export function readingWidth(columns: number | undefined): number {
  return Math.min(columns ?? READING_WIDTH, READING_WIDTH);
}

/**
 * A text that begins in column `indent` and goes on there in the next lines, none of which is longer than `columns`. A
 * word that does not fit is broken behind its commas, or else anywhere.
 */
export function hanging(text: string, indent: number, columns = READING_WIDTH): string {
  const width = Math.max(LEAST_WIDTH, columns - indent);
  const lines: string[] = [];
  let line = "";
  for (const word of printable(text).split(/\s+/)) {
    for (const [index, piece] of pieces(word, width).entries()) {
      const isJoined = index > 0 || line === "";
      const longer = `${line}${isJoined ? "" : " "}${piece}`;
      if (line !== "" && longer.length > width) {
        lines.push(line);
        line = piece;
      } else line = longer;
    }
  }
  return [...lines, line].join(`\n${" ".repeat(indent)}`);
}

/** A word in pieces of at most this width. */
function pieces(word: string, width: number): string[] {
  if (word.length <= width) return [word];
  return word.split(/(?<=,)/).flatMap((piece) => piece.match(new RegExp(`.{1,${width}}`, "gsu")) ?? [piece]);
}
