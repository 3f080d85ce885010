import { commentsOf } from "./comments-of.ts";

/** Words that stand for a precise one: stored, accepted, received, reported, used. */
const VAGUE = /\b(?:kept|taken|held|whoever|what is told)\b/gi;
/** A name from the code. */
const NAME = /`[^`]*`/g;

/** The vague words of a text, in lower case. A line break counts as a blank, and names in backticks do not count. */
export function vagueWords(text: string): string[] {
  const words = text.replace(NAME, "").replace(/\s+(?:(?:\*|\/\/)\s+)?/g, " ");
  return (words.match(VAGUE) ?? []).map((word) => word.toLowerCase());
}

/** What is vague in the comments of a source: `line: word`. */
export function vagueComments(source: string): string[] {
  return commentsOf(source).flatMap(({ line, text }) => vagueWords(text).map((word) => `${line}: ${word}`));
}
