import { positionAt } from "../everest/definitions-yaml.ts";
import type { ComponentFile } from "../variables/load-components.ts";
import type { Finding } from "./finding.ts";

/** What stands for bytes that are no UTF-8 when a file is read. */
const REPLACEMENT = "\ufffd";

/** A file in another encoding is read all the same, and its values have other characters than its author wrote. */
export function encodingFindings({ path, text }: ComponentFile): readonly Finding[] {
  const start = text.indexOf(REPLACEMENT);
  if (start < 0) return [];
  return [{
    ...{ severity: "warning", subject: "device model", file: path },
    position: positionAt(text, start),
    text: "the file is not UTF-8: what cannot be read is replaced by \\ufffd",
    instead: "the same file, stored as UTF-8",
  }];
}
