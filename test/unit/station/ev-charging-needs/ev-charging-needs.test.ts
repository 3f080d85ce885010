import assert from "node:assert/strict";
import { evseId } from "../../../../src/kernel/ids.ts";
import type { ChargingNeedsType } from "../../../../src/ocpp/messages.ts";
import { createEvChargingNeeds } from "../../../../src/station/ev-charging-needs/ev-charging-needs.ts";
import type { CallOutcome, Csms } from "../../../../src/station/ports/csms.ts";
import type { DeviceModel } from "../../../../src/variables/device-model.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";

const ONE = evseId(1);
const DC: ChargingNeedsType = {
  requestedEnergyTransfer: "DC",
  dcChargingParameters: { evMaxCurrent: 300, evMaxVoltage: 800 },
};
const LESS: ChargingNeedsType = {
  requestedEnergyTransfer: "DC",
  dcChargingParameters: { evMaxCurrent: 100, evMaxVoltage: 800 },
};

function bench(enabled?: boolean) {
  const asked: { request: unknown; answer: (outcome: CallOutcome<unknown>) => void }[] = [];
  const csms = {
    call: (_action: string, request: unknown) =>
      new Promise<CallOutcome<unknown>>((answer) => asked.push({ request, answer })),
    isOnline: () => true,
  } as unknown as Csms;
  const deviceModel = { boolean: () => enabled } as unknown as DeviceModel;
  return {
    asked,
    needs: createEvChargingNeeds({
      csms,
      deviceModel,
      transactions: { onEvent: () => {} },
      log: new RecordingLogger(),
    }),
  };
}

const OUTLOOKS: [string, CallOutcome<unknown>, string][] = [
  ["Accepted", { kind: "result", response: { status: "Accepted" } }, "atOnce"],
  ["Processing", { kind: "result", response: { status: "Processing" } }, "later"],
  ["Rejected", { kind: "result", response: { status: "Rejected" } }, "never"],
  ["a CALLERROR", { kind: "error", code: "NotImplemented", description: "" }, "never"],
  ["silence", { kind: "timeout" }, "never"],
  ["no line", { kind: "offline" }, "never"],
];

for (const [name, outcome, outlook] of OUTLOOKS) {
  Deno.test(`charging needs: after ${name} a schedule comes ${outlook}`, async () => {
    const { asked, needs } = bench();
    const told = needs.received(ONE, DC);
    assert.deepEqual(asked.map(({ request }) => request), [{ evseId: 1, chargingNeeds: DC }]);
    asked[0]?.answer(outcome);
    assert.equal(await told, outlook);
  });
}

Deno.test("charging needs: what an EV repeats while it waits is asked once, what it changes is told", async () => {
  const { asked, needs } = bench();
  const first = needs.received(ONE, DC);
  const again = needs.received(ONE, DC);
  const other = needs.received(evseId(2), DC);
  const changed = needs.received(ONE, LESS);
  assert.equal(asked.length, 3);
  for (const { answer } of asked) answer({ kind: "result", response: { status: "Accepted" } });
  assert.deepEqual(await Promise.all([first, again, other, changed]), Array(4).fill("atOnce"));
  // K17.FR.01: afterwards it is a renegotiation.
  void needs.received(ONE, LESS);
  assert.equal(asked.length, 4);
});

Deno.test("charging needs: nothing is told while the ISO 15118 controller is off", async () => {
  const { asked, needs } = bench(false);
  assert.equal(await needs.received(ONE, DC), "never");
  assert.deepEqual(asked, []);
});

Deno.test("charging needs: those that are answered after the EV has left are not those of the next", async () => {
  const { asked, needs } = bench();
  const told = needs.received(ONE, DC);
  needs.sessionChanged(ONE);
  asked[0]?.answer({ kind: "result", response: { status: "Accepted" } });
  assert.equal(await told, "atOnce");
  assert.equal(needs.reportedOn(ONE), undefined);
  // The next EV may need the same, and is asked for anew.
  const next = needs.received(ONE, DC);
  asked[1]?.answer({ kind: "result", response: { status: "Accepted" } });
  await next;
  assert.deepEqual(needs.reportedOn(ONE), {});
  needs.sessionChanged(ONE);
  assert.equal(needs.reportedOn(ONE), undefined);
});

Deno.test("charging needs: they count from when they are sent, and not when the CSMS did not get them", async () => {
  const { asked, needs } = bench();
  const told = needs.received(ONE, DC);
  assert.deepEqual(needs.reportedOn(ONE), {});
  asked[0]?.answer({ kind: "timeout" });
  await told;
  assert.equal(needs.reportedOn(ONE), undefined);
});
