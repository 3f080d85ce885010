import assert from "node:assert/strict";
import { connectorId, evseId } from "../../../../src/kernel/ids.ts";
import type { RequestOf } from "../../../../src/ocpp/messages.ts";
import { createChangeAvailabilityBlock } from "../../../../src/station/availability/change-availability-block.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";

type Request = RequestOf<"ChangeAvailability">;

function bench(world: { readonly waits?: true; readonly outcome?: "changed" | "unchanged" } = {}) {
  const done: unknown[] = [];
  const block = createChangeAvailabilityBlock({
    layout: [{ id: evseId(1), connectors: [{ id: connectorId(1) }, { id: connectorId(2) }] }],
    control: {
      decide: (decision) => Promise.resolve(void done.push(decision)),
      isWaiting: () => world.waits === true,
      apply() {
        done.push("apply");
        return world.outcome ?? "changed";
      },
    },
    repeatStatuses: () => void done.push("repeat"),
    log: new RecordingLogger(),
  });
  return {
    done,
    block,
    /** What is answered, and what has happened before and after the answer. */
    async ask(request: Request) {
      const reply = await block.handlers.ChangeAvailability!(request);
      assert(reply.kind === "result");
      const before = done.splice(0);
      reply.afterSent?.();
      return { response: reply.response, before, after: done.splice(0) };
    },
  };
}

const OFF = { operationalStatus: "Inoperative" } as const;
const ON = { operationalStatus: "Operative" } as const;

Deno.test("the place is decided about before the answer, and the EVSEs hear of it afterwards (G03, G04)", async () => {
  const places: readonly [Partial<Request>, Record<string, unknown>][] = [
    [{}, {}],
    [{ evse: { id: 1 } }, { evseId: 1 }],
    [{ evse: { id: 1, connectorId: 2 } }, { evseId: 1, connectorId: 2 }],
  ];
  for (const [named, place] of places) {
    const { response, before, after } = await bench().ask({ ...OFF, ...named });
    assert.deepEqual(response, { status: "Accepted" });
    assert.deepEqual([before, after], [[{ ...place, status: "Inoperative" }], ["apply"]]);
  }
});

Deno.test("an EVSE or connector that does not exist changes nothing", async () => {
  for (
    const [evse, reasonCode] of [
      [{ id: 2 }, "UnknownEvse"],
      [{ id: 1, connectorId: 3 }, "UnknownConnectorId"],
    ] as const
  ) {
    const { ask, block, done } = bench();
    const { response, before } = await ask({ ...OFF, evse });
    assert.deepEqual([response.status, response.statusInfo?.reasonCode], ["Rejected", reasonCode]);
    assert.deepEqual(before, []);
    assert.equal((await block.change({ ...OFF, evse })).status, "Rejected");
    assert.deepEqual(done.filter((what) => what !== "apply"), []);
  }
});

Deno.test("what waits for a transaction is Scheduled, coming back is not (G03.FR.05, G04.FR.06)", async () => {
  const status = async (request: Request, waits?: true) =>
    (await bench(waits && { waits }).ask(request)).response.status;
  assert.equal(await status(OFF, true), "Scheduled");
  assert.equal(await status(ON, true), "Accepted");
  assert.equal(await status(OFF), "Accepted");
});

Deno.test("who asks for the whole station hears of all connectors, also when nothing changes (TC_G_12, TC_G_13)", async () => {
  const after = async (request: Request, world: Parameters<typeof bench>[0]) =>
    (await bench(world).ask(request)).after;
  assert.deepEqual(await after(ON, { outcome: "unchanged" }), ["apply", "repeat"]);
  assert.deepEqual(await after(ON, { outcome: "changed" }), ["apply"]);
  assert.deepEqual(await after({ ...ON, evse: { id: 1 } }, { outcome: "unchanged" }), ["apply"]);
  assert.deepEqual(await after(OFF, { outcome: "unchanged", waits: true }), ["apply"]);
});

Deno.test("another module's request is carried out when it is answered", async () => {
  const { block, done } = bench();
  assert.deepEqual(await block.change(OFF), { status: "Accepted" });
  assert.deepEqual(done, [{ status: "Inoperative" }, "apply"]);
});
