import assert from "node:assert/strict";
import { PlugAndChargeAdapter } from "../../../../src/bridge/plug-and-charge-adapter.ts";
import { evseManager } from "../../../../src/everest/interfaces/evse-manager.ts";
import { keepPlugAndChargeConfigured } from "../../../../src/runtime/bus/plug-and-charge-configuration.ts";
import type { DeviceModel, VariableChange, VariableKey } from "../../../../src/variables/device-model.ts";
import { connectionTo, FakeEverestModule } from "../../../fakes/everest-module.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";

const ALL = {
  pnc_enabled: true,
  central_contract_validation_allowed: false,
  contract_certificate_installation_enabled: true,
};

function bench(values: Record<string, boolean | undefined>) {
  const module = new FakeEverestModule();
  const log = new RecordingLogger();
  const evses = ["evse1", "evse2"].map((name, index) =>
    evseManager(module, connectionTo("evse_manager", name, index), log)
  );
  for (const { connection } of evses) {
    module.answer(connection.moduleId, "set_plug_and_charge_configuration", null);
  }
  const listeners: ((change: VariableChange) => void)[] = [];
  const deviceModel = {
    boolean: ({ variable }: VariableKey) => values[variable.name],
    onChange: (listener: (change: VariableChange) => void) => {
      listeners.push(listener);
      return () => {};
    },
  } as unknown as DeviceModel;
  const plugAndCharge = new PlugAndChargeAdapter(evses, log);
  return {
    module,
    log,
    start: () => keepPlugAndChargeConfigured(deviceModel, plugAndCharge),
    set(name: string, value: boolean, change: Partial<VariableChange> = {}) {
      values[name] = value;
      const key = { component: { name: "ISO15118Ctrlr" }, variable: { name } };
      const whole: VariableChange = {
        ...{ key, attribute: "Actual", oldValue: undefined, newValue: String(value), by: "csms" },
        ...change,
      };
      for (const listener of listeners) listener(whole);
    },
    /** What EVSE 1 was told since the last time. */
    told: (evse = "evse1") =>
      module.sent.splice(0).filter(({ target }) => target === evse)
        .map(({ args }) => args["plug_and_charge_configuration"]),
  };
}

const ON = {
  PnCEnabled: true,
  CentralContractValidationAllowed: false,
  ContractCertificateInstallationEnabled: true,
};

Deno.test("every EVSE is told all that is known when the station starts", () => {
  const { start, told } = bench({ ...ON });
  start();
  assert.deepEqual(told("evse2"), [ALL]);
});

Deno.test("settings that the device model does not have are not made up", () => {
  const some = bench({ PnCEnabled: false });
  some.start();
  assert.deepEqual(some.told(), [{ pnc_enabled: false }]);
  const none = bench({});
  none.start();
  assert.deepEqual(none.told(), []);
});

Deno.test("afterwards only what changed is told", () => {
  const { start, set, told } = bench({ ...ON });
  start();
  told();
  set("PnCEnabled", false);
  assert.deepEqual(told(), [{ pnc_enabled: false }]);
  set("CentralContractValidationAllowed", true);
  assert.deepEqual(told(), [{ central_contract_validation_allowed: true }]);
  set("ContractCertificateInstallationEnabled", false);
  assert.deepEqual(told(), [{ contract_certificate_installation_enabled: false }]);
  set("ContractValidationOffline", false);
  set("PnCEnabled", true, { attribute: "Target" });
  set("PnCEnabled", true, {
    key: { component: { name: "ISO15118Ctrlr", evse: { id: 1 } }, variable: { name: "PnCEnabled" } },
  });
  set("PnCEnabled", true, { key: { component: { name: "AuthCtrlr" }, variable: { name: "Enabled" } } });
  assert.deepEqual(told(), []);
});

Deno.test("with the controller off no contract is offered nor installed, with it on what was set counts again", () => {
  const { start, set, told } = bench({ ...ON });
  start();
  told();
  set("Enabled", false);
  const off = { pnc_enabled: false, contract_certificate_installation_enabled: false };
  assert.deepEqual(told(), [off]);
  set("PnCEnabled", true);
  assert.deepEqual(told(), [{ pnc_enabled: false }]);
  set("Enabled", true);
  assert.deepEqual(told(), [{ pnc_enabled: true, contract_certificate_installation_enabled: true }]);
});

Deno.test("an EVSE that starts again alone is told all of it again, one that is only let go is not", () => {
  const { module, start, told } = bench({ ...ON });
  module.emit("evse1", "waiting_for_external_ready", true);
  start();
  told();
  module.emit("evse1", "ready", true);
  assert.deepEqual(told(), []);
  module.emit("evse1", "waiting_for_external_ready", true);
  assert.deepEqual(told(), [ALL]);
  module.emit("evse1", "ready", false);
  assert.deepEqual(told(), []);
  module.emit("evse1", "ready", true);
  assert.deepEqual(told(), [ALL]);
});

Deno.test("an EVSE that does not take the settings is named in the log", async () => {
  const { module, log, start } = bench({ ...ON });
  module.answerWith("evse2", "set_plug_and_charge_configuration", () => ({
    kind: "error",
    type: "HandlerException",
    message: "no",
  }));
  start();
  await new Promise((resolve) => queueMicrotask(() => queueMicrotask(() => setTimeout(resolve, 0))));
  const complaints = log.lines.filter(({ message }) => message.includes("Plug & Charge"));
  assert.deepEqual(complaints.map(({ fields }) => fields["module"]), ["evse2"]);
});
