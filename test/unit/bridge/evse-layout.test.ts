import assert from "node:assert/strict";
import { evseManager } from "../../../src/everest/interfaces/evse-manager.ts";
import { readLayout } from "../../../src/bridge/evse-layout.ts";
import { connectionTo, FakeEverestModule } from "../../fakes/everest-module.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

function ask(...answers: unknown[]) {
  const module = new FakeEverestModule();
  const evses = answers.map((answer, index) => {
    if (answer !== undefined) module.answer(`evse_${index + 1}`, "get_evse", answer);
    return evseManager(
      module,
      connectionTo("evse_manager", `evse_${index + 1}`, index),
      new RecordingLogger(),
    );
  });
  return readLayout(evses);
}

Deno.test("EVSEs and connectors are numbered from 1, types in OCPP's spelling", async () => {
  assert.deepEqual(
    await ask(
      { id: 1, connectors: [{ id: 2 }, { id: 1, type: "sCEE_7_7" }] },
      { id: 2, connectors: [] },
    ),
    {
      kind: "layout",
      evses: [
        { id: 1, connectors: [{ id: 1, type: "sCEE-7-7" }, { id: 2 }] },
        { id: 2, connectors: [{ id: 1 }] },
      ],
    },
  );
});

Deno.test("a layout that OCPP cannot number says which EVSE is to blame", async () => {
  const cases: [unknown[], string][] = [
    [[{ id: 2, connectors: [] }], "evse_1 is connected as EVSE 1 but has the id 2"],
    [
      [{ id: 1, connectors: [{ id: 1 }, { id: 3 }] }],
      "evse_1 numbers its connectors 1, 3 instead of 1, 2, …",
    ],
    [
      [{ id: 1, connectors: [] }, undefined],
      "evse_2 does not report its connectors: CmdTimeout: no answer",
    ],
  ];
  for (const [answers, reason] of cases) {
    assert.deepEqual(await ask(...answers), { kind: "invalid", reason });
  }
});
