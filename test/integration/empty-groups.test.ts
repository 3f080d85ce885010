import assert from "node:assert/strict";
import { OTHER_TOKEN, reserved } from "../conformance/harness/reservations.ts";
import { booted } from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";

for (
  const group of [
    { idToken: "", type: "Central" },
    { idToken: "", type: "NoAuthorization" },
    { idToken: " ", type: "Local" },
  ] as const
) {
  Deno.test(`the group "${group.idToken}" of type ${group.type} is none: nobody gets past a reservation by it`, async () => {
    await using station = await startStation();
    const { csms, everest } = station;
    csms.on("Authorize", () => ({ idTokenInfo: { status: "Accepted", groupIdToken: group } }));
    await booted(station);
    await reserved(station, { groupIdToken: group });
    const [made] = everest.record.callsOf("reserve_now");
    assert.equal((made?.args["request"] as Record<string, unknown>)["parent_id_token"], undefined);
    // At the reader, and from the CSMS.
    assert.equal(await everest.auth.swipe(OTHER_TOKEN.idToken), "NoEvse");
    const request = { idToken: OTHER_TOKEN, groupIdToken: group, remoteStartId: 1, evseId: 1 };
    assert.equal((await csms.call("RequestStartTransaction", request)).status, "Rejected");
  });
}
