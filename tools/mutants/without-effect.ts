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
];

export const WITHOUT_EFFECT: WithoutEffect = new Map(
  JUDGED.map(([mutant, reason]) => [keyOf(mutant), reason]),
);
