import assert from "node:assert/strict";
import { startEverest } from "../fakes/everest/start-everest.ts";
import { type BusMessage, connectBusClient } from "../fakes/mqtt/bus-client.ts";
import { FakeClock } from "../fakes/fake-clock.ts";
import { recordedBus } from "../fixtures/recordings.ts";
import { shapeOf } from "../../tools/fixtures/facts.ts";

/** What kind of message it is, with the numbers of modules left out and session events told apart. */
function kindOf(topic: string, json: unknown): string | undefined {
  const found = /modules\/(evse_manager|yeti_driver|auth)(?:_\d+)?\/impl\/(.*)$/.exec(topic);
  if (!found || !/\/(var|error)\//.test(topic) || topic.includes("reservation")) return undefined;
  const event = (json as { data?: { data?: { event?: string } } })?.data?.data?.event;
  return `${found[1]}/${found[2]}${event ? `/${event}` : ""}`;
}

function addShape(shapes: Map<string, Set<string>>, topic: string, json: unknown): void {
  const kind = kindOf(topic, json);
  if (!kind) return;
  const known = shapes.get(kind) ?? new Set();
  shapes.set(kind, known.add(shapeOf(json)));
}

function recordedShapes(): Map<string, Set<string>> {
  const shapes = new Map<string, Set<string>>();
  for (const { topic, payload } of (["run1", "run3", "run4"] as const).flatMap(recordedBus)) {
    if (topic.startsWith("everest/modules/") && payload) addShape(shapes, topic, JSON.parse(payload));
  }
  return shapes;
}

/** A day that makes the simulation say everything it can say. */
async function simulatedShapes(): Promise<Map<string, Set<string>>> {
  const shapes = new Map<string, Set<string>>();
  const clock = new FakeClock();
  const everest = await startEverest({ clock, evse: { chargeDelayMs: "manual" } });
  const probe = await connectBusClient(everest.address, everest.prefix);
  probe.onPublish((message: BusMessage) => addShape(shapes, message.topic, message.json));
  const parent = { parent_id_token: { value: "GROUP1", type: "Central" } };
  probe.onCmd("ocpp", "auth_validator", "validate_token", () => ({
    authorization_status: "Accepted",
    tariff_messages: [],
    ...parent,
  }));
  const waiting = probe.next("modules/evse_manager_2/impl/evse/var/waiting_for_external_ready");
  await probe.publishRaw("everest/modules/ocpp/ready", '{"data":true,"msg_type":"ModuleReady"}');
  await waiting;
  for (const { moduleId } of everest.evses) {
    await probe.call(moduleId, "evse", "external_ready_to_start_charging", null, "ocpp");
  }
  const evse = everest.evse(1);
  await evse.plugIn();
  await everest.auth.swipe("RFID0001");
  await evse.startCharging();
  await evse.fault("evse_board_support/MREC4OverCurrentFailure");
  await evse.clearFault("evse_board_support/MREC4OverCurrentFailure");
  await evse.startCharging();
  await evse.pauseEv();
  await everest.auth.swipe("RFID0001");
  await clock.fire("everest.evse-1.stop");
  await probe.settled();
  await evse.unplug();
  await everest.auth.swipe("RFID0002");
  clock.advance(61_000);
  const source = { enable_source: "CSMS", enable_state: "Disable", enable_priority: 5000 };
  await probe.call(
    "evse_manager_2",
    "evse",
    "enable_disable",
    { connector_id: 1, cmd_source: source },
    "ocpp",
  );
  await everest.evse(2).reserve(8);
  await probe.next(
    "modules/auth/impl/main/var/token_validation_status",
    ({ payload }) => payload.includes("TimedOut"),
  );
  await probe.settled();
  await probe.close();
  await everest.stop();
  return shapes;
}

Deno.test("the simulated modules say what the recorded ones say, field by field", async () => {
  const recorded = recordedShapes();
  const simulated = await simulatedShapes();
  assert.ok(simulated.size >= 20, `only ${[...simulated.keys()].join(", ")}`);
  const unlike = [...simulated].flatMap(([kind, shapes]) => {
    const known = recorded.get(kind);
    return [...shapes].filter((shape) => !known?.has(shape)).map((shape) => `${kind}: ${shape}`);
  });
  assert.deepEqual(unlike, []);
});
