import assert from "node:assert/strict";
import type { Action } from "../../src/ocpp/messages.ts";
import { CARELESS_MESSAGES } from "../fakes/csms/careless-messages.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

/** What `datetime.isoformat()` of Python writes. */
const withoutZone = (station: StationUnderTest) =>
  new Date(station.clock.wallMs()).toISOString().slice(0, -1);

/** The CSMS answers the next CALL of this action with a payload that breaks the schema. */
async function answerCarelessly(station: StationUnderTest, action: Action, payload: unknown): Promise<void> {
  const { csms } = station;
  const { messageId } = await csms.expect(action);
  await csms.sendRaw(JSON.stringify([3, messageId, payload]));
}

const forgivenFields = ({ log }: StationUnderTest) =>
  log.lines.filter(({ message }) => message === "slip of the CSMS forgiven").map(({ fields }) =>
    fields["field"]
  );

/** Brings about the CALL, and resolves when what it leads to is done as if the answer had been right. */
const WHAT_FOLLOWS: { readonly [A in Action]?: (station: StationUnderTest) => Promise<void> } = {
  async BootNotification({ csms }) {
    await csms.expect("StatusNotification");
  },
  async Heartbeat(station) {
    await station.settle();
  },
  async Authorize(station) {
    await station.evse(1).plugIn();
    assert.equal(await station.everest.auth.swipe("CARD-1"), "UsedToStart");
  },
  async TransactionEvent(station) {
    await station.evse(1).plugIn();
    await station.pass(200_000);
    const seqNos = station.csms.received("TransactionEvent").map(({ seqNo }) => seqNo);
    assert.deepEqual(seqNos, [...new Set(seqNos)], "an event is sent again");
  },
};

const slipsOf = ({ log }: StationUnderTest) =>
  log.lines.filter(({ message }) => message === "slip of the CSMS forgiven")
    .map(({ fields: { message, field, slip } }) => `${message} ${field}: ${slip}`);

for (const [slip, { answer, request }] of Object.entries(CARELESS_MESSAGES)) {
  Deno.test(`${slip}: the answer to ${answer.action} is taken as it was meant, and named once`, async () => {
    await using station = await startStation({
      start: false,
      variables: { "TxCtrlr.TxStartPoint": "EVConnected" },
    });
    const { csms } = station;
    csms.hold(answer.action);
    station.start();
    if (answer.action !== "BootNotification") await csms.expect("StatusNotification");
    if (answer.action === "Heartbeat") await station.pass(300_000);
    const followed = WHAT_FOLLOWS[answer.action]!(station);
    await answerCarelessly(station, answer.action, answer.payload);
    csms.answerAsUsual(answer.action);
    await followed;
    const named = `${answer.action}Response ${answer.path}: ${slip}`;
    assert.deepEqual(slipsOf(station).filter((each) => each === named), [named]);
  });

  const isRefused = request.read === "refused";
  Deno.test(`${slip}: the request ${request.action} is ${isRefused ? "refused" : "taken as it was meant"}`, async () => {
    await using station = await startStation();
    const { csms } = station;
    await csms.expect("BootNotification");
    await csms.expect("StatusNotification");
    const reply = await csms.tryCall(request.action, request.payload);
    assert.equal(reply.kind, isRefused ? "error" : "result", JSON.stringify(reply));
    const field = request.path?.replaceAll(/\[\d+\]/g, "[]");
    assert.deepEqual(slipsOf(station), isRefused ? [] : [`${request.action}Request ${field}: ${slip}`]);
  });
}

Deno.test("a CSMS that writes timestamps without a zone is booted at, and named once", async () => {
  await using station = await startStation({ start: false });
  const { csms } = station;
  csms.hold("BootNotification");
  csms.hold("Heartbeat");
  station.start();
  await answerCarelessly(station, "BootNotification", {
    currentTime: withoutZone(station),
    interval: 10,
    status: "Accepted",
    statusInfo: null,
  });
  await csms.expect("StatusNotification");
  for (let beat = 0; beat < 3; beat++) {
    await station.pass(10_000);
    await answerCarelessly(station, "Heartbeat", { currentTime: withoutZone(station).replace("T", " ") });
  }
  await station.settle();
  assert.deepEqual(forgivenFields(station), ["currentTime", "statusInfo", "currentTime"]);
  csms.answerAsUsual("Heartbeat");
});

