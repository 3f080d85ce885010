import type { ConfiguredStation } from "./configured-station.ts";
import type { Finding } from "./finding.ts";
import { nearestPosition } from "./nearest-position.ts";

/** Keys and indexes below our module in EVerest's configuration. */
export type Path = readonly (string | number)[];

/** A finding with its place in EVerest's configuration. A missing key is reported at its nearest parent that exists. */
export function at(
  { configPath, document, moduleId }: ConfiguredStation,
  path: Path,
  finding: Pick<Finding, "severity" | "text" | "instead"> & Partial<Pick<Finding, "subject">>,
): Finding {
  const ours = ["active_modules", moduleId, ...path];
  const position = nearestPosition(document, ours);
  return { subject: "configuration", file: configPath, ...finding, ...(position && { position }) };
}
