import { durationText } from "../inspection/durations.ts";
import { hanging } from "./hanging-text.ts";

/** One line of a diagnosis. */
export interface PrintedFinding {
  readonly name: string;
  readonly verdict: "passed" | "failed" | "notTried";
  readonly tookMs?: number;
  readonly text: string;
  readonly cause?: string;
  readonly remedy?: string;
}

const MARKS = { passed: "ok", failed: "FAILED", notTried: "-" } as const;
const MARK_WIDTH = 8;

/** Findings one below the other; a failed one with its likely cause and its remedy. */
export function findingsText(findings: readonly PrintedFinding[]): string {
  const nameWidth = Math.max(...findings.map(({ name }) => name.length)) + 2;
  const indent = nameWidth + MARK_WIDTH;
  return findings.map(({ name, verdict, tookMs, text, cause, remedy }) => {
    const took = tookMs === undefined ? "" : ` (${durationText(tookMs)})`;
    const lines = [
      `${name.padEnd(nameWidth)}${MARKS[verdict].padEnd(MARK_WIDTH)}${hanging(`${text}${took}`, indent)}`,
    ];
    const blank = " ".repeat(indent);
    if (cause !== undefined) lines.push(`${blank}${hanging(`likely cause: ${cause}`, indent)}`);
    if (remedy !== undefined) lines.push(`${blank}${hanging(`what to do: ${remedy}`, indent)}`);
    return lines.join("\n");
  }).join("\n");
}
