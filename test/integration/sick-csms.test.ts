import assert from "node:assert/strict";
import type { RequestOf } from "../../src/ocpp/messages.ts";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";
import { NO_ANSWER } from "../fakes/csms/csms.ts";
import { passWithReconnects } from "../conformance/harness/coming-and-going.ts";

type TransactionEvent = RequestOf<"TransactionEvent">;

const VARIABLES = {
  "TxCtrlr.TxStartPoint": "EVConnected",
  "TxCtrlr.TxStopPoint": "EVConnected",
  "OCPPCommCtrlr.RetryBackOffWaitMinimum": 1,
  "OCPPCommCtrlr.RetryBackOffRandomRange": 0,
  "OCPPCommCtrlr.RetryBackOffRepeatTimes": 3,
  "OCPPCommCtrlr.HeartbeatInterval": 3600,
  "SampledDataCtrlr.TxUpdatedInterval": 0,
};

const HOWS = ["closes with 1008", "closes with 1011", "cuts the line"] as const;

/** A CSMS that ends the connection at some transaction events, and what it has taken. */
function brokenCsms(
  { csms }: StationUnderTest,
  how: typeof HOWS[number],
  isRefused: (event: TransactionEvent) => boolean,
) {
  const broken = { isSick: true, taken: [] as TransactionEvent[], refused: 0 };
  csms.on("TransactionEvent", (event) => {
    if (!broken.isSick || !isRefused(event)) {
      broken.taken.push(event);
      return {};
    }
    broken.refused++;
    if (how === "cuts the line") csms.drop();
    else void csms.close(how === "closes with 1008" ? 1008 : 1011);
    return NO_ANSWER;
  });
  return broken;
}

async function booted(station: StationUnderTest): Promise<void> {
  await station.csms.expect("BootNotification");
  await station.csms.expect("StatusNotification");
  await station.settle();
}

async function charge(station: StationUnderTest, evse: number): Promise<void> {
  await station.evse(evse).plugIn();
  await station.pass(1_000);
  await station.everest.auth.present({
    id_token: { value: `CARD-${evse}`, type: "ISO14443" },
    authorization_type: "RFID",
    prevalidated: true,
  });
  await station.pass(1_000);
  await station.evse(evse).startCharging();
}

/** Sequence numbers in the order in which they arrived, by transaction. */
function seqNos(events: readonly TransactionEvent[]): readonly (readonly number[])[] {
  const byTransaction = Map.groupBy(events, ({ transactionInfo }) => transactionInfo.transactionId);
  return [...byTransaction.values()].map((of) => of.map(({ seqNo }) => seqNo));
}

const isAscending = (numbers: readonly number[]) => numbers.every((number, index) => number === index);

for (const how of HOWS) {
  Deno.test(`a CSMS that ${how} at every transaction event for two minutes gets all of them in order`, async () => {
    await using station = await startStation({ everest: { evses: 2 }, variables: VARIABLES });
    await booted(station);
    const csms = brokenCsms(station, how, () => true);
    await charge(station, 1);
    await charge(station, 2);
    await passWithReconnects(station, 120);
    assert(csms.refused <= 12, `${csms.refused} connections ended`);
    csms.isSick = false;
    await station.evse(1).pauseEv();
    await station.evse(1).unplug();
    await station.evse(2).unplug();
    await passWithReconnects(station, 300);
    const arrived = seqNos(csms.taken);
    assert.equal(arrived.length, 2);
    for (const numbers of arrived) assert(isAscending(numbers), JSON.stringify(arrived));
    assert.deepEqual(
      csms.taken.filter(({ eventType }) => eventType === "Ended").length,
      2,
    );
    assert.deepEqual(station.csms.received("NotifyEvent"), []);
    assert.equal((await station.csms.call("GetTransactionStatus", {})).messagesInQueue, false);
  });

  Deno.test(`a CSMS that ${how} at one event gets the later events of that transaction after it, also after a restart`, async () => {
    await using station = await startStation({ everest: { evses: 2 }, variables: VARIABLES });
    await booted(station);
    const csms = brokenCsms(station, how, ({ eventType, evse }) => eventType === "Started" && evse?.id === 1);
    await charge(station, 1);
    await charge(station, 2);
    await passWithReconnects(station, 60);
    await processRestarted(station);
    await station.evse(1).pauseEv();
    await station.evse(2).pauseEv();
    await passWithReconnects(station, 30);
    const [second, ...others] = seqNos(csms.taken);
    assert.deepEqual(others, []);
    assert(second !== undefined && second.length >= 3 && isAscending(second), JSON.stringify(second));

    csms.isSick = false;
    await station.evse(1).unplug();
    for (let minute = 0; minute < 25; minute++) await station.pass(60_000);
    await station.settle();
    const first = seqNos(csms.taken.filter(({ transactionInfo: { transactionId } }) =>
      transactionId !== csms.taken[0]?.transactionInfo.transactionId
    ))[0] ?? [];
    assert(first.length >= 5 && isAscending(first), JSON.stringify(first));
    assert.equal((await station.csms.call("GetTransactionStatus", {})).messagesInQueue, false);
  });
}

Deno.test("a CSMS that takes the events of one EVSE alone gets those: the others wait, and none is lost", async () => {
  await using station = await startStation({ everest: { evses: 3 }, variables: VARIABLES });
  await booted(station);
  const healthy = new Set<string>();
  const csms = brokenCsms(station, "closes with 1011", ({ evse, transactionInfo: { transactionId } }) => {
    if (evse?.id === 3) healthy.add(transactionId);
    return !healthy.has(transactionId);
  });
  for (const evse of [1, 2, 3]) await station.evse(evse).plugIn();
  await passWithReconnects(station, 15);
  for (let minutes = 0; minutes < 3; minutes++) {
    await station.pass(100_000);
    await passWithReconnects(station, 4);
  }
  assert(csms.taken.some(({ evse }) => evse?.id === 3), "EVSE 3 was never heard of");
  await station.evse(3).unplug();
  await passWithReconnects(station, 5);
  assert.equal(csms.taken.at(-1)?.eventType, "Ended");
  csms.isSick = false;
  for (let hour = 0; hour < 2; hour++) {
    await passWithReconnects(station, 3);
    await station.pass(1_200_000);
  }
  await passWithReconnects(station, 5);
  assert.equal((await station.csms.call("GetTransactionStatus", {})).messagesInQueue, false);
});
