import assert from "node:assert/strict";
import { INTERFACES_OF_MANIFEST } from "../../src/everest/own-manifest.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";
import { booted } from "../conformance/harness/reusable-states.ts";
import { type CommandFailure, commandFailures, FailingCommand } from "../fakes/everest/command-failures.ts";
import { type CommandRow, FAILING_COMMANDS, type InterfaceRows } from "./failing-commands.ts";
import { FAILING_RESERVATION_COMMANDS } from "./failing-reservation-commands.ts";
import { FAILING_OPTIONAL_COMMANDS } from "./failing-optional-commands.ts";
import { FAILING_SECURITY_COMMANDS } from "./failing-security-commands.ts";
import { assertNoBug, chargesElsewhere } from "./undisturbed.ts";

/** Longer than we wait for any module. */
const PATIENCE_MS = 20_000;

/** CALLs of ours wait a second for the answer to one of the CSMS. */
const GRACE_MS = 5000;

/** The log names module, implementation, interface and command, and says in a few words what is wrong. */
async function assertLogged(
  { log, everest }: StationUnderTest,
  since: number,
  wanted: Readonly<Record<string, unknown>>,
  what: string,
): Promise<void> {
  for (let round = 0; round < 100; round++) {
    const found = log.lines.slice(since).some(({ level, fields }) =>
      level === "warning" &&
      Object.entries(wanted).every(([name, value]) => fields[name] === value) &&
      String(fields["reason"]).length < 600
    );
    if (found) return;
    await everest.client.settled();
  }
  assert.fail(`no line names ${JSON.stringify(wanted)} when it fails by ${what}`);
}

/** As long as we wait for an answer, and well within that time everything else goes on. */
async function silence(
  station: StationUnderTest,
  meanwhile: (station: StationUnderTest) => Promise<void>,
): Promise<void> {
  let others: "busy" | "done" = "busy";
  const session = meanwhile(station).then(() => void (others = "done"));
  for (let passedMs = 0; passedMs <= PATIENCE_MS; passedMs += 1000) {
    if (passedMs === GRACE_MS) assert.equal(others, "done");
    for (let round = 0; round === 0 || (others === "busy" && round < 100); round++) {
      await station.settle();
    }
    station.clock.advance(1000);
  }
  await session;
}

async function failed(
  station: StationUnderTest,
  row: CommandRow,
  names: { interface: string; command: string },
  failure: CommandFailure,
  failing: FailingCommand,
): Promise<void> {
  const since = station.log.lines.length;
  const outcome = row.outcome(station, failing);
  if (failure.answers.length === 0) {
    await failing.called();
    if (row.when === undefined) await silence(station, row.meanwhile ?? chargesElsewhere);
    else {
      await station.settle();
      station.clock.advance(PATIENCE_MS);
    }
  }
  assert.deepEqual(await outcome, row.expected, failure.what);
  const { moduleId: module, implementationId: implementation } = row.place;
  await assertLogged(station, since, { module, implementation, ...names }, failure.what);
  await failing.answerLate();
}

/** Commands of this interface that no row is for: nobody here calls them. */
function assertNotCalled({ everest }: StationUnderTest, { commands }: InterfaceRows): void {
  const unused = Object.keys(commands).filter((command) => typeof commands[command] === "string");
  const places = Object.values(commands).flatMap((row) =>
    typeof row === "string" ? [] : [row.place.moduleId]
  );
  const called = everest.record.calls.filter(({ moduleId, command }) =>
    places.includes(moduleId) && unused.includes(command)
  );
  assert.deepEqual(called, []);
}

const ROWS = [
  ...FAILING_COMMANDS,
  FAILING_SECURITY_COMMANDS,
  FAILING_RESERVATION_COMMANDS,
  ...FAILING_OPTIONAL_COMMANDS,
];

Deno.test("every interface that the manifest requires has rows", () => {
  const names = new Set(Object.values(INTERFACES_OF_MANIFEST.required));
  assert.deepEqual(ROWS.map(({ declared }) => declared.name).sort(), [...names].sort());
});

for (const { declared, commands } of ROWS) {
  Deno.test(`${declared.name}: every command has a row`, () => {
    assert.deepEqual(Object.keys(commands).sort(), Object.keys(declared.commands).sort());
  });

  for (const [command, row] of Object.entries(commands)) {
    if (typeof row === "string") continue;
    const names = { interface: declared.name, command };
    const failures = commandFailures(declared.commands[command]!);
    const options = {
      ...row.options,
      everest: { evses: 2, ...row.options?.everest, evse: { meterIntervalMs: 3_600_000 } },
    };

    Deno.test(`${declared.name}.${command} fails in ${failures.length} ways`, async () => {
      if (row.when === "start") {
        for (const failure of failures) {
          await using station = await startStation({ ...options, start: false });
          using failing = new FailingCommand(station.everest.client, row.place, command, failure);
          station.start();
          await failed(station, row, names, failure, failing);
          assertNoBug(station);
        }
        return;
      }
      await using station = await startStation(options);
      await booted(station);
      await station.settle();
      await row.prepare?.(station);
      for (const failure of failures) {
        using failing = new FailingCommand(station.everest.client, row.place, command, failure);
        await failed(station, row, names, failure, failing);
      }
      await chargesElsewhere(station);
      assertNoBug(station);
      assertNotCalled(station, { declared, commands });
    });
  }
}
