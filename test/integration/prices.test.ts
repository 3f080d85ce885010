import assert from "node:assert/strict";
import { costs, defaultPrices, startWithPrices, tariffs, totals } from "../conformance/harness/prices.ts";
import {
  arrived,
  authorized,
  backOnline,
  booted,
  configured,
  energyTransferStarted,
  evConnectedPreSession,
  goneOffline,
  queueEmptied,
  stopAuthorized,
  transactionIdOf,
  VALID_TOKEN,
} from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";
import { DISPLAY_PLACE, WITH_DISPLAY } from "../fakes/everest/simulated-display.ts";

const COST = "org.openchargealliance.costmsg";

/** CostUpdated with fields of the whitepaper. */
async function costUpdated(
  station: StationUnderTest,
  transactionId: string,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const customData = { vendorId: COST, ...fields };
  await station.csms.call("CostUpdated", { totalCost: 1.345, transactionId, customData });
  await station.settle();
}

/** A driver charges; nothing of it has cost anything yet. */
async function charging(station: StationUnderTest) {
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  await station.settle();
  return { visit, transactionId: transactionIdOf(visit) };
}

const values = ({ csms }: StationUnderTest) => csms.received("MeterValues");
const currency = { code: "EUR", decimals: 5 };
const price = (value: number) => ({ currency, value: { value } });

Deno.test("running and final cost come as EVerest's own module tells them, with text, languages and QR code (I02.FR.04, I03.FR.03)", async () => {
  await using station = await startWithPrices();
  const visit = await arrived(station);
  const content = "$2.81 @ $0.12/kWh. Visit www.cpo.com/invoices/13546 for an invoice.";
  station.csms.on("TransactionEvent", ({ eventType }) => {
    if (eventType === "Started") return {};
    return {
      totalCost: eventType === "Ended" ? 55.1 : 3.13,
      updatedPersonalMessage: { format: "UTF8", language: "en-US", content },
      customData: {
        vendorId: "org.openchargealliance.org.qrcode",
        qrCodeText: "https://www.cpo.com/invoices/13546",
        updatedPersonalMessageExtra: [
          { content: "2,81 $", language: "de", format: "ASCII" },
          { content: "2,81 $", language: "fr" },
          { content: "no language" },
          7,
        ],
      },
    };
  });
  await energyTransferStarted(visit);
  await station.settle();
  const message = [
    { content, format: "UTF8", language: "en-US" },
    { content: "2,81 $", format: "ASCII", language: "de" },
  ];
  const [running] = costs(station);
  assert.deepEqual(running, {
    session_id: transactionIdOf(visit),
    currency,
    status: "Running",
    cost_chunks: [{ cost: { value: 313_000 }, timestamp_to: "2026-01-15T10:00:00.000Z" }],
    message,
    qr_code: "https://www.cpo.com/invoices/13546",
  });
  await stopAuthorized(visit);
  await station.settle();
  const final = costs(station).at(-1);
  const ended = visit.events.at(-1)!;
  assert.equal(final?.status, "Finished");
  assert.deepEqual(final.cost_chunks, [{
    cost: { value: 5_510_000 },
    timestamp_to: ended.timestamp,
    metervalue_to: Math.round(
      Math.max(
        ...ended.meterValue!.flatMap(({ sampledValue }) =>
          sampledValue.filter(({ measurand, phase }) =>
            measurand === "Energy.Active.Import.Register" && phase === undefined
          ).map(({ value }) => value)
        ),
      ),
    ),
  }]);
  assert.deepEqual(tariffs(station).at(-1)?.messages, message);
});

Deno.test("CostUpdated tells prices and the next period, also of a transaction that nobody knows", async () => {
  await using station = await startWithPrices();
  await booted(station);
  await costUpdated(station, "12345", {
    timestamp: "2026-01-15T09:59:00+00:00",
    meterValue: 1_234_000,
    state: "Charging",
    chargingPrice: { kWhPrice: 0.123, hourPrice: 2, flatFee: 42.42 },
    idlePrice: { graceMinutes: 30, hourPrice: 1 },
    nextPeriod: {
      atTime: "2026-01-15T12:00:00+00:00",
      chargingPrice: { kWhPrice: 0.1, hourPrice: 4, flatFee: 84.84 },
      idlePrice: { hourPrice: 0.5 },
    },
    triggerMeterValue: { atEnergykWh: 5 },
  });
  assert.deepEqual(costs(station), [{
    session_id: "12345",
    currency,
    status: "Running",
    cost_chunks: [{
      cost: { value: 134_500 },
      timestamp_to: "2026-01-15T09:59:00.000Z",
      metervalue_to: 1_234_000,
    }],
    charging_price: [
      { category: "Time", price: price(200_000) },
      { category: "Energy", price: price(12_300) },
      { category: "FlatFee", price: price(4_242_000) },
    ],
    idle_price: { grace_minutes: 30, hour_price: price(100_000) },
    next_period: {
      timestamp_from: "2026-01-15T12:00:00.000Z",
      charging_price: [
        { category: "Time", price: price(400_000) },
        { category: "Energy", price: price(10_000) },
        { category: "FlatFee", price: price(8_484_000) },
      ],
      idle_price: { hour_price: price(50_000) },
    },
  }]);
});

