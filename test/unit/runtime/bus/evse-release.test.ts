import assert from "node:assert/strict";
import { COMMAND_TIMEOUT_MS } from "../../../../src/bridge/command-timeouts.ts";
import { evseManager } from "../../../../src/everest/interfaces/evse-manager.ts";
import { EvseRelease } from "../../../../src/runtime/bus/evse-release.ts";
import { connectionTo, FakeEverestModule } from "../../../fakes/everest-module.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";

function bench() {
  const module = new FakeEverestModule();
  const evses = ["evse_1", "evse_2"].map((id) =>
    evseManager(module, connectionTo("evse_manager", id), new RecordingLogger())
  );
  const told = () => {
    const sent = module.sent.splice(0);
    // Whoever does not answer is named in the log while somebody still looks.
    assert(sent.every(({ timeoutMs }) => timeoutMs === COMMAND_TIMEOUT_MS));
    return sent.map(({ target }) => target);
  };
  return { release: new EvseRelease(evses), told };
}

Deno.test("every EVSE is let go once when the station runs, also one that has said that it waits", () => {
  const { release, told } = bench();
  release.waiting(2);
  assert.deepEqual(told(), []);
  release.all();
  assert.deepEqual(told(), ["evse_1", "evse_2"]);
});

Deno.test("an EVSE that was restarted is let go again, alone", () => {
  const { release, told } = bench();
  release.all();
  told();
  release.waiting(2);
  assert.deepEqual(told(), ["evse_2"]);
  release.waiting(3); // there is none
  assert.deepEqual(told(), []);
});
