import assert from "node:assert/strict";
import { join } from "node:path";
import { assertReported } from "../conformance/harness/availability.ts";
import {
  BLOCKED_TOKEN,
  csmsSays,
  nobodyPlugsIn,
  swipeAsked,
  swipeUnasked,
  VALID_TOKEN_2,
} from "../conformance/harness/known-tokens.ts";
import { processRestartedOffline } from "../conformance/harness/process-restart.ts";
import { booted, goneOffline, queueEmptied, VALID_TOKEN } from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";
import { writeLibocppCore } from "../fakes/libocpp-core-database.ts";

const TRANSACTION = "5b4c7c9e-0000-4000-8000-000000000001";

function event(eventType: "Started" | "Updated" | "Ended", seqNo: number) {
  return {
    eventType,
    timestamp: `2026-01-15T09:0${seqNo}:00.000Z`,
    triggerReason: eventType === "Started" ? "Authorized" : "MeterValuePeriodic",
    seqNo,
    // The C++ module writes what it was when it happened.
    offline: seqNo === 2,
    transactionInfo: { transactionId: TRANSACTION },
    evse: { id: 1, connectorId: 1 },
  };
}

const QUEUED = [
  ["message-1", "TransactionEvent", event("Started", 0)],
  ["message-2", "TransactionEvent", event("Updated", 1)],
  ["message-3", "SecurityEventNotification", {
    type: "StartupOfTheDevice",
    timestamp: "2026-01-15T09:01:30.000Z",
    techInfo: "of the C++ module",
  }],
  ["message-4", "TransactionEvent", event("Ended", 2)],
] as const;

for (const schema of [3, 4, 5, 6]) {
  Deno.test(`the first start after the C++ module (schema ${schema}) delivers its messages and knows its Inoperative EVSEs`, async () => {
    await using station = await startStation({ everest: { evses: 2 }, start: false });
    writeLibocppCore(join(station.directory, "cp.db"), {
      schema,
      queued: QUEUED,
      broken: ["not JSON", "{}"],
      ordinary: [["message-5", "StatusNotification", {}]],
      inoperative: [[2, 0], [3, 0], [3, 1]],
      openTransactions: ["left behind"],
    });
    station.start();
    const { csms, log } = station;
    await csms.expect("BootNotification");
    await assertReported(station, "Unavailable", [2]);
    const told = [];
    for (let n = 0; n < 3; n++) told.push(await csms.expect("TransactionEvent"));
    assert.deepEqual(told.map(({ payload }) => payload), [
      { ...event("Started", 0), offline: true },
      { ...event("Updated", 1), offline: true },
      { ...event("Ended", 2), offline: true },
    ]);
    await csms.expect("SecurityEventNotification", ({ techInfo }) => techInfo === "of the C++ module");
    const left = log.lines.filter(({ message }) =>
      message === "contents were not imported from the C++ module"
    );
    assert.deepEqual(
      left.filter(({ fields }) => fields["rows"] !== undefined)
        .map(({ fields }) => [fields["what"], fields["rows"], fields["reasons"]]),
      [
        ["unsent messages", 2, "it is not JSON; it is not a CALL"],
        ["unsent ordinary messages", 1, "it is outdated after a start"],
        ["Inoperative EVSEs and connectors", 2, "the station has no such EVSE"],
        ...schema >= 4 ? [["open transactions", 1, "how it ended is not known"]] : [],
      ],
    );
    await queueEmptied(station);
    // A second start takes nothing a second time.
    await station.stop();
    station.start();
    await station.clock.fire("everest.dialect");
    await csms.expect("BootNotification");
    await station.settle();
    assert.equal(csms.received("TransactionEvent").length, 3);
  });
}

Deno.test("the first start after the C++ module knows the tokens of its cache and its list, and goes on with them", async () => {
  await using station = await startStation({
    start: false,
    variables: {
      "AuthCacheCtrlr.Enabled": true,
      "LocalAuthListCtrlr.Enabled": true,
      "AuthCtrlr.LocalPreAuthorize": true,
      "AuthCtrlr.LocalAuthorizeOffline": true,
      "OCPPCommCtrlr.RetryBackOffRandomRange": 0,
    },
  });
  const usedMs = station.clock.wallMs() - 60_000;
  writeLibocppCore(join(station.directory, "cp.db"), {
    cached: [[VALID_TOKEN, { status: "Accepted" }, usedMs], [BLOCKED_TOKEN, { status: "Blocked" }, usedMs]],
    list: { version: 7, entries: [[VALID_TOKEN_2, { status: "Accepted" }]] },
  });
  station.start();
  const { csms, log } = station;
  await booted(station);
  assert.deepEqual(
    log.lines.filter(({ message }) => message === "contents were imported from the C++ module")
      .map(({ fields }) => [fields["what"], fields["rows"]]),
    [["tokens of the authorization cache", 2], ["tokens of the local list", 1]],
  );
  const swipedAndGone = async (token: typeof VALID_TOKEN) => {
    assert.equal(await swipeUnasked(station, token), "UsedToStart");
    await nobodyPlugsIn(station);
  };
  await swipedAndGone(VALID_TOKEN);
  // A reader that writes the same card in other letters.
  await swipedAndGone({ ...VALID_TOKEN_2, idToken: VALID_TOKEN_2.idToken.toLowerCase() });
  csmsSays(station, { status: "Blocked" });
  assert.equal(await swipeAsked(station, BLOCKED_TOKEN), "Rejected");

  assert.equal((await csms.call("GetLocalListVersion", {})).versionNumber, 7);
  const update = {
    updateType: "Differential",
    localAuthorizationList: [{ idToken: VALID_TOKEN_2 }],
  } as const;
  assert.equal((await csms.call("SendLocalList", { ...update, versionNumber: 7 })).status, "VersionMismatch");
  assert.equal((await csms.call("SendLocalList", { ...update, versionNumber: 8 })).status, "Accepted");
  await goneOffline(station);
  await swipedAndGone(VALID_TOKEN);
  assert.equal(await swipeUnasked(station, VALID_TOKEN_2), "Rejected");
  // A second start imports nothing a second time.
  await processRestartedOffline(station);
  await swipedAndGone(VALID_TOKEN);
  assert.equal(await swipeUnasked(station, VALID_TOKEN_2), "Rejected");
});