Deno.test("times of a cost message without a zone are UTC, as everywhere, and named once", async () => {
  await using station = await startWithPrices();
  await booted(station);
  const fields = {
    timestamp: "2026-01-15T09:59:00.315123",
    nextPeriod: { atTime: "2026-01-15 12:00:00", chargingPrice: { kWhPrice: 0.1 } },
  };
  for (const transactionId of ["1", "2"]) await costUpdated(station, transactionId, fields);
  for (const { cost_chunks, next_period } of costs(station)) {
    assert.equal(cost_chunks?.[0]?.timestamp_to, "2026-01-15T09:59:00.315Z");
    assert.equal(next_period?.timestamp_from, "2026-01-15T12:00:00.000Z");
  }
  assert.equal(costs(station).length, 2);
  assert.deepEqual(
    station.log.lines.filter(({ message }) => message === "slip of the CSMS forgiven").map(({ fields }) =>
      `${fields["message"]} ${fields["field"]}: ${fields["slip"]}`
    ),
    ["customData.timestamp", "customData.nextPeriod.atTime"].map((field) =>
      `CostUpdatedRequest ${field}: timestamp is not RFC 3339`
    ),
  );
  assert(!station.log.messages("warning").includes("part of a cost message is not used"));
});

Deno.test("without the extension customData is not looked at; without cost CostUpdated is only answered (I02.FR.02)", async () => {
  await using station = await startWithPrices({
    variables: { [`CustomizationCtrlr.CustomImplementationEnabled[${COST}]`]: false },
  });
  await booted(station);
  await costUpdated(station, "tx", { state: "Idle", chargingPrice: { kWhPrice: 1 } });
  assert.deepEqual(costs(station), [{
    session_id: "tx",
    currency,
    status: "Running",
    cost_chunks: [{ cost: { value: 134_500 } }],
  }]);
  await configured(station, { "TariffCostCtrlr.Enabled[Cost]": "false" });
  await costUpdated(station, "tx");
  assert.equal(costs(station).length, 1);
});

Deno.test("a station that does not show prices tells nobody of any", async () => {
  await using station = await startStation({
    variables: { "TariffCostCtrlr.TariffFallbackMessage": "0.30" },
  });
  const visit = await arrived(station);
  station.csms.on("TransactionEvent", () => ({
    totalCost: 1,
    updatedPersonalMessage: { format: "UTF8", content: "1 EUR" },
  }));
  await energyTransferStarted(visit);
  await costUpdated(station, transactionIdOf(visit));
  assert.deepEqual([...costs(station), ...tariffs(station), ...defaultPrices(station)], []);
});

Deno.test("a meter value is sent at the time that the CSMS asked for", async () => {
  await using station = await startWithPrices();
  const { transactionId } = await charging(station);
  const atTime = new Date(station.clock.wallMs() + 3000).toISOString();
  await costUpdated(station, transactionId, { triggerMeterValue: { atTime } });
  await station.pass(2900);
  assert.deepEqual(values(station), []);
  await station.pass(200);
  const { payload } = await station.csms.expect("MeterValues");
  assert.equal(payload.evseId, 1);
  assert.equal(payload.meterValue.length, 1);
  const sampled = payload.meterValue[0]!.sampledValue;
  assert(sampled.length > 0);
  for (const { context, measurand } of sampled) {
    assert.equal(context, "Other");
    assert.equal(measurand, "Energy.Active.Import.Register");
  }
  await station.pass(10_000);
  assert.equal(values(station).length, 1);
});

Deno.test("a time that has passed asks for nothing", async () => {
  await using station = await startWithPrices();
  const { transactionId } = await charging(station);
  await costUpdated(station, transactionId, { triggerMeterValue: { atTime: "2026-01-15T09:00:00Z" } });
  await station.pass(70_000);
  assert.deepEqual(values(station), []);
});

