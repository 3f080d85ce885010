import assert from "node:assert/strict";
import type { IdTokenType } from "../../../src/ocpp/messages.ts";
import { namedGroup } from "../../../src/station/group-token.ts";

const CASES: readonly (readonly [what: string, token: IdTokenType | undefined, names: boolean])[] = [
  ["a group", { idToken: "G", type: "Central" }, true],
  ["a group that is a card", { idToken: "04AB", type: "ISO14443" }, true],
  ["nothing", undefined, false],
  ["an empty text", { idToken: "", type: "Central" }, false],
  ["a blank text", { idToken: " ", type: "Local" }, false],
  ["NoAuthorization", { idToken: "", type: "NoAuthorization" }, false],
  ["NoAuthorization with a text", { idToken: "G", type: "NoAuthorization" }, false],
];
for (const [what, token, names] of CASES) {
  Deno.test(`${what} ${names ? "names" : "names no"} group`, () => {
    assert.deepEqual(namedGroup(token), names ? token : undefined);
  });
}
