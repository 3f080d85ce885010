import assert from "node:assert/strict";
import { evseId } from "../../../../src/kernel/ids.ts";
import type { IdTokenType } from "../../../../src/ocpp/messages.ts";
import { isSecondToken } from "../../../../src/station/authorization/second-token.ts";

const FIRST: IdTokenType = { idToken: "RFID0001", type: "ISO14443" };
const OTHER: IdTokenType = { idToken: "RFID0002", type: "ISO14443" };
const [ONE, TWO] = [evseId(1), evseId(2)];
const over = (evse = ONE, idToken?: IdTokenType) => ({
  evseId: evse,
  authorized: false,
  ...(idToken && { idToken }),
});

for (
  const [what, expected, evseIds, transactions] of [
    ["authorized by another token, and over", true, [ONE], [over(ONE, FIRST)]],
    ["everywhere authorized by others", true, [ONE, TWO], [over(ONE, FIRST), over(TWO, FIRST)]],
    ["authorized by the same token, however it is written", false, [ONE], [
      over(ONE, { ...OTHER, idToken: "rfid0002" }),
    ]],
    ["of another type", true, [ONE], [over(ONE, { ...OTHER, type: "Central" })]],
    ["still authorized: the token may stop it", false, [ONE], [{ ...over(ONE, FIRST), authorized: true }]],
    ["never authorized: it waits for a token", false, [ONE], [over(ONE)]],
    ["none", false, [ONE], []],
    ["on the other EVSE only", false, [ONE, TWO], [over(ONE, FIRST)]],
    ["on an EVSE at which the token is not used", false, [TWO], [over(ONE, FIRST)]],
    ["no EVSE known", false, [], [over(ONE, FIRST)]],
  ] as const
) {
  Deno.test(`a token is ${expected ? "a" : "no"} second token when the transaction is: ${what} (C01.FR.23)`, () => {
    assert.equal(isSecondToken(OTHER, evseIds, transactions), expected);
  });
}
