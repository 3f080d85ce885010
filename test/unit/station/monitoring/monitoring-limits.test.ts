import assert from "node:assert/strict";
import type { SetMonitoringDataType } from "../../../../src/ocpp/messages.ts";
import { DELTA, monitoringBench, POWER, settled, STATE, withDirectory } from "./monitoring-bench.ts";

const LIMITS = { setItems: "2", clearItems: "2", setBytes: "1000", clearBytes: "20", reportItems: "1" };

Deno.test("a message up to the announced limit is answered, one past it is refused with the right CALLERROR", () =>
  withDirectory(async (directory) => {
    const b = await monitoringBench({ directory, limits: LIMITS });
    const { handlers } = b.block;
    const set = async (...setMonitoringData: SetMonitoringDataType[]) => {
      const reply = await handlers.SetVariableMonitoring!({ setMonitoringData });
      return reply.kind === "error" ? reply.code : "answered";
    };
    const clear = async (...id: number[]) => {
      const reply = await handlers.ClearVariableMonitoring!({ id });
      return reply.kind === "error" ? reply.code : "answered";
    };
    const report = async (...componentVariable: (typeof STATE | typeof POWER)[]) => {
      const reply = await handlers.GetMonitoringReport!({ requestId: 1, componentVariable });
      return reply.kind === "error" ? reply.code : reply.response.status;
    };
    assert.equal(await set(DELTA, DELTA), "answered");
    assert.equal(await set(DELTA, DELTA, DELTA), "OccurrenceConstraintViolation");
    assert.equal(await set({ ...DELTA, component: { name: "x".repeat(1000) } }), "FormatViolation");
    assert.equal(await clear(1, 2), "answered");
    assert.equal(await clear(1, 2, 3), "OccurrenceConstraintViolation");
    assert.equal(await clear(1_234_567, 7_654_321), "FormatViolation");
    assert.equal(await report(STATE), "EmptyResultSet");
    assert.equal(await report(STATE, POWER), "OccurrenceConstraintViolation");
    b.close();
  }));

Deno.test("a report of many monitors comes in pages that follow each other", () =>
  withDirectory(async (directory) => {
    const b = await monitoringBench({ directory, limits: { messageBytes: "700" } });
    const types = ["Delta", "Periodic", "PeriodicClockAligned"] as const;
    for (const key of [STATE, POWER]) {
      for (const type of types) {
        for (let severity = 0; severity < 3; severity++) {
          await b.setMonitors({ ...key, type, value: 60, severity });
        }
      }
    }
    const reply = await b.block.handlers.GetMonitoringReport!({ requestId: 77 });
    assert.ok(reply.kind === "result");
    reply.afterSent?.();
    await settled();
    const pages = b.csms.requests("NotifyMonitoringReport");
    assert.ok(pages.length > 1, String(pages.length));
    assert.deepEqual(pages.map(({ seqNo }) => seqNo), pages.map((_, index) => index));
    assert.deepEqual(pages.map(({ tbc }) => tbc), pages.map((_, index) => index < pages.length - 1));
    assert.ok(pages.every(({ requestId, monitor }) => requestId === 77 && monitor!.length > 0));
    const reported = pages.flatMap(({ monitor = [] }) => monitor).flatMap(({ variableMonitoring }) =>
      variableMonitoring
    );
    assert.equal(reported.length, 18);
    b.close();
  }));

Deno.test("periodic events of an offline station are queued by their severity (N08.FR.03)", () =>
  withDirectory(async (directory) => {
    const b = await monitoringBench({ directory, variables: { OfflineQueuingSeverity: "5" } });
    await b.setMonitors(
      { ...STATE, type: "Periodic", value: 60, severity: 5 },
      { ...POWER, type: "Periodic", value: 60, severity: 6 },
    );
    b.set(POWER, "7");
    b.csms.online = false;
    b.clock.advance(120_000);
    await settled();
    b.csms.online = true;
    b.csms.sent.length = 0;
    b.events.release();
    assert.deepEqual(await b.told(), ["Periodic Available", "Periodic Available"]);
    b.close();
  }));
