import type { Fields } from "../../../src/everest/codec/mod.ts";
import type { Interface } from "../../../src/everest/interfaces/interface.ts";
import { authTokenValidatorInterface } from "../../../src/everest/interfaces/auth-token-validator.ts";
import { evseManagerInterface } from "../../../src/everest/interfaces/evse-manager.ts";
import { evseSecurityInterface } from "../../../src/everest/interfaces/evse-security.ts";
import { iso15118ExtensionsInterface } from "../../../src/everest/interfaces/iso15118-extensions.ts";
import { ocppDataTransferInterface } from "../../../src/everest/interfaces/ocpp-data-transfer.ts";
import { ocppInterface } from "../../../src/everest/interfaces/ocpp.ts";
import { reservationInterface } from "../../../src/everest/interfaces/reservation.ts";
import { systemInterface } from "../../../src/everest/interfaces/system.ts";
import type { LogStatus } from "../../../src/everest/interfaces/types/system.ts";
import type { SessionEvent } from "../../../src/everest/interfaces/types/session-event.ts";
import { ACTIONS_TO_CSMS, ACTIONS_TO_STATION } from "../../fakes/csms/actions-by-direction.ts";
import { toTimestamp } from "../../../src/kernel/clock.ts";
import { ISO15118_PLACE } from "../../fakes/everest/simulated-iso15118.ts";
import { energySinkOf } from "../../fakes/everest/simulated-energy-sinks.ts";
import { externalEnergyLimitsInterface } from "../../../src/everest/interfaces/external-energy-limits.ts";
import { RESERVATION_PLACE } from "../../fakes/everest/simulated-reservation.ts";
import { Dice, mutate } from "../ocpp-messages.ts";
import { MOODS } from "./moody-csms.ts";
import { messageFor, TOKENS } from "./requests.ts";
import { sample } from "./samples.ts";
import { setting } from "./settings.ts";
import { EVSES, inTime, type World } from "./world.ts";

type Deed = (world: World, dice: Dice) => Promise<string>;

/** Everything that can happen, and how often it does. */
const DEEDS: readonly (readonly [number, Deed])[] = [
  [30, validCall],
  [8, settings],
  [5, invalidCall],
  [2, garbageFrame],
  [12, plug],
  [10, swipe],
  [6, charging],
  [2, fault],
  [3, error],
  [3, meter],
  [5, variable],
  [1, phantomEvent],
  [3, maintenance],
  [6, command],
  [8, time],
  [2, clockJump],
  [3, mood],
  [3, line],
  [1, restart],
  [1, disk],
];

/** Does what the number stands for; resolves with what that was, in words. */
export async function act(world: World, seed: number): Promise<string> {
  const dice = new Dice(seed);
  let at = dice.below(DEEDS.reduce((sum, [weight]) => sum + weight, 0));
  const deed = DEEDS.find(([weight]) => (at -= weight) < 0)![1];
  const what = await deed(world, dice);
  await resetIfAsked(world);
  await world.settled();
  return what;
}

function send(world: World, text: string): void {
  const { csms } = world.station;
  if (csms.isConnected) void csms.sendRaw(text).catch(() => {});
}

/** What changes the most comes more often. */
const CONSEQUENTIAL = ([
  "ChangeAvailability",
  "CostUpdated",
  "CustomerInformation",
  "GetCompositeSchedule",
  "GetLog",
  "RequestStartTransaction",
  "RequestStopTransaction",
  "ReserveNow",
  "Reset",
  "SetDisplayMessage",
  "SetVariables",
  "TriggerMessage",
  "UpdateFirmware",
] as const).flatMap((action) => [action, action]);

let sent = 0;

// deno-lint-ignore require-await -- every deed is a promise
async function validCall(world: World, dice: Dice): Promise<string> {
  const action = dice.roll() < 0.97
    ? dice.pick([...ACTIONS_TO_STATION, ...CONSEQUENTIAL])
    : dice.pick(ACTIONS_TO_CSMS);
  return call(world, action, messageFor(`${action}Request`, world.known(), dice));
}

/** One after the other, or without waiting for answers. */
// deno-lint-ignore require-await -- every deed is a promise
async function settings(world: World, dice: Dice): Promise<string> {
  const wanted = Array.from({ length: dice.pick([1, 1, 2, 5]) }, () => setting(world, dice));
  return wanted.map(({ action, payload }) => call(world, action, payload)).join("\n  ");
}

