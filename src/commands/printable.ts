/** What the CSMS, a vehicle or a foreign database wrote must not steer the terminal. */
export function printable(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replaceAll(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]/g, "\ufffd");
}
