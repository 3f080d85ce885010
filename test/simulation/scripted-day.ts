import type { Csms } from "../fakes/csms/csms.ts";
import type { TransactionEventRequest } from "../../src/ocpp/messages.ts";
import type { EverestSimulation } from "../fakes/everest/start-everest.ts";
import type { Timeline } from "./timeline.ts";
import { completeness, course, energy, lastStatuses, transactionsOf, type Verdict } from "./verdicts.ts";

/** What the day is played with. */
export interface Stage {
  readonly csms: Csms;
  readonly everest: EverestSimulation;
  readonly timeline: Timeline;
  /** Starts the program, again after a power cut; resolves with its process id. */
  startStation(): number;
  /** kill -9 */
  killStation(): Promise<void>;
  pause(milliseconds: number): Promise<void>;
  now(): number;
}

const STOLEN = "STOLEN99";

/** A day at a station with two EVSEs. Rejects when something that must happen does not. */
export async function playDay(stage: Stage): Promise<readonly Verdict[]> {
  const { csms } = stage;
  csms.on("Authorize", ({ idToken }) => ({
    idTokenInfo: { status: idToken.idToken === STOLEN ? "Invalid" : "Accepted" },
  }));
  const boot = await morningBoot(stage);
  const stolen = await stolenCard(stage);
  const cut = await chargeThroughNetworkCut(stage);
  const fault = await faultAndRepair(stage);
  const power = await remoteStartAndPowerCut(stage);
  await remoteStop(stage);
  return [boot, stolen, ...cut, fault, ...power, ...theWholeDay(stage)];
}

async function morningBoot({ csms, timeline, startStation, now }: Stage): Promise<Verdict> {
  const startMs = now();
  timeline.note(`power on: the program starts as process ${startStation()}`);
  await csms.expect("BootNotification");
  const bootMs = Math.round(now() - startMs);
  for (const evse of [1, 2]) {
    await csms.expect(
      "StatusNotification",
      ({ evseId, connectorStatus }) => evseId === evse && connectorStatus === "Available",
    );
  }
  return { claim: "boots and is accepted", holds: true, evidence: `BootNotification after ${bootMs} ms` };
}

async function stolenCard({ everest, timeline, csms }: Stage): Promise<Verdict> {
  timeline.note("a driver plugs in at EVSE 1 and shows a stolen card");
  await everest.evse(1).plugIn();
  await csms.expect("StatusNotification", ({ connectorStatus }) => connectorStatus === "Occupied");
  const outcome = await everest.auth.swipe(STOLEN);
  const started = csms.received("TransactionEvent").length;
  return {
    claim: "a stolen card starts nothing",
    holds: outcome === "Rejected" && started === 0,
    evidence: `${outcome}, ${started} transaction events`,
  };
}

async function chargeThroughNetworkCut(stage: Stage): Promise<readonly Verdict[]> {
  const { everest, timeline, csms, pause } = stage;
  const evse = everest.evse(1);
  timeline.note("the driver finds the right card");
  await everest.auth.swipe("RFID0001");
  const started = await csms.expect("TransactionEvent", ({ eventType }) => eventType === "Started");
  await chargingAt(stage, started.payload);
  await pause(4_000);

  timeline.note("the network is cut");
  csms.stopAccepting();
  csms.drop();
  await pause(3_500);
  timeline.note("offline: the driver stops with the same card and drives away");
  await everest.auth.swipe("RFID0001");
  await pause(800);
  await evse.unplug();
  await pause(1_500);

  timeline.note("the network is back");
  csms.resume();
  const ended = await csms.expect("TransactionEvent", ({ eventType }) => eventType === "Ended");
  await csms.expect(
    "StatusNotification",
    ({ evseId, connectorStatus }) => evseId === 1 && connectorStatus === "Available",
  );
  const [transaction] = transactionsOf(csms.received("TransactionEvent"));
  const late = transaction?.filter(({ offline }) => offline).length ?? 0;
  return [
    {
      claim: "what happened offline arrives later, marked as such",
      holds: late > 0 && ended.payload.offline === true,
      evidence: `${late} events with offline = true`,
    },
    course("a local session starts and stops by card", transaction, {
      trigger: "Authorized",
      stopped: "Local",
    }),
    ...(transaction ? [energy(transaction, evse.meter.wattHours)] : []),
  ];
}

