// deno-lint-ignore no-control-regex
const STEERING = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** What the CSMS, a vehicle or a foreign database wrote must not steer the terminal, nor the direction of its text. */
export function printable(text: string): string {
  return text.replaceAll(STEERING, "\ufffd");
}
