/** Tables that are of use only together and complete: a part of a list would pass for the list. */
export interface WholeTables {
  readonly tables: readonly string[];
  /** SQL expression that is 1 when nothing of them is missing. */
  readonly isComplete: string;
}

/** A list with a gap would pass for the version that it names; the totals tell whether there is one. */
export const TOKEN_TABLES: WholeTables = {
  tables: ["token_store", "cached_token", "listed_token"],
  isComplete: `
    (SELECT entries FROM token_store WHERE name = 'cache') IS (SELECT count(*) FROM cached_token)
    AND (SELECT entries FROM token_store WHERE name = 'list') IS (SELECT count(*) FROM listed_token)`,
};
