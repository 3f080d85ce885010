import assert from "node:assert/strict";
import { swipeAsked } from "./harness/known-tokens.ts";
import { assertListVersion, LIST_VERSION, listPrepared } from "./harness/local-list.ts";
import { valueOf } from "./harness/network-profiles.ts";
import { VALID_TOKEN } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_D_04_CS Send Local Authorization List - Full with empty list", async () => {
  await using station = await startStation();
  const { csms } = station;
  await listPrepared(station);
  assert.equal(await valueOf(csms, "LocalAuthListCtrlr", "Entries"), "1");
  // Steps 1 and 2.
  const { status } = await csms.call("SendLocalList", { updateType: "Full", versionNumber: LIST_VERSION });
  assert.equal(status, "Accepted");
  // Steps 3 and 4: an empty list is a list, and has its version.
  await assertListVersion(station, LIST_VERSION);
  assert.equal(await valueOf(csms, "LocalAuthListCtrlr", "Entries"), "0");
  assert.equal(await swipeAsked(station, VALID_TOKEN), "UsedToStart");
});
