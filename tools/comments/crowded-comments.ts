const MOST_IDS = 2;
const REQUIREMENT_ID = /\b[A-P]\d\d\.FR\.\d{2,3}\b/g;

/** A block comment, or line comments that follow each other. */
const COMMENT = /\/\*[\s\S]*?\*\/|(?:^|(?<=\s))\/\/[^\n]*(?:\n[ \t]*\/\/[^\n]*)*/g;

/** Lines (from 1) at which a comment begins that lists more requirement ids than a reader wants to see. */
export function crowdedComments(source: string): number[] {
  return [...source.matchAll(COMMENT)]
    .filter(([comment]) => new Set(comment.match(REQUIREMENT_ID)).size > MOST_IDS)
    .map(({ index }) => source.slice(0, index).split("\n").length);
}
