/** One block comment, or line comments that follow each other. */
export interface Comment {
  /** The line at which it begins, from 1. */
  readonly line: number;
  readonly text: string;
}

const COMMENT = /\/\*[\s\S]*?\*\/|(?:^|(?<=\s))\/\/[^\n]*(?:\n[ \t]*\/\/[^\n]*)*/g;

/** The comments of a TypeScript source, in order. */
export function commentsOf(source: string): Comment[] {
  return [...source.matchAll(COMMENT)].map(({ index, 0: text }) => ({
    line: source.slice(0, index).split("\n").length,
    text,
  }));
}
