import assert from "node:assert/strict";
import { decodeCall, decodeResult } from "../../src/everest/command-messages.ts";
import { readConfigurationTraffic } from "../../src/everest/definitions.ts";
import { type BusHandlers, Dispatcher } from "../../src/everest/dispatcher.ts";
import { decodeError } from "../../src/everest/error-messages.ts";
import { decodeModuleSetup } from "../../src/everest/module-parameters.ts";
import { Topics } from "../../src/everest/topics.ts";
import { VariableSubscriptions } from "../../src/everest/variable-subscriptions.ts";
import {
  recordedBus,
  type RecordedMessage,
  recordedModuleTraffic,
  RUNS,
  WHOLE_BUS_RUNS,
} from "../fixtures/recordings.ts";
import { RecordingMqtt } from "../fakes/mqtt/recording-mqtt.ts";
import { RecordingLogger } from "../fakes/recording-logger.ts";

/** Decodes whatever comes and counts it by kind. */
class Counting implements BusHandlers {
  readonly counts: Record<string, number> = {};
  readonly #variables = new VariableSubscriptions(new RecordingMqtt(), new RecordingLogger(), assert.fail);

  configResponse: BusHandlers["configResponse"] = ({ data }) => {
    this.#count("configResponse");
    const { status, response } = data as { status: unknown; response: { type: string; data: unknown } };
    if (status !== "Ok" || response.type !== "Module") return undefined;
    const decoded = decodeModuleSetup(response.data);
    return decoded.kind === "violation" ? decoded.reason : undefined;
  };
  globalReady: BusHandlers["globalReady"] = ({ data }) => {
    this.#count("globalReady");
    return data === true ? undefined : "is not true";
  };
  variable: BusHandlers["variable"] = (topic, envelope) => {
    this.#count("variable");
    return this.#variables.onVariable(topic, envelope);
  };
  command: BusHandlers["command"] = (_topic, { data }) => {
    this.#count("command");
    const decoded = decodeCall(data);
    if (decoded.kind === "violation") return decoded.reason;
    return decoded.value.args ? undefined : "arguments are no object";
  };
  commandResult: BusHandlers["commandResult"] = ({ data }) => {
    this.#count("commandResult");
    const decoded = decodeResult(data);
    return decoded.kind === "violation" ? decoded.reason : undefined;
  };
  error: BusHandlers["error"] = ({ data }) => {
    this.#count("error");
    const decoded = decodeError(data);
    return decoded.kind === "violation" ? decoded.reason : undefined;
  };
  configurationTraffic: BusHandlers["configurationTraffic"] = (topic, message) => {
    this.#count(topic.kind);
    const traffic = readConfigurationTraffic(topic, message);
    if (typeof traffic === "string") return traffic;
    const silent = message.payload.length === 0;
    return silent || traffic.dialect === "2025.12" ? undefined : `dialect ${traffic.dialect}`;
  };
  shutdown(): void {
    this.#count("shutdown");
  }
  onExternal(): void {
    this.#count("foreign");
  }

  #count(kind: string): void {
    this.counts[kind] = (this.counts[kind] ?? 0) + 1;
  }
}

function replay(messages: readonly RecordedMessage[]): Record<string, number> {
  const handlers = new Counting();
  const logger = new RecordingLogger();
  const dispatcher = new Dispatcher(new Topics("everest/"), handlers, logger);
  for (const { topic, qos, retain, payload } of messages) {
    dispatcher.dispatch({ topic, qos, retain, payload: new TextEncoder().encode(payload ?? "") });
  }
  assert.deepEqual(logger.lines, []);
  return handlers.counts;
}

Deno.test("everything that a real OCPP module sent and received is decoded without complaint", () => {
  const counts = replay(RUNS.flatMap(recordedModuleTraffic));
  for (const kind of ["variable", "command", "commandResult", "error", "configResponse", "globalReady"]) {
    assert.ok((counts[kind] ?? 0) > 0, `no ${kind} in the recording`);
  }
  assert.equal(counts.shutdown, undefined);
});

Deno.test("the rest of the bus, definitions included, is decoded without complaint too", () => {
  const counts = replay(WHOLE_BUS_RUNS.flatMap(recordedBus));
  assert.ok((counts.definition ?? 0) > 0);
});
