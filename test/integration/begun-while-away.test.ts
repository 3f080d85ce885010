import assert from "node:assert/strict";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import { arrived, queueEmptied } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

type Happening = "plugged" | "authorized" | "charging" | "stopped" | "unplugged";

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
    case "stopped":
      await everest.auth.swipe("RFID0001");
      return;
    case "unplugged":
      return await evse.unplug();
  }
}

interface Case {
  /** What happens while the process is away, and after it. */
  readonly away: readonly Happening[];
  readonly seen: readonly Happening[];
  readonly start?: string;
  /** Every TransactionEvent in words. */
  readonly reported: readonly string[];
}

async function told({ away, seen, start = "PowerPathClosed" }: Omit<Case, "reported">) {
  await using station = await startStation({ everest: { evse: { stopDelayMs: 100 } } });
  await arrived(station, {
    start,
    variables: {
      "SampledDataCtrlr.TxStartedMeasurands": "Energy.Active.Import.Register",
      "SampledDataCtrlr.TxEndedMeasurands": "Energy.Active.Import.Register",
    },
  });
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
  await queueEmptied(station);
  const warnings = station.log.lines.filter(({ message }) =>
    message === "a session began while the process was away"
  );
  const events = station.csms.received("TransactionEvent").map((event) =>
    [
      event.eventType,
      event.triggerReason,
      event.transactionInfo.stoppedReason,
      event.transactionInfo.chargingState,
      event.idToken?.idToken,
      event.offline && "offline",
      ...event.meterValue?.map(({ sampledValue }) => sampledValue[0]?.context) ?? [],
    ].filter(Boolean).join(" ")
  );
  return { events, warnings: warnings.length };
}

const BEGUN_UNSEEN = "Started ChargingStateChanged EVConnected offline Transaction.Begin";
const STOPPED = "Ended StopAuthorized Local EVConnected RFID0001 Transaction.Begin Transaction.End";

for (
  const { away, seen, start, reported } of [
    {
      away: ["plugged", "authorized"],
      seen: ["charging", "stopped", "unplugged"],
      reported: ["Started ChargingStateChanged Charging offline Transaction.Begin", STOPPED],
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
      reported: [
        BEGUN_UNSEEN,
        "Ended EVCommunicationLost EVDisconnected Idle Transaction.Begin Transaction.End",
      ],
    },
    {
      away: ["plugged", "authorized", "charging", "stopped"],
      seen: ["unplugged"],
      start: "EVConnected",
      reported: [
        "Started CablePluggedIn EVConnected offline Transaction.Begin",
        "Ended EVCommunicationLost EVDisconnected Idle Transaction.Begin Transaction.End",
      ],
    },
    // An EV that was plugged in is no transaction there, and whether it charged is not told.
    { away: ["plugged", "authorized", "charging", "stopped"], seen: ["unplugged"], reported: [] },
  ] satisfies readonly Case[]
) {
  Deno.test(`a session begun while only the process was away is told (${start ?? "PowerPathClosed"}): seen is only ${seen.join(", ")}`, async () => {
    const { events, warnings } = await told({ away, seen, ...(start && { start }) });
    assert.deepEqual(events, reported);
    assert.equal(warnings, 1);
  });
}