function call(world: World, action: string, payload: unknown): string {
  const id = `monkey-${++sent}`;
  const { csms } = world.station;
  if (csms.isConnected) {
    void csms.tryCall(action as "Reset", payload).catch(() => {});
  }
  const text = JSON.stringify(payload) ?? "";
  return `CALL ${action} ${text.length > 1500 ? text.slice(0, 1500) + "…" : text} ${id}`;
}

// deno-lint-ignore require-await -- every deed is a promise
async function invalidCall(world: World, dice: Dice): Promise<string> {
  const action = dice.pick(ACTIONS_TO_STATION);
  const payload = mutate(messageFor(`${action}Request`, world.known(), dice), dice);
  const slot = (payload as { configurationSlot?: unknown } | null | undefined)?.configurationSlot;
  return slot === 1 ? "nothing" : `invalid ${call(world, action, payload)}`;
}

// deno-lint-ignore require-await -- every deed is a promise
async function garbageFrame(world: World, dice: Dice): Promise<string> {
  const text = JSON.stringify(mutate([dice.below(6), "x", "Reset", {}, {}], dice)) ?? "";
  send(world, text);
  return `frame ${text.slice(0, 200)}`;
}

async function plug(world: World, dice: Dice): Promise<string> {
  const id = 1 + dice.below(EVSES);
  const evse = world.station.evse(id);
  if (world.plugged.delete(id)) {
    await evse.unplug();
    return `unplug ${id}`;
  }
  world.plugged.add(id);
  await evse.plugIn();
  return `plug ${id}`;
}

// deno-lint-ignore require-await -- the driver waits elsewhere
async function swipe(world: World, dice: Dice): Promise<string> {
  const token = dice.pick(TOKENS);
  // A reader without our module waits for ever.
  if (world.isRunning) void world.station.everest.auth.swipe(token).catch(() => {});
  return `swipe ${token}`;
}

async function charging(world: World, dice: Dice): Promise<string> {
  const id = 1 + dice.below(EVSES);
  const evse = world.station.evse(id);
  if (evse.candidacy !== "inTransaction") return "nothing";
  const what = dice.pick(["startCharging", "pauseEv", "pauseEvse", "stopByEv", "evInfo"] as const);
  if (what === "evInfo") await evse.evInfo({ soc: dice.below(101) });
  else await evse[what]();
  return `${what} ${id}`;
}

async function fault(world: World, dice: Dice): Promise<string> {
  const id = 1 + dice.below(EVSES);
  const evse = world.station.evse(id);
  const clears = dice.roll() < 0.75;
  await (clears ? evse.clearFault() : evse.fault());
  return `${clears ? "clear fault" : "fault"} ${id}`;
}

/** Of our maps, and others. */
const ERROR_TYPES = [
  "evse_board_support/MREC9OverTemperature",
  "evse_board_support/VendorWarning",
  "evse_manager/Inoperative",
  "evse_manager/MREC4OverCurrentFailure",
  "connector_lock/MREC1ConnectorLockFailure",
  "powermeter/CommunicationFault",
  "generic/CommunicationFault",
  "nobody/Knows",
];

async function error(world: World, dice: Dice): Promise<string> {
  const { client } = world.station.everest;
  if (world.raised.length > 0 && dice.roll() < 0.4) {
    const [error] = world.raised.splice(dice.below(world.raised.length), 1);
    await client.clearError(error!);
    return `clear ${error!.type}`;
  }
  const evse = dice.below(EVSES + 2);
  const type = dice.pick(ERROR_TYPES);
  const moduleId = dice.pick([`evse_manager_${evse}`, `yeti_driver_${evse}`, "system", "stranger"]);
  const error = await client.raiseError({
    moduleId,
    implementationId: dice.pick(["evse", "board_support", "main"]),
    type,
    message: dice.pick(["m", "", "x".repeat(3000)]),
    ...(dice.roll() < 0.7 ? { mapping: { evse, connector: dice.pick([1, 1, 2]) } } : {}),
    severity: dice.pick(["Low", "Medium", "High"]),
  });
  world.raised.push(error);
  return `raise ${type} of ${moduleId} ${JSON.stringify(error.mapping)}`;
}

