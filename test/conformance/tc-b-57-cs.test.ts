import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_57_CS Network Reconnection - After connection loss", async () => {
  await using station = await startStation({
    variables: {
      "OCPPCommCtrlr.RetryBackOffRepeatTimes": 2,
      "OCPPCommCtrlr.RetryBackOffRandomRange": 0,
      "OCPPCommCtrlr.RetryBackOffWaitMinimum": 10,
    },
  });
  const { csms, clock } = station;
  await csms.expect("BootNotification");
  await csms.expect("StatusNotification");
  await station.settle();

  /** Fails unless the next attempt comes exactly after this time. */
  const attemptAfter = async (milliseconds: number, attempt: () => Promise<unknown>) => {
    const before = clock.monotonicMs();
    const attempted = attempt();
    await station.pass(milliseconds - 1);
    const tooEarly = await Promise.race([attempted.then(() => true), station.settle().then(() => false)]);
    if (tooEarly) throw new Error(`reconnected within ${milliseconds} ms`);
    await station.pass(1);
    await attempted;
    if (clock.monotonicMs() - before !== milliseconds) throw new Error("time went on by itself");
  };

  // Steps 1 to 3.
  await csms.close();
  await csms.disconnected();
  await attemptAfter(10_000, () => csms.nextConnection());
  await station.settle();
  // Steps 4 to 6: the attempt after the first wait is refused.
  csms.meetUpgradesWith({ kind: "refuse", status: 503 });
  await csms.close();
  await csms.disconnected();
  await attemptAfter(10_000, () => csms.refused(1));
  await station.settle();
  // Steps 7, 8: twice as long.
  csms.meetUpgradesWith({ kind: "accept" });
  await attemptAfter(20_000, () => csms.nextConnection());
});
