import assert from "node:assert/strict";
import {
  CACHE_VARIABLES,
  csmsSays,
  idTokenListed,
  LIST_VARIABLES,
  MASTER_PASS_GROUP,
  MASTER_PASS_TOKEN,
  nobodyPlugsIn,
  swipeAsked,
  swipeUnasked,
} from "../conformance/harness/known-tokens.ts";
import {
  arrived,
  booted,
  configured,
  goneOffline,
  nothingMore,
  VALID_TOKEN,
} from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";

Deno.test("a listed token charges offline on the EVSEs that the list names, and on no other", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await arrived(station, { variables: LIST_VARIABLES });
  await idTokenListed(station, [[VALID_TOKEN, { status: "Accepted", evseId: [2] }]]);
  await goneOffline(station);
  await station.evse(1).plugIn();
  assert.equal(await swipeUnasked(station, VALID_TOKEN), "UsedToStart");
  await station.settle();
  // EVSE 1 goes on waiting for a token of its own.
  assert.deepEqual([1, 2].map((id) => station.evse(id).candidacy), ["waitsForToken", "waitsForCable"]);
});

Deno.test("a token that the CSMS accepts on another EVSE only is no longer authorized on this one", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  const { csms } = station;
  const visit = await arrived(station, {
    variables: { ...LIST_VARIABLES, "TxCtrlr.StopTxOnInvalidId": "true" },
  });
  await idTokenListed(station, [[VALID_TOKEN, "Accepted"]]);
  await station.evse(1).plugIn();
  csms.on(
    "TransactionEvent",
    ({ idToken }) => idToken ? { idTokenInfo: { status: "Accepted", evseId: [2] } } : {},
  );
  assert.equal(await swipeUnasked(station, VALID_TOKEN), "UsedToStart");
  await station.pass(100);
  const { payload: started } = await csms.expect("TransactionEvent");
  const { payload: ended } = await csms.expect("TransactionEvent");
  assert.equal(ended.triggerReason, "Deauthorized");
  assert.equal(ended.transactionInfo.stoppedReason, "DeAuthorized");
  visit.events.push(started, ended);
  await nothingMore(visit);
});

Deno.test("an empty list may be written out", async () => {
  await using station = await startStation();
  const { csms } = station;
  await arrived(station, { variables: LIST_VARIABLES });
  await idTokenListed(station, [[VALID_TOKEN, "Accepted"]], 3);
  const send = (updateType: "Full" | "Differential", versionNumber: number) =>
    csms.call("SendLocalList", { updateType, versionNumber, localAuthorizationList: [] });
  assert.deepEqual(await send("Differential", 4), { status: "Accepted" });
  assert.equal(await swipeUnasked(station, VALID_TOKEN), "UsedToStart");
  assert.deepEqual(await send("Full", 2), { status: "Accepted" });
  assert.deepEqual(await csms.call("GetLocalListVersion", {}), { versionNumber: 2 });
});

Deno.test("a master pass starts nothing, not even from afar", async () => {
  await using station = await startStation();
  const { csms } = station;
  await arrived(station, { variables: { "AuthCtrlr.MasterPassGroupId": "POLICE" } });
  const request = {
    idToken: VALID_TOKEN,
    groupIdToken: { idToken: "police", type: "Central" },
    remoteStartId: 1,
    evseId: 1,
  } as const;
  const { status, statusInfo } = await csms.call("RequestStartTransaction", request);
  assert.deepEqual([status, statusInfo?.reasonCode], ["Rejected", "InvalidIdToken"]);
  await configured(station, { "AuthCtrlr.MasterPassGroupId": "" });
  assert.equal((await csms.call("RequestStartTransaction", request)).status, "Accepted");
});

Deno.test("cache and list that a component file calls not available are not there, whatever Enabled says", async () => {
  await using station = await startStation({
    variables: {
      "AuthCacheCtrlr.Available": false,
      "AuthCacheCtrlr.Enabled": true,
      "LocalAuthListCtrlr.Available": false,
      "LocalAuthListCtrlr.Enabled": true,
      "AuthCtrlr.LocalPreAuthorize": true,
    },
  });
  const { csms } = station;
  await booted(station);
  assert.equal((await csms.call("ClearCache", {})).status, "Rejected");
  const list = { updateType: "Full", versionNumber: 1 } as const;
  assert.equal((await csms.call("SendLocalList", list)).statusInfo?.reasonCode, "NotEnabled");
  for (let visit = 0; visit < 2; visit++) {
    assert.equal(await swipeAsked(station, VALID_TOKEN), "UsedToStart");
    await nobodyPlugsIn(station);
  }
});

for (const where of ["local list", "cache"] as const) {
  Deno.test(`a token that the ${where} knows as a master pass starts nothing from afar, though the CSMS names no group`, async () => {
    await using station = await startStation();
    const { csms } = station;
    await arrived(station, {
      variables: {
        ...(where === "cache" ? CACHE_VARIABLES : LIST_VARIABLES),
        "AuthCtrlr.AuthorizeRemoteStart": "false",
        "AuthCtrlr.MasterPassGroupId": MASTER_PASS_GROUP.idToken,
      },
    });
    const info = { status: "Accepted", groupIdToken: MASTER_PASS_GROUP } as const;
    if (where === "cache") {
      csmsSays(station, info);
      await swipeAsked(station, MASTER_PASS_TOKEN);
    } else await idTokenListed(station, [[MASTER_PASS_TOKEN, info]]);
    const request = { idToken: MASTER_PASS_TOKEN, remoteStartId: 1, evseId: 1 };
    const { status, statusInfo } = await csms.call("RequestStartTransaction", request);
    assert.deepEqual([status, statusInfo?.reasonCode], ["Rejected", "InvalidIdToken"]);
  });
}
