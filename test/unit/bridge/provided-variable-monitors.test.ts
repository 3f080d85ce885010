import assert from "node:assert/strict";
import { VariableMonitors } from "../../../src/bridge/provided-variable-monitors.ts";
import type { EventData } from "../../../src/everest/interfaces/types/ocpp-variable.ts";
import { MAX_MONITORED_VARIABLES } from "../../../src/kernel/limits.ts";
import { variableKey } from "../../../src/variables/device-model.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";
import { settled } from "../station/fake-csms.ts";
import { deviceModelBench, NOW, ocppBench } from "./provided-bench.ts";

const of = (component: string, variable: string) => ({
  component: { name: component },
  variable: { name: variable },
});
const CONNECTOR = {
  component: { name: "Connector", evse: { id: 1, connectorId: 2 } },
  variable: { name: "Text" },
};
const monitor = (...component_variables: unknown[]) => ({ component_variables });

function event(id: number, component_variable: unknown, actual_value: string) {
  return {
    component_variable,
    event_id: id,
    timestamp: NOW,
    trigger: "Delta",
    actual_value,
    event_notification_type: "CustomMonitor",
  };
}

Deno.test("a monitored variable is told under the model's own name, whoever changed it", async () => {
  const bench = ocppBench();
  bench.start();
  await bench.ask("monitor_variables", monitor(of("VENDOR", "text")));
  await bench.ask("monitor_variables", monitor(of("Vendor", "Text"), of("Nobody", "Knows")));
  const key = variableKey("Vendor", "Text");
  await bench.model.setVariables([{ ...key, attributeValue: "by the CSMS" }], "csms");
  bench.model.setActual(key, "by itself");
  bench.model.setActual(key, "by itself");
  bench.model.setActual(key, "again");
  assert.deepEqual(await bench.published("event_data"), [
    event(0, of("Vendor", "Text"), "by the CSMS"),
    event(1, of("Vendor", "Text"), "by itself"),
    event(2, of("Vendor", "Text"), "again"),
  ]);
});

Deno.test("what was named before the station runs is told from the start", async () => {
  const bench = ocppBench();
  const name = {
    component: { name: "connector", instance: "", evse: { id: 1, connector_id: 2 } },
    variable: { name: "TEXT" },
  };
  assert.deepEqual(await bench.ask("monitor_variables", monitor(name)), { kind: "result", value: null });
  bench.start();
  bench.model.setActual(CONNECTOR, "new");
  assert.deepEqual(await bench.published("event_data"), [
    event(0, {
      component: { name: "Connector", evse: { id: 1, connector_id: 2 } },
      variable: { name: "Text" },
    }, "new"),
  ]);
});

Deno.test("an empty list, another place and another variable are not monitored", async () => {
  const bench = ocppBench();
  bench.start();
  await bench.ask("monitor_variables", monitor());
  await bench.ask(
    "monitor_variables",
    monitor(
      { component: { name: "Connector", evse: { id: 1, connector_id: 1 } }, variable: { name: "Text" } },
      { component: { name: "Connector", evse: { id: 1 } }, variable: { name: "Text" } },
      {
        component: { name: "Connector", instance: "a", evse: { id: 1, connector_id: 2 } },
        variable: { name: "Text" },
      },
      of("Vendor", "Fixed"),
    ),
  );
  bench.model.setActual(CONNECTOR, "new");
  bench.model.setActual(variableKey("Vendor", "Text"), "new");
  assert.deepEqual(await bench.published("event_data"), []);
});

Deno.test("a refused set, another attribute and a variable that cannot be read are not told", async () => {
  const bench = ocppBench();
  bench.start();
  await bench.ask(
    "monitor_variables",
    monitor(...["Secret", "Fixed", "Text"].map((name) => of("Vendor", name))),
  );
  await bench.model.setVariables([
    { ...variableKey("Vendor", "Secret"), attributeValue: "password" },
    { ...variableKey("Vendor", "Fixed"), attributeValue: "not by the CSMS" },
    { ...variableKey("Vendor", "Text"), attributeType: "Target", attributeValue: "wish" },
  ], "csms");
  assert.deepEqual(await bench.published("event_data"), []);
});

Deno.test("a long value is cut to what the interface takes", async () => {
  const bench = ocppBench();
  bench.start();
  await bench.ask("monitor_variables", monitor(of("Vendor", "Text")));
  bench.model.setActual(variableKey("Vendor", "Text"), "x".repeat(2501));
  const [told] = await bench.published("event_data") as EventData[];
  assert.equal(told?.actual_value.length, 2500);
});

Deno.test("as many variables as allowed are monitored, one more is not", async () => {
  const log = new RecordingLogger();
  const clock = new FakeClock(Date.parse(NOW));
  const { model } = deviceModelBench(clock, log);
  const told: EventData[] = [];
  const monitors = new VariableMonitors({ clock, log, publishEventData: (data) => void told.push(data) });
  monitors.add(Array.from({ length: MAX_MONITORED_VARIABLES - 1 }, (_, n) => of("Vendor", `V${n}`)));
  monitors.add([of("Vendor", "Text"), of("vendor", "text")]);
  assert.deepEqual(log.messages("warning"), []);
  monitors.add([of("Vendor", "Fixed")]);
  assert.equal(log.messages("warning").length, 1);
  const end = monitors.watch(model);
  model.setActual(variableKey("Vendor", "Text"), "new");
  model.setActual(variableKey("Vendor", "Fixed"), "new");
  await settled();
  assert.deepEqual(told.map(({ component_variable }) => component_variable.variable.name), ["Text"]);
  end();
  model.setActual(variableKey("Vendor", "Text"), "newer");
  await settled();
  assert.equal(told.length, 1);
});
