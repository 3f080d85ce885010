import assert from "node:assert/strict";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import { endedReservations, RESERVATION_ID, reserved } from "../conformance/harness/reservations.ts";
import { arrived, queueEmptied } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

type Happening = "plugged" | "authorized" | "charging" | "paused" | "stopped" | "unplugged";

/** A driver who charges with a token that no one has to be asked about. */
async function happens({ everest }: StationUnderTest, what: Happening): Promise<void> {
  const evse = everest.evse(1);
  switch (what) {
    case "plugged":
      return await evse.plugIn();
    case "authorized": {
      const id_token = { value: "RFID0001", type: "ISO14443" } as const;
      await everest.auth.present({ id_token, authorization_type: "RFID", prevalidated: true });
      return;
    }
    case "charging":
      return await evse.startCharging();
    case "paused":
      return await evse.pauseEv();
    case "stopped":
      await everest.auth.swipe("RFID0001");
      return;
    case "unplugged":
      return await evse.unplug();
  }
}

interface Course {
  /** What the process sees before it is away, what happens meanwhile, and what it sees afterwards. */
  readonly before?: readonly Happening[];
  readonly away: readonly Happening[];
  readonly seen: readonly Happening[];
  readonly start?: string;
}

interface Case extends Course {
  /** Every TransactionEvent in words. */
  readonly reported: readonly string[];
}

async function startedStation(start: string): Promise<StationUnderTest> {
  const station = await startStation({ everest: { evse: { stopDelayMs: 100 } } });
  await arrived(station, {
    start,
    variables: {
      "SampledDataCtrlr.TxStartedMeasurands": "Energy.Active.Import.Register",
      "SampledDataCtrlr.TxEndedMeasurands": "Energy.Active.Import.Register",
      "SampledDataCtrlr.TxUpdatedInterval": "0",
    },
  });
  return station;
}

async function runs(station: StationUnderTest, { before = [], away, seen }: Course): Promise<void> {
  for (const happening of before) {
    await happens(station, happening);
    await station.pass(1000);
  }
  await station.stop();
  for (const happening of away) {
    await happens(station, happening);
    station.clock.advance(60_000);
    // Everything that the EVSE has to say of it is on the bus.
    await station.everest.client.call("evse_manager_1", "evse", "get_evse", null);
  }
  await processRestarted(station);
  for (const happening of seen) {
    await happens(station, happening);
    await station.pass(1000);
  }
}

async function eventsInWords(station: StationUnderTest): Promise<string[]> {
  await queueEmptied(station);
  return station.csms.received("TransactionEvent").map((event) =>
    [
      event.eventType,
      event.triggerReason,
      event.transactionInfo.stoppedReason,
      event.transactionInfo.chargingState,
      event.idToken?.idToken,
      event.reservationId !== undefined && `reservation ${event.reservationId}`,
      event.offline && "offline",
      ...event.meterValue?.map(({ sampledValue }) => sampledValue[0]?.context) ?? [],
    ].filter(Boolean).join(" ")
  );
}

const UNSEEN = ["a session began while the process was away", "a session went on while the process was away"];

const BEGUN_UNSEEN = "Started ChargingStateChanged EVConnected offline Transaction.Begin";
const CHARGING_UNSEEN = "Started ChargingStateChanged Charging offline Transaction.Begin";
const STOPPED = "Ended StopAuthorized Local EVConnected RFID0001 Transaction.Begin Transaction.End";
const UNPLUGGED = "Ended EVCommunicationLost EVDisconnected Idle Transaction.Begin Transaction.End";

