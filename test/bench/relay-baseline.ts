import { startCsms } from "../fakes/csms/csms.ts";
import { BusClient } from "../fakes/mqtt/bus-client.ts";
import { startMosquitto } from "../fakes/mqtt/mosquitto.ts";
import { pause } from "../fakes/pause.ts";
import { startProgram } from "./bare-program.ts";
import type { BenchRow } from "./bench-row.ts";
import { arrivalOf, type BenchContext } from "./bench-stand.ts";
import { preciseNow, typicalAndWorst } from "./statistics.ts";

const WARM_UP = 50;
const EVENTS = 600;
const PAUSE_MS = 5;
const PREFIX = "everest/";

/** The way of an event through the same broker and sockets with nothing behind them: each event sends a Heartbeat. */
export async function relayBaseline(_context: BenchContext): Promise<BenchRow[]> {
  const mosquitto = await startMosquitto();
  if (mosquitto.kind === "absent") throw new Error(mosquitto.reason);
  const csms = await startCsms({ now: preciseNow });
  const bus = await BusClient.connect({ kind: "unix", path: mosquitto.unixPath }, PREFIX);
  const topic = `${PREFIX}modules/relay/impl/evse/var/session_event`;
  const relay = startProgram("./relay-station.ts", csms.url, mosquitto.unixPath, topic);
  await csms.expect("BootNotification");
  await csms.answersSent();
  const times: number[] = [];
  for (let event = 0; event < WARM_UP + EVENTS; event++) {
    const publishedMs = preciseNow();
    void bus.publishVar("relay", "evse", "session_event", { event: "ChargingPausedEV", number: event });
    const { messageId } = await csms.expect("Heartbeat");
    if (event >= WARM_UP) times.push(arrivalOf(csms, messageId) - publishedMs);
    await pause(PAUSE_MS);
  }
  await csms.stop();
  await relay.status;
  await bus.close();
  await mosquitto.stop();
  return [{
    name: "  broker and WebSocket, with nothing behind them",
    ...typicalAndWorst(times),
    unit: "ms",
  }];
}
