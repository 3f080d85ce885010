import { readErrorMap } from "../../bridge/error-map-format.ts";
import { parseLocatedYaml } from "../../everest/definitions-yaml.ts";
import { parseJson } from "../../kernel/json.ts";
import type { ModuleConfig } from "../module-config.ts";
import type { Finding, PartialReport } from "./finding.ts";
import { at } from "./placed-finding.ts";
import type { StationFiles } from "./station-files.ts";
import { readTextFile } from "./read-text-file.ts";

/** What is wrong in the error maps: the module does not start with one that it cannot use. */
export async function checkErrorMaps(
  files: StationFiles,
  { errorMapPath, customErrorMapPath }: Pick<ModuleConfig, "errorMapPath" | "customErrorMapPath">,
): Promise<PartialReport> {
  const own = customErrorMapPath === "" ? [] : [customErrorMapPath];
  const findings = await Promise.all([errorMapPath, ...own].map((file) => checkErrorMap(files, file)));
  return { findings: findings.flat(), notChecked: [] };
}

async function checkErrorMap(files: StationFiles, file: string): Promise<readonly Finding[]> {
  const general = { severity: "error", subject: "error map", file } as const;
  const reading = await readTextFile(file);
  if (reading.kind === "unreadable") {
    return [at(files, ["config_module", "CustomMrecErrorMapPath"], {
      ...{ severity: "error", subject: "error map" },
      text: `error map ${file}: ${reading.reason}`,
      instead: "the path of an error map, or an empty text for none",
    })];
  }
  const json = parseJson(reading.text);
  const document = parseLocatedYaml(reading.text);
  if (json.kind === "malformed") {
    const position = document.kind === "malformed" ? document.position : undefined;
    return [{ ...general, text: `it is not JSON: ${json.reason}`, ...(position && { position }) }];
  }
  const map = readErrorMap(json.value);
  if (map.kind === "map") return [];
  const { path, reason } = map;
  const position = document.kind === "document" ? document.locate(path.split(" / ")) : undefined;
  const text = `${path} ${reason}`.trimStart();
  return [{ ...general, text, instead: "what error-map.schema.json allows", ...(position && { position }) }];
}