for (
  const { reported, ...course } of [
    {
      away: ["plugged", "authorized"],
      seen: ["charging", "stopped", "unplugged"],
      reported: [CHARGING_UNSEEN, STOPPED],
    },
    {
      away: ["plugged", "authorized", "charging"],
      seen: ["stopped", "unplugged"],
      reported: [BEGUN_UNSEEN, STOPPED],
    },
    {
      away: ["plugged", "authorized", "charging"],
      seen: ["unplugged"],
      start: "EnergyTransfer",
      reported: [BEGUN_UNSEEN, UNPLUGGED],
    },
    {
      away: ["plugged", "authorized", "charging", "stopped"],
      seen: ["unplugged"],
      start: "EVConnected",
      reported: ["Started CablePluggedIn EVConnected offline Transaction.Begin", UNPLUGGED],
    },
    // An EV that was plugged in is no transaction there, and whether it charged is not told.
    { away: ["plugged", "authorized", "charging", "stopped"], seen: ["unplugged"], reported: [] },
    // Of these, the process knows the session, but not all of it.
    {
      before: ["plugged"],
      away: ["authorized"],
      seen: ["charging", "stopped", "unplugged"],
      reported: [CHARGING_UNSEEN, STOPPED],
    },
    {
      before: ["plugged"],
      away: ["authorized", "charging"],
      seen: ["stopped", "unplugged"],
      reported: [BEGUN_UNSEEN, STOPPED],
    },
    {
      before: ["authorized"],
      away: ["plugged"],
      seen: ["charging", "stopped", "unplugged"],
      reported: ["Started ChargingStateChanged Charging RFID0001 offline Transaction.Begin", STOPPED],
    },
    {
      before: ["plugged", "authorized"],
      away: ["charging"],
      seen: ["paused", "stopped", "unplugged"],
      start: "EnergyTransfer",
      reported: ["Started ChargingStateChanged SuspendedEV RFID0001 offline Transaction.Begin", STOPPED],
    },
    {
      before: ["authorized"],
      away: ["plugged", "charging", "stopped"],
      seen: ["unplugged"],
      start: "Authorized",
      reported: ["Started Authorized Idle RFID0001 Transaction.Begin", UNPLUGGED],
    },
  ] satisfies readonly Case[] as readonly Case[]
) {
  const { before = [], away, seen, start = "PowerPathClosed" } = course;
  Deno.test(`what happened while only the process was away is told (${start}): ${before.join(", ") || "nothing"}; away ${away.join(", ")}; then ${seen.join(", ")}`, async () => {
    await using station = await startedStation(start);
    await runs(station, course);
    assert.deepEqual(await eventsInWords(station), reported);
    assert.equal(station.log.lines.filter(({ message }) => UNSEEN.includes(message)).length, 1);
  });
}

for (
  const { what, ...course } of [
    { what: "cable and token", away: ["plugged", "authorized"], seen: ["charging"] },
    { what: "the cable", before: ["authorized"], away: ["plugged"], seen: ["charging"] },
  ] satisfies readonly (Course & { readonly what: string })[] as readonly (Course & {
    readonly what: string;
  })[]
) {
  Deno.test(`a connector that charges is Occupied although ${what} went unseen, and goes out of use afterwards (E02.FR.05, G03.FR.05)`, async () => {
    await using station = await startedStation("PowerPathClosed");
    await runs(station, course);
    assert.equal(station.csms.received("StatusNotification").at(-1)?.connectorStatus, "Occupied");
    const { status } = await station.csms.call("ChangeAvailability", {
      operationalStatus: "Inoperative",
      evse: { id: 1 },
    });
    assert.equal(status, "Scheduled");
    await happens(station, "stopped");
    await station.pass(1000);
    assert.equal(station.csms.received("StatusNotification").at(-1)?.connectorStatus, "Unavailable");
  });
}

const CHARGES_UNSEEN: readonly Course[] = [
  { before: ["plugged"], away: ["authorized"], seen: ["charging"] },
  // Nothing shows yet that the EVSE charges.
  { before: ["plugged"], away: ["authorized", "charging"], seen: [] },
];
for (const course of CHARGES_UNSEEN) {
  Deno.test(`RequestStopTransaction stops an EVSE of which went unseen: ${course.away.join(", ")} (F03.FR.02)`, async () => {
    await using station = await startedStation("EVConnected");
    await runs(station, course);
    const [started] = station.csms.received("TransactionEvent");
    assert.equal(station.evse(1).candidacy, "inTransaction");
    const { status } = await station.csms.call("RequestStopTransaction", {
      transactionId: started?.transactionInfo.transactionId ?? "",
    });
    assert.equal(status, "Accepted");
    await station.pass(5000);
    assert.notEqual(station.evse(1).candidacy, "inTransaction");
    assert.equal(
      (await eventsInWords(station)).at(-1),
      "Ended RemoteStop Remote EVConnected Transaction.Begin Transaction.End",
    );
  });
}

Deno.test("a reservation that was used while the process was away is told with the charge, and is over (H03.FR.09)", async () => {
  await using station = await startedStation("PowerPathClosed");
  await reserved(station);
  await runs(station, { before: ["plugged"], away: ["authorized"], seen: ["charging"] });
  assert.equal(station.csms.received("StatusNotification").at(-1)?.connectorStatus, "Occupied");
  await happens(station, "stopped");
  await station.pass(1000);
  await happens(station, "unplugged");
  // Beyond the expiry of the reservation.
  await station.pass(4_000_000);
  assert.deepEqual(await eventsInWords(station), [
    `Started ChargingStateChanged Charging reservation ${RESERVATION_ID} offline Transaction.Begin`,
    STOPPED,
  ]);
  assert.equal(station.csms.received("StatusNotification").at(-1)?.connectorStatus, "Available");
  assert.deepEqual(endedReservations(station), []);
});
