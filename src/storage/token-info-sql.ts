/**
 * Condition on a table with the JSON column `info` (OCPP's IdTokenInfoType): a token of the bound text is named in it,
 * whatever the case of its letters.
 */
export const NAMES_TOKEN = `EXISTS (
  SELECT 1 FROM json_tree(info) WHERE key IN ('idToken', 'additionalIdToken') AND lower(atom) = lower(?)
)`;
