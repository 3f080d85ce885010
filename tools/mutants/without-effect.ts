import { keyOf, type WithoutEffect } from "./report.ts";

/** Survivors that somebody has looked at: file, mutated line, and why no test can notice them. */
const JUDGED: readonly (readonly [file: string, mutant: string, reason: string])[] = [
  [
    "src/csms/rpc-frame.ts",
    'return json.kind === "value" || Array.isArray(json.value) ? json.value[index] : undefined;',
    "the text was read as an array before, so a value is one",
  ],
];

export const WITHOUT_EFFECT: WithoutEffect = new Map(
  JUDGED.map(([file, mutant, reason]) => [keyOf({ file, mutant }), reason]),
);
