import assert from "node:assert/strict";
import { recordedEvses } from "./recorded-evses.ts";

function evsesOf(...requests: readonly unknown[]) {
  return recordedEvses(requests.map((request, index) => ({
    ...{ timestampMs: index, direction: "ChargingStationToCSMS" as const },
    frame: [2, `id-${index}`, "StatusNotification", request],
  })));
}

Deno.test("a recording has as many EVSEs as the highest that a StatusNotification names", () => {
  assert.deepEqual(evsesOf(), { kind: "evses", count: 0 });
  assert.deepEqual(evsesOf({ evseId: 99 }, { evseId: 1 }, { evseId: 0 }), { kind: "evses", count: 99 });
});

Deno.test("a recording with an EVSE that no station has is refused with the message", () => {
  const wrong = [undefined, null, [], {}, { evseId: "1" }, { evseId: -1 }, { evseId: 1.5 }];
  for (const request of [...wrong, { evseId: 100 }, { evseId: 1e9 }, { evseId: NaN }]) {
    const reason = 'StatusNotification "id-1" has no evseId from 0 to 99';
    assert.deepEqual(evsesOf({ evseId: 1 }, request), { kind: "refused", reason }, JSON.stringify(request));
  }
});
