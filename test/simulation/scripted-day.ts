import type { Csms } from "../fakes/csms/csms.ts";
import type { TransactionEventRequest } from "../../src/ocpp/messages.ts";
import type { SessionCost } from "../../src/everest/interfaces/types/session-cost.ts";
import type { EverestSimulation } from "../fakes/everest/start-everest.ts";
import { STOLEN, TOTAL_COST } from "./demo-parts.ts";
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

const RESERVATION = 5;
const SESSIONS = 4;
/** Of the charging profile. */
const LIMIT_AMPERES = 10;

/** A day at a station with two EVSEs. Rejects when something that must happen does not. */
export async function playDay(stage: Stage): Promise<readonly Verdict[]> {
  const boot = await morningBoot(stage);
  const welcome = await welcomeOnTheDisplay(stage);
  const stolen = await stolenCard(stage);
  const cut = await chargeThroughNetworkCut(stage);
  const cached = await knownCardWithoutNetwork(stage);
  const fault = await faultAndRepair(stage);
  const power = await remoteStartAndPowerCut(stage);
  const limited = await limitAndRemoteStop(stage);
  return [boot, welcome, stolen, ...cut, cached, fault, ...power, limited, ...theWholeDay(stage)];
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

async function welcomeOnTheDisplay({ csms, everest, timeline }: Stage): Promise<Verdict> {
  const content = "Good morning. A kilowatt-hour is 0.42 today.";
  timeline.note("the CSMS has a word for the drivers");
  const message = { id: 1, priority: "NormalCycle", message: { format: "UTF8", content } } as const;
  const { status } = await csms.call("SetDisplayMessage", { message });
  const shown = everest.display.messages.map(({ message }) => message.content);
  return {
    claim: "a message of the CSMS is on the display",
    holds: status === "Accepted" && shown.includes(content),
    evidence: `${status}, on the display: ${shown.join(" / ")}`,
  };
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

async function knownCardWithoutNetwork(stage: Stage): Promise<Verdict> {
  const { everest, timeline, csms, pause } = stage;
  const asked = csms.received("Authorize").length;
  timeline.note("the network is cut again; the driver of this morning is back and shows the same card");
  csms.stopAccepting();
  csms.drop();
  await everest.evse(1).plugIn();
  const outcome = await everest.auth.swipe("RFID0001");
  await pause(2_500);
  timeline.note("the driver unplugs; then the network is back");
  await everest.evse(1).unplug();
  await pause(500);
  csms.resume();
  const started = await csms.expect("TransactionEvent", ({ eventType }) => eventType === "Started");
  const { transactionId } = started.payload.transactionInfo;
  await csms.expect(
    "TransactionEvent",
    ({ eventType, transactionInfo }) =>
      eventType === "Ended" && transactionInfo.transactionId === transactionId,
  );
  await csms.expect(
    "StatusNotification",
    ({ evseId, connectorStatus }) => evseId === 1 && connectorStatus === "Available",
  );
  const questions = csms.received("Authorize").length - asked;
  return {
    claim: "a card that the CSMS has accepted before charges without network",
    holds: outcome !== "Rejected" && started.payload.offline === true && questions === 0,
    evidence: `${outcome}, ${questions} Authorize, offline = ${started.payload.offline}`,
  };
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
  const idToken = { idToken: "APP-4711", type: "Central" } as const;
  timeline.note("a driver who is still on the road has EVSE 2 reserved");
  const expiryDateTime = new Date(stage.now() + 3_600_000).toISOString();
  await csms.call("ReserveNow", { id: RESERVATION, evseId: 2, idToken, expiryDateTime });
  await csms.expect(
    "StatusNotification",
    ({ evseId, connectorStatus }) => evseId === 2 && connectorStatus === "Reserved",
  );
  timeline.note("the driver is there: the CSMS starts a transaction at EVSE 2; the driver plugs in");
  await csms.call("RequestStartTransaction", { evseId: 2, remoteStartId: 77, idToken });
  // H03.FR.10: the reservation is redeemed.
  await csms.expect(
    "StatusNotification",
    ({ evseId, connectorStatus }) => evseId === 2 && connectorStatus === "Available",
  );
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
    {
      claim: "the transaction redeems the reservation",
      holds: transaction?.some(({ reservationId }) => reservationId === RESERVATION) === true,
      evidence: `reservationId ${transaction?.find(({ reservationId }) => reservationId)?.reservationId}`,
    },
    course("a power cut ends the transaction, and the CSMS hears of it", transaction, {
      trigger: "RemoteStart",
      stopped: "PowerLoss",
    }),
  ];
}

async function limitAndRemoteStop(stage: Stage): Promise<Verdict> {
  const { everest, timeline, csms, pause } = stage;
  await csms.expect(
    "StatusNotification",
    ({ evseId, connectorStatus }) => evseId === 2 && connectorStatus === "Occupied",
  );
  timeline.note("the driver, still plugged in, shows a card");
  await everest.auth.swipe("RFID0002");
  const started = await csms.expect("TransactionEvent", ({ eventType }) => eventType === "Started");
  await chargingAt(stage, started.payload);
  const { transactionId } = started.payload.transactionInfo;
  const limited = await limitSession(stage, transactionId);
  await pause(2_500);
  timeline.note("the CSMS stops the transaction");
  await csms.call("RequestStopTransaction", { transactionId });
  await csms.expect("TransactionEvent", ({ eventType }) => eventType === "Ended");
  await pause(500);
  timeline.note("the driver unplugs");
  await everest.evse(2).unplug();
  await csms.expect(
    "StatusNotification",
    ({ evseId, connectorStatus }) => evseId === 2 && connectorStatus === "Available",
  );
  return limited;
}

/** What the energy node of EVSE 2 may take afterwards is the limit of the profile. */
async function limitSession(
  { csms, everest, timeline, pause }: Stage,
  transactionId: string,
): Promise<Verdict> {
  timeline.note(`the grid is busy: the CSMS limits the session to ${LIMIT_AMPERES} A`);
  const { status } = await csms.call("SetChargingProfile", {
    evseId: 2,
    chargingProfile: {
      ...{ id: 1, stackLevel: 0, transactionId },
      chargingProfilePurpose: "TxProfile",
      chargingProfileKind: "Relative",
      chargingSchedule: [{
        id: 1,
        chargingRateUnit: "A",
        chargingSchedulePeriod: [{ startPeriod: 0, limit: LIMIT_AMPERES }],
      }],
    },
  });
  await pause(1_000);
  const limits = everest.sinks.limits.get(2)?.schedule_import[0]?.limits_to_leaves.ac_max_current_A?.value;
  timeline.note(`EVerest's energy node of EVSE 2 now takes at most ${limits} A`);
  return {
    claim: "a charging profile limits the session in EVerest",
    holds: status === "Accepted" && limits === LIMIT_AMPERES,
    evidence: `${status}, energy node at ${limits} A`,
  };
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
      claim: "four sessions are four transactions",
      holds: transactions.length === SESSIONS,
      evidence: `${transactions.length} transactions`,
    },
    ...transactions.map(completeness),
    finalCosts(everest),
    lastStatuses(csms.received("StatusNotification"), "Available"),
    {
      claim: "nobody broke a rule of OCPP-J, its schemas or the bus",
      holds: violations.length === 0,
      evidence: violations.length === 0 ? `${csms.log.length} frames` : violations.join("; "),
    },
  ];
}

/** What whoever shows prices in EVerest was told at the end of each transaction. */
function finalCosts({ record }: EverestSimulation): Verdict {
  const costs = record.published.filter(({ variable }) => variable === "session_cost")
    .map(({ value }) => value as SessionCost)
    .filter(({ status }) => status === "Finished");
  const amounts = costs.map(({ currency, cost_chunks: chunks }) =>
    (chunks?.at(-1)?.cost?.value ?? 0) / 10 ** (currency.decimals ?? 0)
  );
  return {
    claim: "EVerest hears what each transaction cost",
    holds: amounts.length === SESSIONS && amounts.every((amount) => amount === TOTAL_COST),
    evidence: amounts.map((amount) => amount.toFixed(2)).join(", "),
  };
}

async function chargingAt({ csms }: Stage, { transactionInfo }: TransactionEventRequest): Promise<void> {
  await csms.expect(
    "TransactionEvent",
    (event) =>
      event.transactionInfo.transactionId === transactionInfo.transactionId &&
      event.transactionInfo.chargingState === "Charging",
  );
}