Deno.test("careless answers cost no charging session: the token is accepted and every event is delivered once", async () => {
  await using station = await startStation();
  const { csms } = station;
  await csms.expect("BootNotification");
  await csms.expect("StatusNotification");
  csms.hold("Authorize");
  csms.hold("TransactionEvent");
  await station.evse(1).plugIn();
  const swiped = station.everest.auth.swipe("CARD-1");
  await answerCarelessly(station, "Authorize", {
    idTokenInfo: { status: "ACCEPTED", groupIdToken: {}, evseId: [], chargingPriority: "0", extra: 1 },
    certificateStatus: null,
  });
  assert.equal(await swiped, "UsedToStart");
  await answerCarelessly(station, "TransactionEvent", {
    idTokenInfo: { status: "accepted", personalMessage: { content: "no format" } },
    updatedPersonalMessage: null,
  });
  csms.answerAsUsual("TransactionEvent");
  csms.answerAsUsual("Authorize");
  await station.pass(200_000);
  const seqNos = csms.received("TransactionEvent").map(({ seqNo }) => seqNo);
  assert.deepEqual(seqNos, [...new Set(seqNos)], "nothing is sent twice");
});

for (const blank of [{ cacheExpiryDateTime: "" }, { groupIdToken: { idToken: "", type: "" } }]) {
  Deno.test(`an answer with blanks for what is absent costs no driver the charge: ${Object.keys(blank)}`, async () => {
    await using station = await startStation();
    const { csms } = station;
    await csms.expect("BootNotification");
    await csms.expect("StatusNotification");
    csms.hold("Authorize");
    await station.evse(1).plugIn();
    const swiped = station.everest.auth.swipe("CARD-1");
    await answerCarelessly(station, "Authorize", { idTokenInfo: { status: "Accepted", ...blank } });
    assert.equal(await swiped, "UsedToStart");
    csms.answerAsUsual("Authorize");
  });
}

Deno.test("careless requests are carried out, and what could be dangerous is refused", async () => {
  await using station = await startStation();
  const { csms } = station;
  await csms.expect("BootNotification");
  await csms.expect("StatusNotification");
  const start = await csms.tryCall("RequestStartTransaction", {
    idToken: { idToken: "CARD-1", type: "Central", additionalInfo: null },
    remoteStartId: 7,
    evseId: 1,
    chargingProfile: null,
    groupIdToken: null,
  });
  assert(start.kind === "result", JSON.stringify(start));
  const station0 = await csms.tryCall("ChangeAvailability", { operationalStatus: "Inoperative", evseId: 1 });
  assert(station0.kind === "error");
  assert.equal(station0.code, "FormatViolation");
});

Deno.test("the clock is set to the CSMS's own time after a slow answer, and a right clock is left alone", async () => {
  await using station = await startStation({
    start: false,
    variables: {
      "ClockCtrlr.TimeSource": "Heartbeat",
      "OCPPCommCtrlr.HeartbeatInterval": 60,
      // They would be sent at the step, and put the Heartbeat off.
      "AlignedDataCtrlr.Interval": 0,
    },
  });
  const { csms, clock } = station;
  csms.hold("BootNotification");
  station.start();
  const boot = await csms.expect("BootNotification");
  await station.pass(8_000);
  const hourAhead = clock.wallMs() + 3_600_000;
  boot.reply({ currentTime: new Date(hourAhead).toISOString(), interval: 60, status: "Accepted" });
  await csms.expect("StatusNotification");
  await station.settle();
  assert.deepEqual(station.everest.system.times, [new Date(hourAhead).toISOString()]);
  clock.setWall(hourAhead);
  csms.hold("Heartbeat");
  await station.pass(60_000);
  const heartbeat = await csms.expect("Heartbeat");
  const askedMs = clock.wallMs();
  await station.pass(8_000);
  heartbeat.reply({ currentTime: new Date(askedMs).toISOString() });
  await station.settle();
  assert.equal(station.everest.system.times.length, 1);
});

Deno.test("a number that the disk cannot hold is refused with its place, and costs the station nothing", async () => {
  await using station = await startStation();
  const { csms, log } = station;
  await csms.expect("BootNotification");
  await csms.expect("StatusNotification");
  const profile = {
    id: 1e300,
    stackLevel: 0,
    chargingProfilePurpose: "TxDefaultProfile",
    chargingProfileKind: "Absolute",
    chargingSchedule: [{
      id: 1,
      chargingRateUnit: "A",
      chargingSchedulePeriod: [{ startPeriod: 0, limit: 6 }],
      startSchedule: "2026-01-15T10:00:00Z",
    }],
  };
  const answers = [
    await csms.tryCall("SetChargingProfile", { evseId: 0, chargingProfile: profile }),
    await csms.tryCall("SendLocalList", { versionNumber: 2 ** 53, updateType: "Full" }),
  ];
  assert.deepEqual(
    answers.map((answer) => answer.kind === "error" ? [answer.code, answer.description] : answer.kind),
    [
      ["PropertyConstraintViolation", "chargingProfile.id must be at most 9007199254740991"],
      ["PropertyConstraintViolation", "versionNumber must be at most 9007199254740991"],
    ],
  );
  assert.deepEqual(log.lines.filter(({ level }) => level === "error"), []);
});
