import { readErrorMap } from "../bridge/error-map-format.ts";
import { parseLocatedYaml } from "../everest/definitions-yaml.ts";
import { parseJson } from "../kernel/json.ts";
import type { CheckedFile } from "./checked-file.ts";
import type { ConfiguredStation } from "./configured-station.ts";
import type { Finding } from "./finding.ts";
import { jsonFaultPosition } from "./json-fault-position.ts";
import { at } from "./placed-finding.ts";

/** What is wrong in an error map: the module does not start with one that it cannot use. */
export function errorMapFindings(
  station: ConfiguredStation,
  { path: file, reading }: CheckedFile,
): readonly Finding[] {
  const general = { severity: "error", subject: "error map", file } as const;
  if (reading.kind === "unreadable") {
    return [at(station, ["config_module", "CustomMrecErrorMapPath"], {
      ...{ severity: "error", subject: "error map" },
      text: `error map ${file}: ${reading.reason}`,
      instead: "the path of an error map, or an empty text for none",
    })];
  }
  const json = parseJson(reading.text);
  if (json.kind === "malformed") {
    const position = jsonFaultPosition(json.reason);
    return [{ ...general, text: `it is not JSON: ${json.reason}`, ...(position && { position }) }];
  }
  const map = readErrorMap(json.value);
  if (map.kind === "map") return [];
  const { path, reason } = map;
  const document = parseLocatedYaml(reading.text);
  const position = document.kind === "document" ? document.locate(path.split(" / ")) : undefined;
  const text = `${path} ${reason}`.trimStart();
  return [{ ...general, text, instead: "what error-map.schema.json allows", ...(position && { position }) }];
}
