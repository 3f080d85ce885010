import assert from "node:assert/strict";
import { deferUntilStarted } from "../../../../src/runtime/bus/deferred-module.ts";
import { StartQueue } from "../../../../src/runtime/bus/start-queue.ts";
import { connectionTo, FakeEverestModule } from "../../../fakes/everest-module.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";

Deno.test("every event waits for the start; of meters and the like every listener hears the latest", () => {
  const queue = new StartQueue<string>(new RecordingLogger());
  const module = new FakeEverestModule();
  const deferred = deferUntilStarted(module, queue);
  const seen: string[] = [];
  for (const variable of ["session_event", "powermeter"]) {
    for (const id of ["evse_1", "evse_2"]) {
      deferred.subscribe(connectionTo("evse_manager", id), variable, (value) => seen.push(`${id} ${value}`));
    }
  }
  deferred.subscribe(
    connectionTo("evse_manager", "evse_1"),
    "powermeter",
    (value) => seen.push(`too ${value}`),
  );
  module.emit("evse_1", "powermeter", 1);
  module.emit("evse_1", "session_event", "begins");
  module.emit("evse_2", "powermeter", 2);
  module.emit("evse_1", "powermeter", 3);
  module.emit("evse_1", "session_event", "ends");
  assert.deepEqual(seen, []);
  queue.open("station");
  assert.deepEqual(seen, ["evse_1 begins", "evse_2 2", "evse_1 3", "too 3", "evse_1 ends"]);
  module.emit("evse_2", "powermeter", 4);
  assert.equal(seen.at(-1), "evse_2 4");
});