async function meter(world: World, dice: Dice): Promise<string> {
  const id = 1 + dice.below(EVSES);
  const { evse, station: { everest: { client } } } = { evse: world.station.evse(id), station: world.station };
  const value = { ...evse.meter.read(), ...sampleOf(evseManagerInterface.variables, "powermeter", dice) };
  await client.publishVar(evse.moduleId, "evse", "powermeter", value);
  return `powermeter ${id} ${JSON.stringify(value).slice(0, 300)}`;
}

function sampleOf(variables: Fields, name: string, dice: Dice): object {
  return sample(variables[name]!.shape, dice) as object;
}

/** Who tells us something: session events and the ends of updates need more thought. */
const PUBLISHERS: readonly (readonly [Interface, string, string])[] = [
  ...[1, 2].map((id) =>
    [evseManagerInterface as unknown as Interface, `evse_manager_${id}`, "evse"] as const
  ),
  [
    reservationInterface as unknown as Interface,
    RESERVATION_PLACE.moduleId,
    RESERVATION_PLACE.implementationId,
  ],
  [
    iso15118ExtensionsInterface as unknown as Interface,
    ISO15118_PLACE.moduleId,
    ISO15118_PLACE.implementationId,
  ],
  [evseSecurityInterface as unknown as Interface, "evse_security", "main"],
  [systemInterface as unknown as Interface, "system", "main"],
  [externalEnergyLimitsInterface as unknown as Interface, energySinkOf(1), "external_limits"],
];

async function variable(world: World, dice: Dice): Promise<string> {
  const { station: { everest, clock } } = world;
  const [declared, moduleId, implementationId] = dice.pick(PUBLISHERS);
  const name = dice.pick(Object.keys(declared.variables));
  if (
    name === "session_event" || name === "firmware_update_status" || name === "ready" || /^waiting/.test(name)
  ) return "nothing";
  const value = sample(declared.variables[name]!.shape, dice, {
    timestamp: [toTimestamp(clock.wallMs())],
    reservation_id: [0, 1, 2, 3, 4, 5],
  });
  if (name === "log_status") {
    const { log_status, request_id } = value as LogStatus;
    if (log_status === "Uploading") world.phantomUploads.add(request_id);
  }
  await everest.client.publishVar(moduleId, implementationId, name, value);
  return `${moduleId} publishes ${name} ${JSON.stringify(value).slice(0, 500)}`;
}

/** A session event that nobody expects now. */
async function phantomEvent(world: World, dice: Dice): Promise<string> {
  const { everest, clock } = world.station;
  const id = 1 + dice.below(EVSES);
  const evse = world.station.evse(id);
  const uuid = dice.pick([evse.sessionId ?? "", `phantom-${dice.below(3)}`, ""]);
  const shape = evseManagerInterface.variables.session_event.shape;
  const event = {
    ...sample(shape, dice, { uuid: [uuid] }) as SessionEvent,
    uuid,
    timestamp: toTimestamp(clock.wallMs()),
  };
  // As numbers on this bus.
  if (event.charging_paused_evse) event.charging_paused_evse = { reasons: [dice.below(3)] as never };
  world.phantoms.set(uuid, id);
  await everest.client.publishVar(evse.moduleId, "evse", "session_event", event);
  return `session event ${id} ${JSON.stringify(event).slice(0, 500)}`;
}

const FIRMWARE = [
  "Downloaded",
  "DownloadFailed",
  "DownloadPaused",
  "SignatureVerified",
  "InvalidSignature",
  "Installing",
  "Installed",
  "InstallationFailed",
  "InstallScheduled",
] as const;

async function maintenance(world: World, dice: Dice): Promise<string> {
  const { system } = world.station.everest;
  try {
    if (dice.roll() < 0.5) {
      const status = dice.pick(FIRMWARE);
      await system.updates.tell(status);
      if (status === "Installed") world.rebootDue = true;
      return `firmware ${status}`;
    }
    const status = dice.pick(
      ["Uploaded", "UploadFailure", "PermissionDenied", "NotSupportedOperation"] as const,
    );
    await system.uploads.end(status);
    return `log ${status}`;
  } catch {
    return "nothing";
  }
}

