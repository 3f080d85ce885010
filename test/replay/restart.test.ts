import assert from "node:assert/strict";
import { COMMAND_DEFAULTS } from "./command-defaults.ts";
import { play } from "./player.ts";
import { queueFaults } from "./queue-faults.ts";
import { recordedVariables } from "./recorded-configuration.ts";
import { readRecording, type Recording } from "./recording.ts";

/** Both sessions of the first minute of run1, and some time to find out what was missed. */
const END_MS = Date.parse("2026-11-22T06:55:08.000Z");
const AFTERWARDS_MS = 5000;
/** How long our process is away; it then hears for some seconds whose bus it is. */
const AWAY_MS = 2000;

const SWIPED = ["Started Authorized", "Updated ChargingStateChanged", "Updated Trigger"];
const SUSPENDED = "Updated ChargingStateChanged";
const STOPPED = "Ended StopAuthorized Local";
const REMOTE = ["Started RemoteStart", "Updated ChargingStateChanged", "Ended RemoteStop Remote"];

interface Case {
  readonly name: string;
  readonly at: string;
  /** What the CSMS hears of the two transactions, but for meter values. */
  readonly reported: readonly (readonly string[])[];
}

const CASES: readonly Case[] = [
  {
    name: "while a driver plugs in, swipes and begins to charge: the pause tells",
    at: "06:53:58.500",
    reported: [["Started ChargingStateChanged", STOPPED], REMOTE],
  },
  { name: "while an EV charges", at: "06:54:09.500", reported: [[...SWIPED, SUSPENDED, STOPPED], REMOTE] },
  {
    name: "while an EV charges, and then pauses",
    at: "06:54:25.500",
    reported: [[...SWIPED, STOPPED], REMOTE],
  },
  {
    name: "while the driver stops: the cable tells",
    at: "06:54:37.500",
    reported: [[...SWIPED, SUSPENDED, "Ended EVCommunicationLost EVDisconnected"], REMOTE],
  },
  {
    name: "between the transaction and unplugging",
    at: "06:54:41.500",
    reported: [[...SWIPED, SUSPENDED, STOPPED], REMOTE],
  },
  {
    name: "while the CSMS stops: the cable tells",
    at: "06:54:57.500",
    reported: [
      [...SWIPED, SUSPENDED, STOPPED],
      [...REMOTE.slice(0, 2), "Ended EVCommunicationLost EVDisconnected"],
    ],
  },
];

for (const { name, at, reported } of CASES) {
  Deno.test({
    name: `recorded sessions survive that our process alone is restarted ${name}`,
    fn: async () => {
      const directory = await Deno.makeTempDir({ prefix: "replay-" });
      try {
        assert.deepEqual(await heard(at, directory), reported);
      } finally {
        await Deno.remove(directory, { recursive: true });
      }
    },
  });
}

async function heard(at: string, directory: string): Promise<string[][]> {
  const run1 = readRecording("run1");
  const replayed = await play(until(run1, END_MS), {
    directory,
    release: "2026.02",
    variables: await recordedVariables(run1),
    commandDefaults: COMMAND_DEFAULTS,
    seed: 1,
    outages: [{ atMs: Date.parse(`2026-11-22T${at}Z`), forMs: AWAY_MS }],
    afterwardsMs: AFTERWARDS_MS,
  });
  assert.deepEqual(replayed.violations, []);
  assert.deepEqual(replayed.log.messages("error"), []);
  assert.deepEqual(queueFaults(replayed), []);
  return transactions(replayed);
}

function until({ bus, csms, ...rest }: Recording, endMs: number): Recording {
  const before = ({ atMs }: { readonly atMs: number }) => atMs < endMs;
  return { ...rest, bus: bus.filter(before), csms: csms.filter(before), endMs };
}

function transactions({ csms }: Recording): string[][] {
  const all = new Map<string, string[]>();
  for (const record of csms) {
    if (record.kind !== "frame" || record.frame[2] !== "TransactionEvent") continue;
    const { eventType, triggerReason, transactionInfo } = record.frame[3] as {
      eventType: string;
      triggerReason: string;
      transactionInfo: { transactionId: string; stoppedReason?: string };
    };
    if (triggerReason === "MeterValuePeriodic") continue;
    const { transactionId, stoppedReason } = transactionInfo;
    const events = all.get(transactionId) ?? [];
    all.set(transactionId, [
      ...events,
      [eventType, triggerReason, stoppedReason].filter((part) => part).join(" "),
    ]);
  }
  return [...all.values()];
}