Deno.test("a meter value is sent once when the register reaches an energy", async () => {
  await using station = await startWithPrices();
  const { transactionId } = await charging(station);
  const register = () => station.evse(1).meter.read().energy_Wh_import.total;
  // 11 kW for a good minute.
  await costUpdated(station, transactionId, {
    triggerMeterValue: { atEnergykWh: (register() + 200) / 1000 },
  });
  await station.pass(60_000);
  assert.deepEqual(values(station), []);
  await station.pass(10_000);
  const { payload } = await station.csms.expect("MeterValues");
  const sampled = payload.meterValue[0]!.sampledValue;
  assert.deepEqual(new Set(sampled.map(({ context }) => context)), new Set(["Other"]));
  assert.deepEqual(
    new Set(sampled.map(({ measurand }) => measurand)),
    new Set(["Energy.Active.Import.Register", "Power.Active.Import"]),
  );
  await station.pass(60_000);
  assert.equal(values(station).length, 1);
});

Deno.test("a power is told at once and whenever it has clearly crossed the trigger; new costs do not tell it again", async () => {
  await using station = await startWithPrices();
  const { visit, transactionId } = await charging(station);
  const trigger = { triggerMeterValue: { atPowerkW: 8 } };
  const tell = async (amperes: number) => {
    station.evse(1).meter.draw(amperes);
    await station.pass(2000);
    await station.settle();
    return values(station).length;
  };
  await costUpdated(station, transactionId, trigger);
  assert.equal(await tell(16), 1, "11 kW");
  await costUpdated(station, transactionId, trigger);
  assert.equal(await tell(11.5), 1, "7.9 kW is within the hysteresis");
  assert.equal(await tell(10), 2, "6.9 kW");
  assert.equal(await tell(12), 2, "8.3 kW is within the hysteresis");
  assert.equal(await tell(16), 3, "11 kW");
  await stopAuthorized(visit);
  const atEnd = values(station).length;
  await tell(0);
  assert.equal(values(station).length, atEnd, "nobody asked outside a transaction");
});

Deno.test("a driver for whom the CSMS has no tariff hears the configured one, in every language (I04.FR.01)", async () => {
  await using station = await startWithPrices({ everest: WITH_DISPLAY });
  const visit = await arrived(station);
  await configured(station, {
    "TariffCostCtrlr.TariffFallbackMessage": "Tariff: 0.30 EUR/kWh",
    "TariffCostCtrlr.TariffFallbackMessage[de]": "Tarif: 0,30 EUR/kWh",
  });
  await evConnectedPreSession(visit);
  await authorized(visit);
  const subject = { identifier_id: VALID_TOKEN.idToken, identifier_type: "IdToken" };
  const base = { content: "Tariff: 0.30 EUR/kWh", format: "UTF8" };
  const german = { content: "Tarif: 0,30 EUR/kWh", format: "UTF8", language: "de" };
  assert.deepEqual(tariffs(station), [{ ...subject, messages: [base, german] }]);
  // The language of the station comes first.
  await stopAuthorized(visit);
  await configured(station, { "DisplayMessageCtrlr.Language": "de" });
  await station.everest.auth.swipe("RFID0002");
  assert.deepEqual(tariffs(station).at(-1)?.messages, [german, base]);
});

Deno.test("what the CSMS says of the price is not replaced, and languages that it adds are passed on (I01.FR.03)", async () => {
  await using station = await startWithPrices({
    variables: { "TariffCostCtrlr.TariffFallbackMessage": "Tariff: 0.30 EUR/kWh" },
  });
  await booted(station);
  const personalMessage = { format: "UTF8", content: "0.20 EUR/kWh" } as const;
  const further = { content: "0,20 EUR/kWh", language: "fr" };
  const customData = { vendorId: "org.openchargealliance.multilanguage", personalMessageExtra: [further] };
  station.csms.on("Authorize", () => ({ idTokenInfo: { status: "Accepted", personalMessage, customData } }));
  await station.everest.auth.swipe("RFID0001");
  assert.deepEqual(tariffs(station).map(({ messages }) => messages), [[personalMessage, further]]);
});