const PROVIDED: readonly (readonly [string, Interface])[] = [
  ["auth_validator", authTokenValidatorInterface as unknown as Interface],
  ["data_transfer", ocppDataTransferInterface as unknown as Interface],
  ["ocpp_generic", ocppInterface as unknown as Interface],
];

// deno-lint-ignore require-await -- the caller waits elsewhere
async function command(world: World, dice: Dice): Promise<string> {
  const { everest } = world.station;
  const [implementation, { commands }] = dice.pick(PROVIDED);
  const name = dice.pick(Object.keys(commands));
  if ((name === "stop" || name === "restart") && dice.roll() < 0.7) return "nothing";
  const { variables } = world.known();
  const args = sample(commands[name]!.args.shape, dice, {
    component_variable: variables.map(({ component, variable }) => ({
      component: withSnake(component),
      variable,
    })),
    value: ["1", "3", "true", "x"],
    name: ["HeartbeatInterval", "OCPPCommCtrlr"],
  });
  if (!world.isRunning) return "nothing";
  if (name === "stop") world.isStopped = world.wasStopped = true;
  if (name === "restart") world.isStopped = false;
  const declared = PROVIDED.find(([id]) => id === implementation)![1];
  void everest.client.call(everest.moduleId, implementation, name, args).then((reply) => {
    if (reply.kind === "result") everest.record.answered(declared, name, reply.value);
  }).catch(() => {});
  return `${implementation}.${name} ${JSON.stringify(args).slice(0, 500)}`;
}

function withSnake(component: object): object {
  const { name, evse } = component as { name: string; evse?: { id: number; connectorId?: number } };
  if (!evse) return { name };
  return {
    name,
    evse: { id: evse.id, ...(evse.connectorId === undefined ? {} : { connector_id: evse.connectorId }) },
  };
}

async function time(world: World, dice: Dice): Promise<string> {
  const milliseconds = dice.pick([1, 100, 1000, 5000, 31_000, 61_000, 130_000]);
  await world.pass(milliseconds);
  // Nothing is bad for ever.
  if (dice.roll() < 0.6) world.recovers();
  return `${milliseconds} ms`;
}

async function clockJump({ station: { clock } }: World, dice: Dice): Promise<string> {
  const seconds = dice.pick([-86_400, -60, -1, 1, 60, 86_400]);
  clock.setWall(clock.wallMs() + seconds * 1000);
  await Promise.resolve();
  return `clock ${seconds} s`;
}

async function mood(world: World, dice: Dice): Promise<string> {
  world.moods.mood = dice.roll() < 0.4 ? "friendly" : dice.pick(MOODS);
  await Promise.resolve();
  return `CSMS ${world.moods.mood}`;
}

async function line(world: World, dice: Dice): Promise<string> {
  const { csms } = world.station;
  const what = dice.pick(["drop", "away", "back", "back", "close", "burst"] as const);
  if (what === "back") csms.resume();
  if (what === "away") csms.stopAccepting();
  if (what === "close") void inTime("closing", csms.close(1000 + dice.below(12), "x")).catch(() => {});
  if (what === "drop" || what === "away") csms.drop();
  if (what === "burst") { for (let count = 0; count < 40; count++) await validCall(world, dice); }
  await Promise.resolve();
  return `line ${what}`;
}

// deno-lint-ignore require-await -- every deed is a promise
async function disk(world: World, dice: Dice): Promise<string> {
  world.failedDisk = true;
  world.disk.fails = dice.pick(["atBegin", "atCommit"] as const);
  return `disk fails ${world.disk.fails}`;
}

async function restart(world: World, dice: Dice): Promise<string> {
  const how = dice.pick(["terminate", "kill"] as const);
  const what = dice.pick(["process", "power"] as const);
  await (how === "kill" ? world.kill() : world.stop());
  await world.startAgain(what);
  return `${how}, ${what} restarts`;
}

/** EVerest does as it was told. */
export async function resetIfAsked(world: World): Promise<void> {
  const { resets } = world.station.everest.system;
  if (resets.length === world.resetsSeen && !world.rebootDue) return;
  world.resetsSeen = resets.length;
  world.rebootDue = false;
  await world.stop();
  await world.startAgain("power");
}
