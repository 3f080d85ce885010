import { hanging, readingWidth } from "./hanging-text.ts";

/** Names and texts below each other; long texts go on in the next line. `columns`: width of the terminal. */
export function factsText(
  facts: readonly (readonly [name: string, text: string])[],
  columns: number | undefined,
): string {
  const indent = Math.max(...facts.map(([name]) => name.length)) + 2;
  return facts.map(([name, text]) => `${name.padEnd(indent)}${hanging(text, indent, readingWidth(columns))}`)
    .join("\n");
}
