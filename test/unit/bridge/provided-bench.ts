import { VariableMonitors } from "../../../src/bridge/provided-variable-monitors.ts";
import { ocppHandlers, type OcppStation } from "../../../src/bridge/provided-ocpp.ts";
import { provideOcpp } from "../../../src/everest/interfaces/ocpp.ts";
import type { RequestOf, ResponseOf } from "../../../src/ocpp/messages.ts";
import { createSecurityBlock, type SecurityEvent } from "../../../src/station/security/security-block.ts";
import { createDeviceModel } from "../../../src/variables/create-device-model.ts";
import type { ComponentDefinition, VariableDefinition } from "../../../src/variables/definition.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";
import { FakeEverestModule } from "../../fakes/everest-module.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";
import { settled } from "../station/fake-csms.ts";

export const NOW = "2026-01-15T10:00:00.000Z";

function variable(
  name: string,
  initial: string,
  mutability: "ReadOnly" | "ReadWrite" | "WriteOnly" = "ReadWrite",
  further: VariableDefinition["attributes"] = [],
): VariableDefinition {
  return {
    variable: { name },
    characteristics: { dataType: "string", supportsMonitoring: true },
    attributes: [{ type: "Actual", mutability, initial }, ...further],
    source: "OCPP",
  };
}

const COMPONENTS: readonly ComponentDefinition[] = [
  {
    component: { name: "Vendor" },
    variables: [
      variable("Text", "old", "ReadWrite", [{ type: "Target", mutability: "ReadWrite" }]),
      variable("Fixed", "f", "ReadOnly"),
      variable("Secret", "s", "WriteOnly"),
    ],
  },
  {
    component: { name: "Connector", evse: { id: 1, connectorId: 2 } },
    variables: [variable("Text", "c")],
  },
];

/** A device model whose store always succeeds. */
export function deviceModelBench(clock: FakeClock, log: RecordingLogger) {
  const saved: string[] = [];
  const model = createDeviceModel({
    components: COMPONENTS,
    configurationComplete: true,
    store: {
      all: () => [],
      save: ({ variable, value, setBy }) =>
        Promise.resolve(void saved.push(`${variable.name}=${value} by ${setBy}`)),
      remove: () => Promise.resolve(),
    },
    clock,
    log,
  });
  return { model, saved };
}

/** `ocpp_generic` on a bus in memory; the station runs once `start` is called. */
export function ocppBench() {
  const module = new FakeEverestModule();
  const log = new RecordingLogger();
  const clock = new FakeClock(Date.parse(NOW));
  const { model, saved } = deviceModelBench(clock, log);
  const notified: RequestOf<"SecurityEventNotification">[] = [];
  const logged: SecurityEvent[] = [];
  const security = createSecurityBlock({
    clock,
    log,
    securityLog: { write: (event) => void logged.push(event), onCleared: () => {} },
    outbox: { append: (_, request) => Promise.resolve(notified.push(request)) },
  });
  const service = {
    answer: true,
    asked: [] as string[],
    stop: () => (service.asked.push("stop"), Promise.resolve(service.answer)),
    restart: () => (service.asked.push("restart"), Promise.resolve(service.answer)),
  };
  let station: OcppStation | undefined;
  const held: ((station: OcppStation) => void)[] = [];
  const monitors = new VariableMonitors({
    clock,
    log,
    publishEventData: (event) => void publisher.publishEventData(event),
  });
  const availability = {
    asked: [] as unknown[],
    response: { status: "Accepted" } as ResponseOf<"ChangeAvailability">,
    change(request: RequestOf<"ChangeAvailability">) {
      this.asked.push(request);
      return Promise.resolve(this.response);
    },
  };
  const handlers = ocppHandlers({
    station: () => station,
    whenRunning: (task) => station ? task(station) : void held.push(task),
    monitors,
    clock,
    log,
  });
  const publisher = provideOcpp(module, "ocpp_generic", handlers, log);
  return {
    module,
    log,
    clock,
    model,
    saved,
    security,
    notified,
    availability,
    logged,
    service,
    monitors,
    publisher,
    start() {
      const running = { service, security, deviceModel: model, changeAvailability: availability };
      station = running;
      for (const task of held.splice(0)) task(running);
      monitors.watch(model);
    },
    ask: (command: string, args: unknown = null) => module.invoke("ocpp_generic", command, args),
    /** What was published under this variable, after everything that is under way has ended. */
    async published(name: string): Promise<unknown[]> {
      await settled();
      return module.published.filter(({ variable }) => variable === name).map(({ value }) => value);
    },
  };
}
