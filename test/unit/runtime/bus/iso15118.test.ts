import assert from "node:assert/strict";
import { evseManager } from "../../../../src/everest/interfaces/evse-manager.ts";
import { iso15118Extensions } from "../../../../src/everest/interfaces/iso15118-extensions.ts";
import { connectIso15118 } from "../../../../src/runtime/bus/iso15118.ts";
import { StartQueue } from "../../../../src/runtime/bus/start-queue.ts";
import type { StationOnBus } from "../../../../src/runtime/bus/station-on-bus.ts";
import { connectionTo, FakeEverestModule } from "../../../fakes/everest-module.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { settled } from "../../station/fake-csms.ts";
import { FakeDeviceModel } from "../../station/fake-device-model.ts";

/** Two EVSEs, and a stack per mapping; nothing runs yet. */
function bench(...mappings: (number | undefined)[]) {
  const module = new FakeEverestModule();
  const log = new RecordingLogger();
  const evses = ["evse1", "evse2"].map((name) =>
    evseManager(module, connectionTo("evse_manager", name), log)
  );
  const extensions = mappings.map((evse, index) => {
    const connection = connectionTo("extensions_15118", `stack${index}`, index);
    return iso15118Extensions(
      module,
      evse === undefined ? connection : { ...connection, mapping: { evse } },
      log,
    );
  });
  const queue = new StartQueue<StationOnBus>(log);
  const parts = connectIso15118({
    interfaces: { evses, extensions },
    module,
    deferred: module,
    queue,
    log,
  });
  return { module, parts };
}

Deno.test("a vehicle that asks before the station runs is told at once that there is nothing for it", async () => {
  const { module } = bench(1);
  for (const peer of ["stack0", "evse2"]) {
    module.emit(peer, "iso15118_certificate_request", {
      exi_request: "AAAA",
      iso15118_schema_version: "urn:iso:15118:2:2013:MsgDef",
      certificate_action: "Install",
    });
  }
  await settled();
  const failed = { status: "Failed", certificate_action: "Install" };
  assert.deepEqual(module.sent.map(({ target, args }) => [target, args["certificate_response"]]), [
    ["stack0", failed],
    ["evse2", failed],
  ]);
});

Deno.test("a stack belongs to the EVSE it is mapped to, if there is such an EVSE", () => {
  assert.deepEqual(bench(2, 2, undefined).parts.evses, [2]);
  assert.deepEqual(bench(0, 3).parts.evses, []);
  assert.deepEqual(bench().parts.evses, []);
});

Deno.test("what the files say of ISO 15118 stays where no stack is connected", () => {
  const available = (...mappings: (number | undefined)[]) => {
    const deviceModel = new FakeDeviceModel({ "ISO15118Ctrlr.Available": "as in the file" });
    bench(...mappings).parts.start(deviceModel);
    return deviceModel.values.get("ISO15118Ctrlr.Available");
  };
  assert.equal(available(), "as in the file");
  assert.equal(available(undefined), "true");
});
