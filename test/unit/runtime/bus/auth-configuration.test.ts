import assert from "node:assert/strict";
import { auth } from "../../../../src/everest/interfaces/auth.ts";
import { keepAuthConfigured } from "../../../../src/runtime/bus/auth-configuration.ts";
import {
  type DeviceModel,
  type VariableChange,
  variableKey,
} from "../../../../src/variables/device-model.ts";
import { connectionTo, FakeEverestModule } from "../../../fakes/everest-module.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { settled } from "../../station/fake-csms.ts";

async function bench(seconds: number | undefined, group: string | undefined) {
  const module = new FakeEverestModule();
  const log = new RecordingLogger();
  const listeners: ((change: VariableChange) => void)[] = [];
  const values = { seconds, group };
  for (const command of ["set_connection_timeout", "set_master_pass_group_id"]) {
    module.answer("auth", command, null);
  }
  const deviceModel = {
    integer: () => values.seconds,
    text: () => values.group,
    onChange: (listener: (change: VariableChange) => void) => listeners.push(listener),
  } as unknown as DeviceModel;
  const told = () => module.sent.splice(0).map(({ args }) => args);
  keepAuthConfigured(deviceModel, auth(module, connectionTo("auth", "auth"), log), log);
  await settled();
  return {
    ...{ module, log, values, told },
    async changed(component: string, variable: string, attribute: VariableChange["attribute"] = "Actual") {
      const key = variableKey(component, variable);
      for (const listener of listeners) listener({ key, attribute, oldValue: "", newValue: "", by: "csms" });
      await settled();
    },
  };
}

Deno.test("Auth hears at the start what the device model says, and nothing of what it does not say", async () => {
  const both = await bench(60, "POLICE");
  assert.deepEqual(both.told(), [{ connection_timeout: 60 }, { master_pass_group_id: "POLICE" }]);
  assert.deepEqual((await bench(60, undefined)).told(), [{ connection_timeout: 60 }]);
  assert.deepEqual((await bench(undefined, "")).told(), [{ master_pass_group_id: "" }]);
});

Deno.test("Auth hears of each Actual value that changes, and of no other", async () => {
  const { told, values, changed } = await bench(60, "POLICE");
  told();
  values.seconds = 90;
  await changed("TxCtrlr", "EVConnectionTimeOut");
  assert.deepEqual(told(), [{ connection_timeout: 90 }]);
  await changed("authctrlr", "masterpassgroupid");
  assert.deepEqual(told(), [{ master_pass_group_id: "POLICE" }]);
  await changed("TxCtrlr", "EVConnectionTimeOut", "Target");
  await changed("TxCtrlr", "TxStartPoint");
  assert.deepEqual(told(), []);
});

Deno.test("an Auth that does not take a setting is named in the log", async () => {
  const { module, log, changed } = await bench(60, "POLICE");
  module.answerWith(
    "auth",
    "set_connection_timeout",
    () => ({ kind: "error", type: "HandlerException", message: "no" }),
  );
  await changed("TxCtrlr", "EVConnectionTimeOut");
  const warning = log.lines.find(({ message }) =>
    message === "EVerest's Auth module did not accept a setting"
  );
  assert.equal(warning?.fields["name"], "EVConnectionTimeOut");
});
