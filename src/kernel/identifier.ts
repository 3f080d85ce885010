/**
 * What is equal for the same identifierString of OCPP, as the key of a map. Names and instances compare without regard to
 * case; an empty one is none.
 */
export function identifierKey(text: string | undefined): string {
  return (text ?? "").toLowerCase();
}

/** True when two names or instances are the same identifierString. */
export function sameIdentifier(one: string | undefined, other: string | undefined): boolean {
  return identifierKey(one) === identifierKey(other);
}
