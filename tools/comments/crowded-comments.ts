import { commentsOf } from "./comments-of.ts";

const MOST_IDS = 2;
/** A requirement, or a use case as a whole. */
const ID = /\b[A-P]\d\d(?:\.FR\.\d{2,3})?\b/g;

/** Lines (from 1) at which a comment begins that lists more ids of requirements and use cases than a reader wants to see. */
export function crowdedComments(source: string): number[] {
  return commentsOf(source).filter(({ text }) => new Set(text.match(ID)).size > MOST_IDS)
    .map(({ line }) => line);
}
