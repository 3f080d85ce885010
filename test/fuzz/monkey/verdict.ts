import type { RequestOf } from "../../../src/ocpp/messages.ts";
import { resetIfAsked } from "./deeds.ts";
import { remembered } from "./remembered.ts";
import { EVSES, inTime, type World } from "./world.ts";

type TransactionEvent = RequestOf<"TransactionEvent">;

/** Everybody leaves, everything is repaired, and the CSMS is a friend; then nothing may be left undone. */
export async function verdict(world: World): Promise<string[]> {
  await calmDown(world);
  const faults = [...world.faults(), ...await drained(world)];
  if (faults.length > 0) return faults;
  world.answers.read();
  faults.push(...world.answers.open(world.station.csms.connections).map((call) => `never answered: ${call}`));
  faults.push(...transactions(world), ...await connectors(world), ...await forgotten(world));
  if (faults.length > 0) return faults;
  faults.push(...await busy(world));
  await world.stop();
  faults.push(...timersLeft(world), ...world.faults());
  return faults;
}

async function calmDown(world: World): Promise<void> {
  const { station } = world;
  const { csms, everest, clock } = station;
  world.recovers();
  for (const { id } of everest.evses) await station.evse(id).clearFault();
  for (const error of world.raised.splice(0)) await everest.client.clearError(error);
  for (const id of world.plugged) await station.evse(id).unplug();
  world.plugged.clear();
  // What nobody but us believes in ends with a power cut at the latest.
  if (world.phantoms.size > 0) {
    await world.stop();
    await world.startAgain("power");
  }
  if (world.isStopped) {
    await inTime("restart", everest.client.call(everest.moduleId, "ocpp_generic", "restart", null));
    world.isStopped = false;
  }
  for (let round = 0; round < 40 && !csms.isConnected; round++) {
    await world.pass(Math.ceil(clock.remainingMs("csms.backOff") ?? 10_000));
    // A handshake takes real time.
    await world.settled();
  }
  if (!csms.isConnected) throw new Error(`the station does not come back; timers: ${clock.pending()}`);
  for (let reservationId = 0; reservationId <= 5; reservationId++) {
    await csms.tryCall("CancelReservation", { reservationId });
  }
  // Messages that were not answered are tried again, and whoever has shown a token gives up.
  for (let round = 0; round < 6; round++) {
    await maintenanceEnds(world);
    await world.pass(61_000);
    await resetIfAsked(world);
  }
}

/** Updates and uploads end, also those that waited for others to end. */
async function maintenanceEnds(
  { station: { everest: { system, client } }, phantomUploads }: World,
): Promise<void> {
  await system.updates.tell("InstallationFailed").catch(() => {});
  await system.uploads.end("Uploaded").catch(() => {});
  for (const request_id of phantomUploads) {
    await client.publishVar("system", "main", "log_status", { log_status: "Uploaded", request_id });
  }
  phantomUploads.clear();
}

/** Nothing is left that a reset would have to wait for: work that nobody does would keep it waiting for ever. */
async function busy(world: World): Promise<string[]> {
  // That an update was over may have been in the memory that was lost, and its installer says it once.
  if (world.lostMemory) return [];
  const answer = await world.station.csms.tryCall<"Reset">("Reset", { type: "OnIdle" });
  const outcome = answer.kind === "error" ? answer.code : answer.payload.status;
  return outcome === "Accepted" ? [] : [`Reset OnIdle is answered ${outcome}`];
}

/** What the CSMS has set outlives the process. */
async function forgotten(world: World): Promise<string[]> {
  if (world.failedDisk) return [];
  const { csms, clock, everest: { system } } = world.station;
  const before = await remembered(world);
  const boots = csms.received("BootNotification").length;
  await world.stop();
  await world.startAgain("process");
  for (let round = 0; round < 40 && csms.received("BootNotification").length === boots; round++) {
    await world.pass(Math.ceil(clock.remainingMs("csms.backOff") ?? 1000));
    await world.settled();
    // It would wait for ever, had the process not been restarted.
    if (system.resets.length > world.resetsSeen) return ["a reset that waited begins after the restart only"];
  }
  await world.pass(1000);
  const after = await remembered(world);
  return Object.keys(before).filter((what) => JSON.stringify(before[what]) !== JSON.stringify(after[what]))
    .map((what) => `${what} were ${JSON.stringify(before[what])}, are ${JSON.stringify(after[what])}`);
}

/** The CSMS has everything. */
async function drained(world: World): Promise<string[]> {
  const { csms } = world.station;
  for (let round = 0; round < 20; round++) {
    const answer = await inTime(
      "GetTransactionStatus",
      csms.tryCall<"GetTransactionStatus">("GetTransactionStatus", {}),
    );
    if (answer.kind === "result" && !answer.payload.messagesInQueue) return [];
    if (answer.kind === "error") return [`GetTransactionStatus is answered ${answer.code}`];
    await world.pass(61_000);
  }
  return ["the queue does not empty"];
}

function transactions({ station: { csms }, wasStopped, lostMemory }: World): string[] {
  if (lostMemory) return [];
  const seen = new Set<string>();
  const byId = new Map<string, TransactionEvent[]>();
  for (const { messageId, action, payload } of csms.calls) {
    if (action !== "TransactionEvent" || seen.has(messageId)) continue;
    seen.add(messageId);
    const event = payload as TransactionEvent;
    const id = event.transactionInfo.transactionId;
    byId.set(id, [...byId.get(id) ?? [], event]);
  }
  return [...byId].flatMap(([id, events]) => {
    const course = events.map(({ seqNo, eventType }) => `${seqNo} ${eventType}`);
    const expected = events.map((_, index) =>
      `${index} ${index === 0 ? "Started" : index === events.length - 1 ? "Ended" : "Updated"}`
    );
    const isComplete = course.join() === expected.join() && events.length > 1;
    const isOrdered = events.every(({ seqNo }, index) => seqNo > (events[index - 1]?.seqNo ?? -1));
    return isComplete || (wasStopped && isOrdered) ? [] : [`${id} went ${course.join(", ")}`];
  });
}

/** What the CSMS was told last is what the device model says, which is what is the case. */
async function connectors({ station: { csms } }: World): Promise<string[]> {
  const faults: string[] = [];
  const told = new Map<number, string>();
  for (const { evseId, connectorStatus } of csms.received("StatusNotification")) {
    told.set(evseId, connectorStatus);
  }
  for (let id = 1; id <= EVSES; id++) {
    const { getVariableResult: [result] } = await csms.call("GetVariables", {
      getVariableData: [{
        component: { name: "Connector", evse: { id, connectorId: 1 } },
        variable: { name: "AvailabilityState" },
      }],
    });
    const state = result?.attributeValue;
    if (state !== told.get(id)) faults.push(`EVSE ${id} is ${state}, the CSMS was told ${told.get(id)}`);
  }
  return faults;
}

/** Of ours; the simulation's are named for it. */
function timersLeft({ station: { clock } }: World): string[] {
  const left = clock.pending().filter((name) => !/^everest\.(evse-|auth\.)/.test(name));
  return left.length === 0 ? [] : [`timers after the end: ${left.join(" ")}`];
}
