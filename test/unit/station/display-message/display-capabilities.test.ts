import assert from "node:assert/strict";
import {
  announceDisplay,
  DISPLAY_MESSAGES,
  readDisplayCapabilities,
} from "../../../../src/station/display-message/display-capabilities.ts";
import { characteristicsOf } from "../../../../src/variables/characteristics.ts";
import { createDeviceModel } from "../../../../src/variables/create-device-model.ts";
import { variableKey } from "../../../../src/variables/device-model.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";

/** DisplayMessageCtrlr with these variables, as text; one without value is there all the same. */
function model(variables: Readonly<Record<string, string | undefined>>, maxLimit?: number) {
  const log = new RecordingLogger();
  const deviceModel = createDeviceModel({
    components: [{
      component: { name: "DisplayMessageCtrlr" },
      variables: Object.entries(variables).map(([name, initial]) => ({
        variable: { name },
        characteristics: {
          dataType: name === "DisplayMessages" ? "integer" : "string",
          supportsMonitoring: false,
          ...(name === "DisplayMessages" && maxLimit !== undefined && { maxLimit }),
        },
        attributes: [{ type: "Actual", mutability: "ReadOnly", ...(initial !== undefined && { initial }) }],
        source: "OCPP",
      })),
    }],
    configurationComplete: true,
    store: { all: () => [], save: () => Promise.resolve(), remove: () => Promise.resolve() } as never,
    clock: new FakeClock(),
    log,
  });
  return { deviceModel, log };
}

/** As EVerest's own component files have it. */
const OF_EVEREST = { Available: undefined, DisplayMessages: "42" };
const AVAILABLE = variableKey("DisplayMessageCtrlr", "Available");

Deno.test("a connected display is available, with no messages yet and a limit that the CSMS can read", () => {
  const { deviceModel } = model(OF_EVEREST);
  announceDisplay(deviceModel, "connected");
  assert.equal(deviceModel.boolean(AVAILABLE), true);
  assert.equal(deviceModel.integer(DISPLAY_MESSAGES), 0);
  assert.equal(characteristicsOf(deviceModel, DISPLAY_MESSAGES)?.maxLimit, 50);
  assert.equal(readDisplayCapabilities(deviceModel).maxMessages, 50);
});

Deno.test("the limit of the file stays", () => {
  const { deviceModel } = model(OF_EVEREST, 7);
  announceDisplay(deviceModel, "connected");
  assert.equal(readDisplayCapabilities(deviceModel).maxMessages, 7);
});

Deno.test("without a display nothing is available, whatever the file says", () => {
  const { deviceModel } = model({ Available: "true", DisplayMessages: "42" });
  announceDisplay(deviceModel, "absent");
  assert.equal(deviceModel.boolean(AVAILABLE), false);
  assert.equal(deviceModel.integer(DISPLAY_MESSAGES), 0);
});

Deno.test("component files without these variables are no reason to complain", () => {
  const { deviceModel, log } = model({});
  announceDisplay(deviceModel, "connected");
  announceDisplay(deviceModel, "absent");
  assert.deepEqual(log.lines, []);
  assert.equal(readDisplayCapabilities(deviceModel).maxMessages, 50);
});

Deno.test("a station without lists says nothing against any message, and has no certain display", () => {
  const { priorities, formats, states, isEnabled, hasDisplay } = readDisplayCapabilities(
    model({}).deviceModel,
  );
  assert.deepEqual([priorities, formats, states, isEnabled], [undefined, undefined, undefined, true]);
  assert.equal(hasDisplay({ name: "Display" }), false);
});
