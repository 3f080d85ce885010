import { durationText } from "../inspection/durations.ts";
import { hanging, readingWidth } from "./hanging-text.ts";

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
export function findingsText(findings: readonly PrintedFinding[], columns: number | undefined): string {
  const nameWidth = Math.max(...findings.map(({ name }) => name.length)) + 2;
  const indent = nameWidth + MARK_WIDTH;
  const below = (text: string) => hanging(text, indent, readingWidth(columns));
  return findings.map(({ name, verdict, tookMs, text, cause, remedy }) => {
    const took = tookMs === undefined ? "" : ` (${durationText(tookMs)})`;
    const lines = [
      `${name.padEnd(nameWidth)}${MARKS[verdict].padEnd(MARK_WIDTH)}${below(`${text}${took}`)}`,
    ];
    const blank = " ".repeat(indent);
    if (cause !== undefined) lines.push(`${blank}${below(`likely cause: ${cause}`)}`);
    if (remedy !== undefined) lines.push(`${blank}${below(`what to do: ${remedy}`)}`);
    return lines.join("\n");
  }).join("\n");
}
