import { firstCharacters } from "../ocpp/first-characters.ts";
import type { ReportDataType } from "../ocpp/messages.ts";
import type { SelectedVariable } from "./report-selection.ts";

/** The content of one NotifyReport. */
export interface ReportPage {
  readonly reportData: readonly ReportDataType[];
  /** True when another page follows. */
  readonly tbc: boolean;
}

const encoder = new TextEncoder();

/**
 * Cuts a report into pages whose JSON stays below `maxBytes`, as few as possible. An entry that is larger on
 * its own gets a page of its own. Only one page exists at a time, whatever the size of the report.
 */
export function* reportPages(
  selection: Iterable<SelectedVariable>,
  maxBytes: number,
  reportingValueSize: number,
): Generator<ReportPage, void> {
  let page: ReportDataType[] = [];
  let bytes = 0;
  for (const selected of selection) {
    const entry = toReportData(selected, reportingValueSize);
    const size = encoder.encode(JSON.stringify(entry)).length + 1;
    if (page.length > 0 && bytes + size > maxBytes) {
      yield { reportData: page, tbc: true };
      page = [];
      bytes = 0;
    }
    page.push(entry);
    bytes += size;
  }
  if (page.length > 0) yield { reportData: page, tbc: false };
}

/** B07.FR.03, B08.FR.03 (errata 2025-01): a WriteOnly value is left out; every other is present, even if empty. */
function toReportData(
  { variable, attributes }: SelectedVariable,
  reportingValueSize: number,
): ReportDataType {
  return {
    component: variable.component,
    variable: variable.variable,
    variableAttribute: attributes.map(({ type, mutability, value }) => ({
      type,
      ...(mutability === "WriteOnly" ? {} : { value: firstCharacters(value ?? "", reportingValueSize) }),
      mutability,
      // Part 2, §2: writable values are stored persistently.
      ...(mutability === "ReadOnly" ? {} : { persistent: true }),
    })),
    variableCharacteristics: variable.characteristics,
  };
}