Deno.test("offline the driver hears the text for that, or else the usual one (I04.FR.01)", async () => {
  await using station = await startWithPrices({
    variables: {
      "TariffCostCtrlr.TariffFallbackMessage": "0.30 EUR/kWh",
      "AuthCtrlr.OfflineTxForUnknownIdEnabled": true,
    },
  });
  await booted(station);
  await configured(station, { "TariffCostCtrlr.OfflineTariffFallbackMessage": "no price while offline" });
  await goneOffline(station);
  await station.everest.auth.swipe("RFID0001");
  assert.deepEqual(tariffs(station).at(-1)?.messages.map(({ content }) => content), [
    "no price while offline",
  ]);
});

Deno.test("the default price is told at the start, on every change of the link, and when somebody sets it", async () => {
  await using station = await startWithPrices({
    variables: { "TariffCostCtrlr.OfflineTariffFallbackMessage": "offline" },
  });
  await booted(station);
  // Before the connection; online there is no text yet.
  assert.deepEqual(defaultPrices(station), [["offline"]]);
  await configured(station, { "TariffCostCtrlr.TariffFallbackMessage": "0.30 EUR/kWh" });
  await station.settle();
  assert.deepEqual(defaultPrices(station).at(-1), ["0.30 EUR/kWh"]);
  await goneOffline(station);
  await station.settle();
  assert.deepEqual(defaultPrices(station).at(-1), ["offline"]);
  await backOnline(station);
  await station.settle();
  assert.deepEqual(defaultPrices(station).at(-1), ["0.30 EUR/kWh"]);
  const before = defaultPrices(station).length;
  await configured(station, { "TariffCostCtrlr.TariffFallbackMessage[nl]": "0,30 EUR/kWh" });
  await station.settle();
  assert.deepEqual(defaultPrices(station).slice(before), [["0.30 EUR/kWh", "0,30 EUR/kWh"]]);
  await configured(station, { "DisplayMessageCtrlr.Language": "nl" });
  await station.settle();
  assert.deepEqual(defaultPrices(station).at(-1), ["0,30 EUR/kWh", "0.30 EUR/kWh"]);
  const last = defaultPrices(station).length;
  await configured(station, { "TariffCostCtrlr.Enabled[Tariff]": "false" });
  await configured(station, { "TariffCostCtrlr.TariffFallbackMessage": "0.40 EUR/kWh" });
  await station.settle();
  assert.equal(defaultPrices(station).length, last);
  await configured(station, { "TariffCostCtrlr.Enabled[Tariff]": "true" });
  await station.settle();
  assert.deepEqual(defaultPrices(station).slice(last), [["0,30 EUR/kWh", "0.40 EUR/kWh"]]);
});

Deno.test("who stops while the station is offline hears that the total is not known; it is told later all the same (I05.FR.02)", async () => {
  await using station = await startWithPrices({
    everest: WITH_DISPLAY,
    variables: { "TariffCostCtrlr.TotalCostFallbackMessage": "Total cost unavailable (offline)" },
  });
  const { transactionId } = await charging(station);
  await goneOffline(station);
  await station.everest.auth.swipe("RFID0001");
  await station.pass(100);
  await station.settle();
  assert.deepEqual(tariffs(station), [{
    messages: [{ content: "Total cost unavailable (offline)", format: "UTF8" }],
    ocpp_transaction_id: transactionId,
    identifier_id: transactionId,
    identifier_type: "TransactionId",
  }]);
  station.csms.on("TransactionEvent", () => ({
    totalCost: 2,
    updatedPersonalMessage: { format: "UTF8", content: "2 EUR" },
  }));
  await backOnline(station);
  await queueEmptied(station);
  assert.deepEqual(totals(station), [200_000]);
  assert.equal(costs(station)[0]?.status, "Finished");
  // The driver has left: nothing for the display.
  assert.deepEqual(station.everest.display.set, []);
});

Deno.test("who begins while the station is offline hears the price for that", async () => {
  await using station = await startWithPrices({
    variables: {
      "TariffCostCtrlr.OfflineChargingPrice[kWhPrice]": 0.35,
      "TariffCostCtrlr.OfflineChargingPrice[hourPrice]": 1,
      "AuthCtrlr.OfflineTxForUnknownIdEnabled": true,
    },
  });
  await booted(station);
  await goneOffline(station);
  await station.evse(1).plugIn();
  await station.everest.auth.swipe("RFID0001");
  await station.settle();
  const [cost, ...more] = costs(station);
  assert.deepEqual(more, []);
  assert.deepEqual(cost, {
    session_id: cost?.session_id,
    currency,
    status: "Running",
    charging_price: [
      { category: "Time", price: price(100_000) },
      { category: "Energy", price: price(35_000) },
    ],
  });
});

