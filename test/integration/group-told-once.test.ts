import assert from "node:assert/strict";
import { GROUP, VALID_TOKEN_2 } from "../conformance/harness/known-tokens.ts";
import { arrived, energyTransferStarted } from "../conformance/harness/reusable-states.ts";
import { stoppedByGroup } from "../conformance/harness/groups.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";

Deno.test("a card of the group stops also where the CSMS names the group only when it authorizes (C09.FR.03)", async () => {
  await using station = await startStation({ everest: { evse: { stopDelayMs: 100 } } });
  station.csms.on("Authorize", () => ({ idTokenInfo: { status: "Accepted", groupIdToken: GROUP } }));
  station.csms.on(
    "TransactionEvent",
    ({ idToken }) => idToken ? { idTokenInfo: { status: "Accepted" } } : {},
  );
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  assert.equal(await station.everest.auth.swipe(VALID_TOKEN_2.idToken), "UsedToStop");
  await stoppedByGroup(visit, VALID_TOKEN_2);
});
