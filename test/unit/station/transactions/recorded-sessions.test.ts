import assert from "node:assert/strict";
import { type SessionMemory, toEvseEvent } from "../../../../src/bridge/session-events.ts";
import { decodeTolerantly } from "../../../../src/everest/codec/mod.ts";
import { sessionEvent } from "../../../../src/everest/interfaces/types/session-event.ts";
import { evseId } from "../../../../src/kernel/ids.ts";
import { recordedCsms, recordedModuleTraffic, type Run } from "../../../fixtures/recordings.ts";
import { inWords, MachineRunner, type TransactionEvent } from "./machine-runner.ts";

const RUNS = [
  { run: "run1", start: "PowerPathClosed" },
  { run: "run3", start: "PowerPathClosed" },
  { run: "run4", start: "PowerPathClosed" },
  { run: "run5", start: "EVConnected" },
] as const;

/** What the module of the recording told the CSMS, without meter values and without what it sent twice. */
function recordedEvents(run: Run): string[] {
  const seen = new Set<string>();
  return recordedCsms(run).flatMap((event) => {
    if (!("frame" in event) || event.dir !== "fromStation") return [];
    const [, , action, payload] = event.frame as [number, string, string, TransactionEvent];
    if (action !== "TransactionEvent" || isMeterEvent(payload)) return [];
    const key = `${payload.transactionInfo.transactionId} ${payload.seqNo}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [described(payload)];
  });
}

/** What our machine makes of the session events of the same recording. */
function ourEvents(run: Run, start: string): string[] {
  const machines = new Map<number, MachineRunner>();
  const memories = new Map<number, SessionMemory>();
  const told: TransactionEvent[] = [];
  for (const { topic, payload } of recordedModuleTraffic(run)) {
    const evse = Number(/evse_manager_(\d+)\/impl\/evse\/var\/session_event$/.exec(topic)?.[1]);
    if (Number.isNaN(evse)) continue;
    const decoded = decodeTolerantly(sessionEvent, JSON.parse(String(payload)).data.data);
    assert.equal(decoded.kind, "value");
    if (decoded.kind !== "value") continue;
    const machine = machines.get(evse) ?? new MachineRunner({ start, context: { evseId: evseId(evse) } });
    machines.set(evse, machine);
    const step = toEvseEvent(decoded.value, memories.get(evse) ?? {}, {
      evseId: evseId(evse),
      nowMs: 0,
      complain: assert.fail,
    });
    memories.set(evse, step.memory);
    if (step.event) told.push(...machine.evse(step.event));
  }
  return told.map(described);
}

function isMeterEvent({ triggerReason }: TransactionEvent): boolean {
  return ["MeterValuePeriodic", "MeterValueClock", "Trigger"].includes(triggerReason);
}

function described(event: TransactionEvent): string {
  return `${event.transactionInfo.transactionId.slice(0, 8)} ${inWords(event)}`;
}

/** The sessions of a recording that began with a token, as the events name their transactions. */
function authorizedFirst(run: Run): ReadonlySet<string> {
  const sessions = recordedModuleTraffic(run)
    .filter(({ topic }) => topic.endsWith("/impl/evse/var/session_event"))
    .map(({ payload }) => decodeTolerantly(sessionEvent, JSON.parse(String(payload)).data.data))
    .flatMap((decoded) => decoded.kind === "value" ? [decoded.value] : []);
  return new Set(
    sessions.filter(({ session_started }) => session_started?.reason === "Authorized")
      .map(({ uuid }) => uuid.slice(0, 8)),
  );
}

/**
 * Where the cable follows the token and completes the power path, the certification expects a change of the charging
 * state (part 6, EnergyTransferStarted, step 7); the recorded module tells the cable.
 */
function certified(told: readonly string[], sessions: ReadonlySet<string>): string[] {
  return told.map((text) =>
    sessions.has(text.slice(0, 8))
      ? text.replace("Started CablePluggedIn", "Started ChargingStateChanged")
        .replace(/(Started \w+) EVConnected/, "$1 SuspendedEVSE")
      : text
  );
}

const byTransaction = (told: readonly string[]) =>
  Object.fromEntries(Map.groupBy(told, (text) => text.slice(0, 8)));

for (const { run, start } of RUNS) {
  Deno.test(`recorded sessions of ${run} give the TransactionEvents that the CSMS saw`, () => {
    const sessions = start === "PowerPathClosed" ? authorizedFirst(run) : new Set<string>();
    const expected = byTransaction(certified(recordedEvents(run), sessions));
    assert.ok(Object.keys(expected).length > 0);
    assert.deepEqual(byTransaction(ourEvents(run, start)), expected);
  });
}
