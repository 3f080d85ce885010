import { keyOf, type Verdict, type WithoutEffect } from "./report.ts";

/** Survivors that somebody has looked at, and why no test can notice them. */
const JUDGED: readonly (readonly [Pick<Verdict, "file" | "original" | "mutant">, reason: string])[] = [
  [
    {
      file: "src/csms/rpc-frame.ts",
      original: 'return json.kind === "value" && Array.isArray(json.value) ? json.value[index] : undefined;',
      mutant: 'return json.kind === "value" || Array.isArray(json.value) ? json.value[index] : undefined;',
    },
    "the text was read as an array before, so a value is one",
  ],
  [
    {
      file: "src/station/remote-control/unlock-connector.ts",
      original: "attempts.delete(failed);",
      mutant: ";",
    },
    "an attempt that is over hears nothing; only the memory of the process grows",
  ],
  [
    {
      file: "src/station/smart-charging/schedule-sum.ts",
      original: "numberPhases: most > 0 ? most : ASSUMED_PHASES,",
      mutant: "numberPhases: most >= 0 ? most : ASSUMED_PHASES,",
    },
    "every schedule has at least one phase",
  ],
  [
    {
      file: "src/csms/suspicion.ts",
      original: "if (keys.size > MAX_SUSPECTS && oldest !== undefined) keys.delete(oldest);",
      mutant: "if (keys.size >= MAX_SUSPECTS && oldest !== undefined) keys.delete(oldest);",
    },
    "one message fewer of a bounded number is remembered",
  ],
  [
    {
      file: "src/station/monitoring/monitor-watch.ts",
      original: "const NO_VALUE: ObservedValue = { text: undefined, isNumeric: false };",
      mutant: "const NO_VALUE: ObservedValue = { text: undefined, isNumeric: true };",
    },
    "where there is no text nobody asks whether it is a number",
  ],
  [
    {
      file: "src/station/transactions/charging-events.ts",
      original: 'if (session.energyFlowing) endings.push("energyStopped");',
      mutant: 'if (!(session.energyFlowing)) endings.push("energyStopped");',
    },
    "whatever ends with the energy ends with the authorization too, which is always over here",
  ],
  [
    {
      file: "src/station/variables/variables-block.ts",
      original: 'logSet(log, "the operator set a variable", answer);',
      mutant: ";",
    },
    "a line of the log",
  ],
];

export const WITHOUT_EFFECT: WithoutEffect = new Map(
  JUDGED.map(([mutant, reason]) => [keyOf(mutant), reason]),
);