async function faultAndRepair({ everest, timeline, csms, pause }: Stage): Promise<Verdict> {
  timeline.note("somebody presses the emergency stop at EVSE 1, and releases it");
  const type = "evse_board_support/MREC8EmergencyStop";
  await everest.evse(1).fault(type);
  await csms.expect("StatusNotification", ({ connectorStatus }) => connectorStatus === "Faulted");
  await pause(500);
  await everest.evse(1).clearFault(type);
  await csms.expect(
    "StatusNotification",
    ({ evseId, connectorStatus }) => evseId === 1 && connectorStatus === "Available",
  );
  const events = csms.received("NotifyEvent").flatMap(({ eventData }) => eventData);
  const codes = events.filter(({ techCode }) => techCode === "CX008").map(({ actualValue }) => actualValue);
  return {
    claim: "a fault is reported by its MREC code, and its end too",
    holds: codes.join() === "true,false",
    evidence: `CX008 Problem ${codes.join(", ")}`,
  };
}

async function remoteStartAndPowerCut(stage: Stage): Promise<readonly Verdict[]> {
  const { everest, timeline, csms, pause, killStation, startStation } = stage;
  const evse = everest.evse(2);
  timeline.note("the CSMS starts a transaction at EVSE 2; the driver plugs in");
  const idToken = { idToken: "APP-4711", type: "Central" } as const;
  await csms.call("RequestStartTransaction", { evseId: 2, remoteStartId: 77, idToken });
  await pause(500);
  await evse.plugIn();
  await csms.expect("StatusNotification", ({ connectorStatus }) => connectorStatus === "Occupied");
  const started = await csms.expect("TransactionEvent", ({ eventType }) => eventType === "Started");
  const id = started.payload.transactionInfo.transactionId;
  await chargingAt(stage, started.payload);
  await pause(3_000);

  timeline.note("POWER CUT: kill -9");
  await killStation();
  await everest.powerCut();
  await pause(1_500);
  timeline.note(`power is back: the program starts as process ${startStation()}`);
  await csms.expect("BootNotification");
  await csms.expect(
    "TransactionEvent",
    ({ eventType, transactionInfo }) => eventType === "Ended" && transactionInfo.transactionId === id,
  );
  const transaction = transactionsOf(csms.received("TransactionEvent")).find(([first]) =>
    first?.transactionInfo.transactionId === id
  );
  return [
    {
      claim: "a remote start is told as such",
      holds: transaction?.[0]?.transactionInfo.remoteStartId === 77,
      evidence: `remoteStartId ${transaction?.[0]?.transactionInfo.remoteStartId}`,
    },
    course("a power cut ends the transaction, and the CSMS hears of it", transaction, {
      trigger: "RemoteStart",
      stopped: "PowerLoss",
    }),
  ];
}

async function remoteStop(stage: Stage): Promise<void> {
  const { everest, timeline, csms, pause } = stage;
  await csms.expect(
    "StatusNotification",
    ({ evseId, connectorStatus }) => evseId === 2 && connectorStatus === "Occupied",
  );
  timeline.note("the driver, still plugged in, shows a card");
  await everest.auth.swipe("RFID0002");
  const started = await csms.expect("TransactionEvent", ({ eventType }) => eventType === "Started");
  await chargingAt(stage, started.payload);
  await pause(2_500);
  timeline.note("the CSMS stops the transaction");
  const { transactionId } = started.payload.transactionInfo;
  await csms.call("RequestStopTransaction", { transactionId });
  await csms.expect("TransactionEvent", ({ eventType }) => eventType === "Ended");
  await pause(500);
  timeline.note("the driver unplugs");
  await everest.evse(2).unplug();
  await csms.expect(
    "StatusNotification",
    ({ evseId, connectorStatus }) => evseId === 2 && connectorStatus === "Available",
  );
}

/** What must hold of the day as a whole. */
function theWholeDay({ csms, everest }: Stage): readonly Verdict[] {
  const transactions = transactionsOf(csms.received("TransactionEvent"));
  const violations = [...csms.violations, ...everest.record.violations, ...everest.manager.violations];
  return [
    course("a remote stop is told as such", transactions.at(-1), {
      trigger: "Authorized",
      stopped: "Remote",
    }),
    {
      claim: "three sessions are three transactions",
      holds: transactions.length === 3,
      evidence: `${transactions.length} transactions`,
    },
    ...transactions.map(completeness),
    lastStatuses(csms.received("StatusNotification"), "Available"),
    {
      claim: "nobody broke a rule of OCPP-J, its schemas or the bus",
      holds: violations.length === 0,
      evidence: violations.length === 0 ? `${csms.log.length} frames` : violations.join("; "),
    },
  ];
}

async function chargingAt({ csms }: Stage, { transactionInfo }: TransactionEventRequest): Promise<void> {
  await csms.expect(
    "TransactionEvent",
    (event) =>
      event.transactionInfo.transactionId === transactionInfo.transactionId &&
      event.transactionInfo.chargingState === "Charging",
  );
}
