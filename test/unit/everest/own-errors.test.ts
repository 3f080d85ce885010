import assert from "node:assert/strict";
import { Outgoing } from "../../../src/everest/outgoing.ts";
import { OwnErrors } from "../../../src/everest/own-errors.ts";
import { Topics } from "../../../src/everest/topics.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";
import { RecordingMqtt } from "../../fakes/mqtt/recording-mqtt.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

function ownErrors() {
  const mqtt = new RecordingMqtt();
  const logger = new RecordingLogger();
  const errors = new OwnErrors({
    moduleId: "ocpp",
    declared: { auth_validator: { "generic/VendorError": "vendor's own" } },
    mapping: { module: { evse: 1 } },
    topics: new Topics("everest/"),
    outgoing: new Outgoing(mqtt, logger),
    clock: new FakeClock(),
    ids: { uuid: () => "uuid-1", random: () => 0 },
    logger,
  });
  return { mqtt, logger, errors };
}

const VENDOR = {
  implementationId: "auth_validator",
  type: "generic/VendorError",
  message: "no CSMS",
  severity: "Low",
} as const;

Deno.test("our own error is raised once and cleared with everything unchanged but its state", () => {
  const { mqtt, errors } = ownErrors();
  errors.raise(VENDOR);
  errors.raise({ ...VENDOR, message: "still no CSMS" });
  errors.clear("auth_validator", "generic/VendorError");
  errors.clear("auth_validator", "generic/VendorError");
  const data = {
    type: "generic/VendorError",
    sub_type: "",
    description: "vendor's own",
    message: "no CSMS",
    severity: "Low",
    state: "Active",
    vendor_id: "everest",
    uuid: "uuid-1",
    timestamp: "2026-01-15T10:00:00.000Z",
    origin: { module_id: "ocpp", implementation_id: "auth_validator", mapping: { evse: 1 } },
  };
  const topic = "everest/modules/ocpp/impl/auth_validator/error/generic/VendorError";
  assert.deepEqual(mqtt.take(), [
    [topic, { data, msg_type: "RaiseError" }],
    [topic, { data: { ...data, state: "ClearedByModule" }, msg_type: "ClearError" }],
  ]);
});

Deno.test("an error that our interface does not declare never reaches the bus", () => {
  const { mqtt, logger, errors } = ownErrors();
  errors.raise({ ...VENDOR, type: "evse_manager/Inoperative" });
  errors.raise({ ...VENDOR, implementationId: "ocpp_generic" });
  assert.deepEqual(mqtt.take(), []);
  assert.equal(logger.messages("error").length, 2);
});
