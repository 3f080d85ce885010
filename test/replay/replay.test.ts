import assert from "node:assert/strict";
import { COMMAND_DEFAULTS } from "./command-defaults.ts";
import { compare } from "./compare.ts";
import { explain, type RunName } from "./explain.ts";
import { INTENDED_DIFFERENCES } from "./intended-differences.ts";
import { itemsOf } from "./items.ts";
import { play, type PlayOptions, type Replayed } from "./player.ts";
import { queueFaults } from "./queue-faults.ts";
import { recordedVariables } from "./recorded-configuration.ts";
import { type Release, RELEASES } from "../fixtures/everest.ts";
import { readRecording, type Recording } from "./recording.ts";
import { timeline } from "./timeline.ts";

interface Run {
  readonly name: RunName;
  readonly does: string;
  /** What the scenario had set up before the station started. */
  readonly variables?: PlayOptions["variables"];
  /** For how long to go on after the recorded system had died, milliseconds. */
  readonly afterwardsMs?: number;
}

/** Runs that followed each other on one installation; each installation began with empty databases. */
const INSTALLATIONS: readonly (readonly Run[])[] = [
  [
    { name: "run1", does: "a day of everything, an offline period included" },
    { name: "run2", does: "a signed firmware update" },
    { name: "run3", does: "Pending, certificates, remote starts, an immediate reset" },
  ],
  [{ name: "run4", does: "a deauthorized transaction, a reservation, a scheduled reset", afterwardsMs: 500 }],
  [{
    name: "run5",
    does: "TxStartPoint EVConnected, an answer that never comes",
    variables: { "TxCtrlr.TxStartPoint": "EVConnected" },
  }],
  [{
    name: "run6",
    does: "monitors from the start, a CSMS that the reference stops to answer",
    variables: { "MonitoringCtrlr.Enabled": "true" },
  }],
];

for (const release of RELEASES) {
  for (const installation of INSTALLATIONS) {
    const names = installation.map(({ name, does }) => `${name} (${does})`).join(", ");
    Deno.test({
      name:
        `on the bus of EVerest ${release}, the whole daemon says what the recorded module said in ${names}`,
      fn: async (test) => {
        const directory = await Deno.makeTempDir({ prefix: "replay-" });
        try {
          await playInstallation(test, installation, release, directory);
        } finally {
          await Deno.remove(directory, { recursive: true });
        }
      },
    });
  }
}

async function playInstallation(
  test: Deno.TestContext,
  installation: readonly Run[],
  release: Release,
  directory: string,
): Promise<void> {
  const variables = await recordedVariables(readRecording("run1"));
  let port: number | undefined;
  for (const [index, run] of installation.entries()) {
    const recording = readRecording(run.name);
    const replayed = await play(recording, {
      directory,
      release,
      variables: { ...variables, ...run.variables },
      commandDefaults: COMMAND_DEFAULTS,
      seed: index + 1,
      ...(run.afterwardsMs === undefined ? {} : { afterwardsMs: run.afterwardsMs }),
      ...(port === undefined ? {} : { port }),
    });
    port = replayed.port;
    await test.step(run.name, () => assertIntended(run.name, recording, replayed));
  }
}

function assertIntended(run: RunName, recording: Recording, replayed: Replayed): void {
  const { violations, exitCode, leftTimers, log, unheardOf } = replayed;
  assert.deepEqual(violations, [], "rules of OCPP-J and of the schemas");
  assert.deepEqual(queueFaults(replayed), []);
  assert.deepEqual(log.messages("error"), []);
  assert.equal(exitCode, 0);
  assert.deepEqual(leftTimers, []);
  for (const command of unheardOf) assert(command.split("/").at(-1)! in COMMAND_DEFAULTS, command);
  const recorded = itemsOf(recording);
  const ours = itemsOf(replayed);
  const { unexplained, miscounted } = explain(run, compare(recorded, ours), INTENDED_DIFFERENCES);
  const problems = [
    ...(miscounted.length > 0
      ? [`entries of intended-differences.ts that do not hold:\n  ${miscounted.join("\n  ")}`]
      : []),
    ...(unexplained.length > 0
      ? [
        `${unexplained.length} differences that nobody wanted:\n\n${timeline(unexplained, recorded, ours)}`,
      ]
      : []),
  ];
  assert(problems.length === 0, `${run}\n${problems.join("\n\n")}`);
}
