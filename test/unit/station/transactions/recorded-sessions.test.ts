import assert from "node:assert/strict";
import { type SessionMemory, toEvseEvent } from "../../../../src/bridge/session-events.ts";
import { decodeTolerantly } from "../../../../src/everest/codec/mod.ts";
import { sessionEvent } from "../../../../src/everest/interfaces/types/session-event.ts";
import { evseId } from "../../../../src/kernel/ids.ts";
import { inWords, MachineRunner, type TransactionEvent } from "./machine-runner.ts";

/** Recordings of a real EVerest with its own OCPP module, beside the repository; the tests need nothing else of them. */
const RECORDINGS = new URL("../../../../../shared/captures/", import.meta.url);

const RUNS = [
  { run: 1, start: "PowerPathClosed" },
  { run: 3, start: "PowerPathClosed" },
  { run: 4, start: "PowerPathClosed" },
  { run: 5, start: "EVConnected" },
];

function lines(name: string): Record<string, unknown>[] | undefined {
  try {
    return Deno.readTextFileSync(new URL(name, RECORDINGS)).trim().split("\n").map((line) =>
      JSON.parse(line)
    );
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** What the module of the recording told the CSMS, without meter values and without what it sent twice. */
function recordedEvents(run: number): string[] | undefined {
  const seen = new Set<string>();
  return lines(`run${run}.ocpp.jsonl`)?.flatMap(({ frame, dir }) => {
    const [, , action, payload] = frame as [number, string, string, TransactionEvent] ?? [];
    if (dir !== "cs>csms" || action !== "TransactionEvent" || isMeterEvent(payload)) return [];
    const key = `${payload.transactionInfo.transactionId} ${payload.seqNo}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [described(payload)];
  });
}

/** What our machine makes of the session events of the same recording. */
function ourEvents(run: number, start: string): string[] {
  const machines = new Map<number, MachineRunner>();
  const memories = new Map<number, SessionMemory>();
  const told: TransactionEvent[] = [];
  for (const { topic, payload } of lines(`run${run}.mqtt.ocpp-module.jsonl`) ?? []) {
    const evse = Number(/evse_manager_(\d+)\/impl\/evse\/var\/session_event$/.exec(String(topic))?.[1]);
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

const byTransaction = (told: readonly string[]) =>
  Object.fromEntries(Map.groupBy(told, (text) => text.slice(0, 8)));

for (const { run, start } of RUNS) {
  const recorded = recordedEvents(run);
  Deno.test({
    name: `recorded sessions of run ${run} give the TransactionEvents that the CSMS saw`,
    ignore: recorded === undefined,
    fn: () => {
      const expected = byTransaction(recorded ?? []);
      assert.ok(Object.keys(expected).length > 0);
      assert.deepEqual(byTransaction(ourEvents(run, start)), expected);
    },
  });
}
