import { dirname } from "node:path";
import type { RequirementRow } from "../coverage/requirement-table.ts";

/** Whole-station tests of folders that no requirement is decided in, or few. */
const OF_FOLDER: Readonly<Record<string, readonly string[]>> = {
  "src/csms": [
    "test/integration/messages-not-taken.test.ts",
    "test/integration/network-slots.test.ts",
    "test/integration/reconnect.test.ts",
    "test/integration/sick-csms.test.ts",
  ],
  "src/csms/examination": ["test/integration/commands-doctor.test.ts"],
  "src/csms/tls": ["test/integration/tls-trust.test.ts", "test/integration/tls.test.ts"],
  "src/csms/websocket": ["test/integration/websocket.test.ts"],
  "src/station": ["test/integration/errors.test.ts", "test/integration/session-traces.test.ts"],
  "src/station/connection": ["test/integration/reconnect.test.ts", "test/integration/slow-csms.test.ts"],
};

/**
 * The tests of the whole station that are near a source file, by the tables of requirements: first those that show what
 * is decided in the file, then those of its folder.
 */
export function stationTests(source: string, rows: readonly RequirementRow[]): readonly string[][] {
  const ofFile = testsOf(rows, (file) => file === source);
  const folder = dirname(source);
  const ofFolder = new Set([
    ...OF_FOLDER[folder] ?? [],
    ...testsOf(rows, (file) => dirname(file) === folder),
  ]);
  return [ofFile, [...ofFolder].filter((test) => !ofFile.includes(test))].filter((tests) => tests.length > 0);
}

function testsOf(rows: readonly RequirementRow[], isMeant: (file: string) => boolean): string[] {
  const tests = rows.flatMap((row) => {
    if (row.kind !== "decided") return [];
    return row.decidedIn.some((reference) => isMeant(reference.split("#")[0]!)) ? row.shownBy : [];
  });
  return [...new Set(tests)].filter((test) => /^test\/(conformance|integration)\//.test(test)).toSorted();
}
