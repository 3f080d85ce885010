import assert from "node:assert/strict";
import { NO_FACTS } from "../../../src/page/facts.ts";
import { connectionView } from "../../../src/page/connection-view.ts";
import { evsesView } from "../../../src/page/evses-view.ts";
import { html } from "../../../src/page/markup.ts";
import { queueView } from "../../../src/page/queue-view.ts";
import { scheduleView } from "../../../src/page/schedule-view.ts";
import { sectionsOf } from "../../../src/page/sections.ts";
import { variablesView } from "../../../src/page/variables-view.ts";
import type { Markup } from "../../../src/page/markup.ts";

/** What is between the tags, white space as one blank. */
const textOf = ({ markup }: Markup): string => markup.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim();

Deno.test("whatever the CSMS or a module names, it is text", () => {
  const evil = `<img src=x onerror=alert(1)>"'&`;
  assert.equal(html`<b title="${evil}">${evil}</b>`.markup.match(/<(?!\/?b)/), null);
  const sections = sectionsOf({
    ...NO_FACTS,
    status: { missing: evil },
    frames: {
      value: [{
        number: 1,
        atMs: 0,
        direction: "CSMSToChargingStation",
        text: JSON.stringify([2, "x", evil, { transactionId: evil }]),
        characters: 1,
      }],
    },
    queue: {
      value: {
        nowMs: 0,
        total: 1,
        csms: "ready",
        messages: [
          {
            ...{ id: 1, action: evil, occurredMs: 0, bytes: 1, attempts: 0, setbacks: 0, ahead: 0 },
            transactionId: evil,
          },
        ],
      },
    },
  });
  const markup = Object.values(sections).map((section) => section.markup).join();
  assert.ok(markup.includes("&lt;img") && !markup.includes("<img"));
});

Deno.test("before the first answer every part says so", () => {
  const sections = sectionsOf(NO_FACTS);
  assert.equal(textOf(sections.headline), "Asking the module.");
  assert.equal(textOf(sections.queue), "Not asked yet.");
});

Deno.test("the connection: newest first, attempts that end alike as one, those long ago on demand", () => {
  const waiting = (sinceMs: number, reason: string) =>
    ({ kind: "waiting", sinceMs, retryAtMs: 0, reason }) as const;
  const online = { kind: "online", sinceMs: 0, url: "wss://csms", slot: 1, securityProfile: 2 } as const;
  const view = connectionView({
    nowMs: 60_000,
    history: [online, waiting(10_000, "refused"), waiting(20_000, "refused"), waiting(30_000, "no route")],
  });
  assert.equal(
    textOf(view),
    "Not connected no route 00:00:30 , for 30 s Not connected refused 00:00:10 , for 20 s, 2 attempts " +
      "Connected wss://csms, slot 1, security profile 2 00:00:00 , for 10 s",
  );
  const history = Array.from({ length: 12 }, (_, index) => waiting(index, `reason ${index}`));
  assert.match(textOf(connectionView({ nowMs: 12, history })), /Earlier \(4\)/);
});

Deno.test("a card for each EVSE", () => {
  const view = evsesView({
    ...{ kind: "running", version: "1", moduleId: "ocpp", startedMs: 0, nowMs: 60_000, timeSource: "RTC" },
    ...{
      link: { kind: "stopped", sinceMs: 0 },
      registration: "none",
      queue: { messages: 0 },
      storage: "healthy",
    },
    evses: [
      {
        evseId: 1,
        connectors: [{ connectorId: 1, status: "Occupied" }],
        transaction: { transactionId: "t-1", startedMs: 0, chargingState: "Charging", energyWh: 1234 },
        powerWatts: 7360,
        limit: { value: 11_000, unit: "W", reason: "TxProfile 7 (stack level 1)" },
      },
      {
        evseId: 2,
        connectors: [{ connectorId: 1, status: "Faulted" }, { connectorId: 2, status: "Available" }],
      },
    ],
  });
  assert.equal(
    textOf(view),
    "EVSE 1 Occupied 7.4 kW Transaction Charging for 1 min t-1 Energy 1.23 kWh Limit 11 kW TxProfile 7 (stack level 1) " +
      "EVSE 2 1: Faulted 2: Available idle Transaction none Limit none known",
  );
});

Deno.test("the queue by age, and how many more there are", () => {
  const message = (id: number) => ({
    ...{ id, action: "TransactionEvent", occurredMs: 0, bytes: 1, attempts: 0, setbacks: 0, ahead: id },
  });
  const messages = Array.from({ length: 30 }, (_, index) => message(index));
  const text = textOf(queueView({ nowMs: 90_000, total: 700, csms: "notConnected", messages }));
  assert.match(
    text,
    /^TransactionEvent 1 min 30 s the station is not connected .* behind 19 others and 680 more$/,
  );
});

Deno.test("a schedule: bands with who decides and who does not", () => {
  const profile = (profileId: number, stackLevel: number) =>
    ({ kind: "profile", profileId, purpose: "TxProfile", stackLevel, evseId: 1 }) as const;
  const schedule = {
    evseId: 1,
    startSeconds: 0,
    durationSeconds: 86_400,
    isCutShort: false,
    unit: "A",
    periods: [],
  } as const;
  const view = scheduleView([
    {
      nowMs: 0,
      schedule,
      periods: [
        {
          ...{ startSeconds: 0, limit: 16, numberPhases: 3 },
          candidates: [
            { who: profile(7, 2), verdict: "decides" },
            { who: profile(8, 1), verdict: "lowerStackLevel", converted: { value: 10 } },
          ],
        },
        {
          ...{ startSeconds: 3600, limit: 32, numberPhases: 3 },
          candidates: [{ who: { kind: "local", origin: "default" }, verdict: "decides" }],
        },
      ],
    },
  ]);
  assert.equal(
    textOf(view),
    "EVSE 1 00:00 06:00 12:00 18:00 00:00 00:00–01:00 3 × 16 A TxProfile 7 (stack level 2, EVSE 1) " +
      "TxProfile 8 (stack level 1, EVSE 1) with 10 A : overruled by a profile of the same purpose with a higher stack level " +
      "01:00–00:00 3 × 32 A default limit (CompositeScheduleDefaultLimitAmps or …Watts)",
  );
  assert.equal(view.markup.match(/<rect/g)?.length, 2);
});

Deno.test("variables that differ, and only these", () => {
  const named = {
    ...{ variable: { name: "Interval" }, dataType: "integer", supportsMonitoring: false, source: "OCPP" },
    isRequired: true,
    takesEffect: "atOnce" as const,
  };
  const attribute = { type: "Actual", mutability: "ReadWrite" } as const;
  const view = variablesView({
    nowMs: 0,
    variables: [
      { ...named, component: { name: "Same" }, attributes: [{ ...attribute, value: "1", differs: false }] },
      {
        ...named,
        component: { name: "Other" },
        attributes: [{ ...attribute, value: "2", fileDefault: "1", setBy: "csms", differs: true }],
      },
    ],
  });
  assert.equal(textOf(view), "Other.Interval 2 instead of 1, set by csms");
});
