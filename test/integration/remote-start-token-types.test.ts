import assert from "node:assert/strict";
import type { IdTokenType } from "../../src/ocpp/messages.ts";
import {
  arrived,
  evConnectedPreSession,
  nextEvent,
  nothingMore,
} from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";

/** As long as a token may be. */
const VALUE = "DEABC".padEnd(36, "0");

const TOKENS: readonly (readonly [IdTokenType["type"], "asks" | "doesNotAsk"])[] = [
  ["ISO14443", "asks"],
  ["ISO15693", "asks"],
  ["KeyCode", "asks"],
  ["Local", "asks"],
  ["MacAddress", "asks"],
  // An app may know the driver by it (C05, remarks). No vehicle shows a contract then.
  ["eMAID", "asks"],
  // C05.FR.01
  ["Central", "doesNotAsk"],
  // C02.FR.01
  ["NoAuthorization", "doesNotAsk"],
];

for (const [type, question] of TOKENS) {
  Deno.test(`A remote start with a token of type ${type} starts, and ${question} before`, async () => {
    await using station = await startStation();
    const { csms } = station;
    const visit = await arrived(station, {
      start: "EVConnected",
      variables: { "AuthCtrlr.AuthorizeRemoteStart": "true" },
    });
    await evConnectedPreSession(visit);
    const idToken = { idToken: type === "NoAuthorization" ? "" : VALUE, type };
    const outcome = station.everest.auth.nextOutcome();
    const { status } = await csms.call("RequestStartTransaction", { idToken, remoteStartId: 5, evseId: 1 });
    assert.equal(status, "Accepted");
    if (question === "asks") assert.deepEqual((await csms.expect("Authorize")).payload, { idToken });
    assert.equal(await outcome, "UsedToStart");
    const event = await nextEvent(visit);
    assert.equal(event.triggerReason, "RemoteStart");
    assert.deepEqual(event.idToken, idToken);
    await nothingMore(visit);
    assert.equal(csms.received("Authorize").length, question === "asks" ? 1 : 0);
  });
}

Deno.test("A remote start with an eMAID that the CSMS then refuses does not start", async () => {
  await using station = await startStation();
  const { csms } = station;
  const visit = await arrived(station, { start: "EVConnected" });
  await evConnectedPreSession(visit);
  csms.on("Authorize", () => ({ idTokenInfo: { status: "Blocked" } }));
  const idToken: IdTokenType = { idToken: VALUE, type: "eMAID" };
  const outcome = station.everest.auth.nextOutcome();
  await csms.call("RequestStartTransaction", { idToken, remoteStartId: 5, evseId: 1 });
  await csms.expect("Authorize");
  assert.equal(await outcome, "Rejected");
  await nothingMore(visit);
});