Deno.test("who stops while the station is online waits for the total that the CSMS tells", async () => {
  await using station = await startWithPrices({
    variables: { "TariffCostCtrlr.TotalCostFallbackMessage": "Total cost unavailable (offline)" },
  });
  const { visit } = await charging(station);
  await stopAuthorized(visit);
  await station.settle();
  assert.deepEqual(tariffs(station), []);
});

Deno.test("a changed tariff is also shown on the display, in the languages that came (I06.FR.03)", async () => {
  await using station = await startWithPrices({ everest: WITH_DISPLAY });
  const visit = await arrived(station);
  station.csms.on("TransactionEvent", ({ eventType }) => {
    if (eventType === "Started") return {};
    return {
      updatedPersonalMessage: { format: "UTF8", content: "0.32 EUR/kWh" },
      customData: {
        vendorId: "org.openchargealliance.multilanguage",
        updatedPersonalMessageExtra: [{ content: "0,32 EUR/kWh", language: "nl" }],
      },
    };
  });
  await energyTransferStarted(visit);
  await station.settle();
  const about = {
    priority: "NormalCycle",
    identifier_id: transactionIdOf(visit),
    identifier_type: "TransactionId",
  };
  assert.deepEqual(station.everest.display.set, [[
    { ...about, message: { content: "0.32 EUR/kWh", format: "UTF8" } },
    { ...about, message: { content: "0,32 EUR/kWh", format: "UTF8", language: "nl" } },
  ]]);
  // Not a message of the CSMS's list.
  assert.equal((await station.csms.call("GetDisplayMessages", { requestId: 1 })).status, "Unknown");
});

for (
  const [what, answer] of [["refuses", { retval: { status: "Rejected" } }], ["hangs", undefined]] as const
) {
  Deno.test(`a display that ${what} keeps no cost from being told`, async () => {
    await using station = await startWithPrices({ everest: WITH_DISPLAY });
    const visit = await arrived(station);
    const heard = Promise.withResolvers<void>();
    station.everest.client.sabotageCmd(DISPLAY_PLACE, "set_display_message", (reply) => {
      heard.resolve();
      if (answer) void reply(answer);
    });
    station.csms.on("TransactionEvent", () => ({
      totalCost: 1,
      updatedPersonalMessage: { format: "UTF8", content: "1 EUR" },
    }));
    await energyTransferStarted(visit);
    await heard.promise;
    await station.settle();
    assert(totals(station).length >= 2);
    await station.pass(20_000);
    await station.settle();
    assert(station.log.messages("warning").includes("the display does not show a price"));
  });
}

Deno.test("garbage in customData costs nothing but itself", async () => {
  await using station = await startWithPrices();
  const { transactionId } = await charging(station);
  const before = costs(station).length;
  await costUpdated(station, transactionId, {
    timestamp: 7,
    meterValue: "lots",
    state: [],
    chargingPrice: { kWhPrice: null, hourPrice: 1e308, flatFee: 1 },
    idlePrice: "none",
    nextPeriod: { atTime: "soon" },
    triggerMeterValue: { atTime: {}, atEnergykWh: "1", atPowerkW: [] },
  });
  assert.deepEqual(costs(station).slice(before), [{
    session_id: transactionId,
    currency,
    status: "Running",
    cost_chunks: [{ cost: { value: 134_500 }, timestamp_to: "2026-01-15T10:00:00.000Z" }],
    charging_price: [{ category: "FlatFee", price: price(100_000) }],
  }]);
});

Deno.test("the language of the texts can be set also when there is no display for messages", async () => {
  await using station = await startWithPrices({
    variables: {
      "TariffCostCtrlr.TariffFallbackMessage": "0.30 EUR",
      "TariffCostCtrlr.TariffFallbackMessage[de]": "0,30 EUR",
    },
  });
  await booted(station);
  await configured(station, { "DisplayMessageCtrlr.Language": "de" });
  await station.everest.auth.swipe("RFID0001");
  assert.deepEqual(tariffs(station)[0]?.messages.map(({ content }) => content), ["0,30 EUR", "0.30 EUR"]);
});

Deno.test("the default price comes in the station's own language first", async () => {
  await using station = await startWithPrices({
    variables: {
      "TariffCostCtrlr.TariffFallbackMessage[en-US]": "0.30 EUR",
      "TariffCostCtrlr.TariffFallbackMessage[de]": "0,30 EUR",
      "DisplayMessageCtrlr.Language": "de",
    },
  });
  await booted(station);
  assert.deepEqual(defaultPrices(station).at(-1), ["0,30 EUR", "0.30 EUR"]);
});
