import type { LocatedYaml, TextPosition } from "../everest/definitions-yaml.ts";

/** Where the value at this path stands, or the nearest one above it that the document has. */
export function nearestPosition(
  document: LocatedYaml & { kind: "document" },
  path: readonly (string | number)[],
): TextPosition | undefined {
  for (let length = path.length; length >= 0; length--) {
    const position = document.locate(path.slice(0, length));
    if (position !== undefined) return position;
  }
  return undefined;
}
