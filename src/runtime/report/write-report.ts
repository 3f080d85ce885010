import { newFileFailureText } from "../../host/file-failure.ts";
import type { Report } from "./collect-report.ts";

/** Writes the archive for its owner only; resolves with why it could not. An existing file is not overwritten. */
export async function writeReport(path: string, { archive }: Report): Promise<string | undefined> {
  try {
    await Deno.writeFile(path, archive, { mode: 0o600, createNew: true });
    return undefined;
  } catch (error) {
    return `${path}: ${newFileFailureText(error)}`;
  }
}
