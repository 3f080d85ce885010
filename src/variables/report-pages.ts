import { type Page, pagesOf } from "../kernel/pages.ts";
import { firstCharacters } from "../ocpp/first-characters.ts";
import type { ReportDataType } from "../ocpp/messages.ts";
import type { SelectedVariable } from "./report-selection.ts";

/** The pages of a report, each for one NotifyReport; made one at a time (B07.FR.03). */
export function reportPages(
  selection: Iterable<SelectedVariable>,
  maxBytes: number,
  reportingValueSize: number,
): Generator<Page<ReportDataType>, void> {
  return pagesOf(reportData(selection, reportingValueSize), maxBytes);
}

function* reportData(
  selection: Iterable<SelectedVariable>,
  reportingValueSize: number,
): Generator<ReportDataType, void> {
  for (const selected of selection) yield toReportData(selected, reportingValueSize);
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
