/** Shorter than any password of OCPP (BasicAuthPassword has 16 characters or more). */
const LONGEST_SHOWN = 15;
const SHOWN_OF_LONGER = 8;

/** A name from a peer that no schema knows. A longer one is shortened: it may be a password in the wrong place. */
export function unknownName(name: string): string {
  return name.length <= LONGEST_SHOWN ? name : `${name.slice(0, SHOWN_OF_LONGER)}…`;
}
