import type { ConfiguredStation } from "./configured-station.ts";
import type { Finding } from "./finding.ts";

/** Keys and indexes below our module in EVerest's configuration. */
export type Path = readonly (string | number)[];

/** A finding with its place in EVerest's configuration. A missing key is reported at its nearest parent that exists. */
export function at(
  { configPath, document, moduleId }: ConfiguredStation,
  path: Path,
  finding: Pick<Finding, "severity" | "text" | "instead"> & Partial<Pick<Finding, "subject">>,
): Finding {
  const ours: Path = ["active_modules", moduleId, ...path];
  const placed: Finding = { subject: "configuration", file: configPath, ...finding };
  for (let length = ours.length; length > 0; length--) {
    const position = document.locate(ours.slice(0, length));
    if (position !== undefined) return { ...placed, position };
  }
  return placed;
}
