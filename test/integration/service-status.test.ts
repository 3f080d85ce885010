import assert from "node:assert/strict";
import {
  arrived,
  backOnline,
  energyTransferStarted,
  goneOffline,
} from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";

const WATCHDOG_LIMIT_MS = 30_000;
const BEAT_MS = WATCHDOG_LIMIT_MS / 3;

Deno.test("systemctl status follows transactions and the queue with the watchdog, and says the same once", async () => {
  await using station = await startStation({
    variables: {
      "OCPPCommCtrlr.RetryBackOffWaitMinimum": 100,
      "OCPPCommCtrlr.RetryBackOffRandomRange": 0,
      "SampledDataCtrlr.TxUpdatedInterval": 0,
      "AlignedDataCtrlr.Interval": 0,
    },
    start: false,
  });
  station.watchdogLimitMs = WATCHDOG_LIMIT_MS;
  station.start();
  const { toldSystemd } = station;
  const last = () => toldSystemd.at(-1) ?? "";
  const visit = await arrived(station);
  await station.pass(BEAT_MS);
  const url = station.csms.url;
  assert.ok(last().startsWith(`connected to ${url}`), last());
  assert.match(last(), /, no transactions, no messages waiting$/);

  await energyTransferStarted(visit);
  await station.pass(BEAT_MS);
  assert.match(last(), /, 1 transaction, no messages waiting$/);

  await goneOffline(station);
  assert.match(last(), /^not connected to the CSMS \(.*\), 1 transaction, no messages waiting$/);
  await station.evse(1).unplug();
  await station.pass(BEAT_MS);
  assert.match(last(), /^not connected to the CSMS \(.*\), no transactions, [1-9]\d* messages? waiting$/);

  const told = toldSystemd.length;
  await station.pass(3 * BEAT_MS);
  assert.deepEqual(toldSystemd.slice(told), []);

  await backOnline(station);
  await station.pass(BEAT_MS);
  assert.match(last(), /^connected to .*, no transactions, no messages waiting$/);
});

Deno.test("systemctl status of a station that has never connected says why", async () => {
  await using station = await startStation({
    csmsUrl: "ws://127.0.0.1:9/nobody",
    variables: { "OCPPCommCtrlr.RetryBackOffWaitMinimum": 100 },
    start: false,
  });
  station.watchdogLimitMs = WATCHDOG_LIMIT_MS;
  station.start();
  await station.clock.timerSet("csms.backOff");
  assert.equal(station.toldSystemd.at(-1), "running");
  await station.pass(BEAT_MS);
  assert.match(station.toldSystemd.at(-1) ?? "", /^not connected to the CSMS \(.+\), no transactions, /);
});
