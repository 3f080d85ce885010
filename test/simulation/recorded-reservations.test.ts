import assert from "node:assert/strict";
import type { JsonObject } from "../../src/kernel/json.ts";
import { startEverest } from "../fakes/everest/start-everest.ts";
import { FakeClock } from "../fakes/fake-clock.ts";
import { recordedBus } from "../fixtures/recordings.ts";
import { connectBusClient } from "../fakes/mqtt/bus-client.ts";

/** What concerns reservations, in one line: who, what, and with which values; undefined for everything else. */
function lineOf(topic: string, json: JsonObject): string | undefined {
  const place = /modules\/(auth|evse_manager_\d)\/impl\/(reservation|evse)\/(cmd|var)\/(.+)$/.exec(topic);
  if (!place) return undefined;
  const [, module, , , name = ""] = place;
  const data = json["data"] as JsonObject;
  const inner = data["data"] as JsonObject | undefined;
  if (name === "session_event") {
    return String(inner?.["event"]).startsWith("Reservation") ? `${module} ${inner?.["event"]}` : undefined;
  }
  if (!/^(reserve|cancel_reservation|reserve_now|reservation_update)(\/response|$)/.test(name)) {
    return undefined;
  }
  if (name === "reservation_update") return `${module} ${name} ${inner?.["reservation_status"]}`;
  return inner ? `${module} ${name} ${inner["retval"]}` : `${module} ${name}`;
}

function recorded(): string[] {
  return recordedBus("run1").flatMap(({ topic, payload }) => {
    const found = payload?.startsWith("{") ? lineOf(topic, JSON.parse(payload)) : undefined;
    return found === undefined ? [] : [found];
  });
}

/** The same reservations: one that is cancelled, one that expires, and one too late to cancel. */
async function simulated(): Promise<string[]> {
  const clock = new FakeClock();
  const everest = await startEverest({ clock });
  const client = await connectBusClient(everest.address, everest.prefix);
  const lines: string[] = [];
  client.onPublish(({ topic, json }) => {
    const found = json === undefined ? undefined : lineOf(topic, json as JsonObject);
    if (found !== undefined) lines.push(found);
  });
  const waiting = client.next(`modules/evse_manager_2/impl/evse/var/waiting_for_external_ready`);
  await client.publishRaw("everest/modules/ocpp/ready", '{"data":true,"msg_type":"ModuleReady"}');
  await waiting;
  const call = (command: string, args: unknown) => client.call("auth", "reservation", command, args, "ocpp");
  const reserve = (reservation_id: number, evse_id: number, inMs: number) =>
    call("reserve_now", {
      request: {
        reservation_id,
        evse_id,
        id_token: "RFID0001",
        expiry_time: new Date(clock.wallMs() + inMs).toISOString(),
      },
    });
  await reserve(5, 1, 600_000);
  await call("cancel_reservation", { reservation_id: 5 });
  await reserve(6, 2, 8000);
  const expired = client.next("modules/auth/impl/reservation/var/reservation_update");
  clock.advance(8000);
  await expired;
  await call("cancel_reservation", { reservation_id: 6 });
  await client.settled();
  await client.close();
  await everest.stop();
  return lines;
}

Deno.test("simulated reservations go over the bus as recorded ones, in the same order", async () => {
  const lines = recorded();
  assert(lines.length > 15);
  assert.deepEqual(await simulated(), lines);
});
