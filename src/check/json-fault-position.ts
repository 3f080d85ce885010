import type { TextPosition } from "../everest/definitions-yaml.ts";

/** Where a text stops being JSON, as far as the runtime's reason says it; YAML would take much of it. */
export function jsonFaultPosition(reason: string): TextPosition | undefined {
  const [, line, column] = /\(line (\d+) column (\d+)\)$/.exec(reason) ?? [];
  return line === undefined ? undefined : { line: Number(line), column: Number(column) };
}
