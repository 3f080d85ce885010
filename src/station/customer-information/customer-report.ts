import type { CustomerFinding } from "./customer-archive.ts";

/** What the CSMS asked for. */
export interface CustomerWish {
  readonly report: boolean;
  readonly clear: boolean;
}

/** Longest NotifyCustomerInformation.data, in UTF-16 units. */
export const MAX_DATA_LENGTH = 512;

/** One message's worth of a text. */
export interface TextPage {
  readonly data: string;
  readonly tbc: boolean;
}

/**
 * The text that answers a CustomerInformation request. Empty when nothing was found and nothing was to be cleared; what
 * had to stay is always reported (N09.FR.06, N10.FR.06).
 */
export function reportText(findings: readonly CustomerFinding[], { report, clear }: CustomerWish): string {
  const found = findings.filter(({ pieces }) => pieces.length > 0);
  if (report) return found.map((finding) => section(finding, clear)).join("\n");
  const remaining = found.filter(({ fate }) => fate.kind === "remains");
  return ["Cleared", ...remaining.map((finding) => heading(finding, clear))].join("\n");
}

function section(finding: CustomerFinding, clear: boolean): string {
  return [heading(finding, clear), ...finding.pieces].join("\n");
}

function heading({ title, fate }: CustomerFinding, clear: boolean): string {
  switch (fate.kind) {
    case "reported":
      return `${title}:`;
    case "cleared":
      return `${title}, cleared:`;
    case "remains":
      return clear ? `${title}, not cleared: ${fate.because}` : `${title}:`;
  }
}

/** Cuts a text into messages; an empty text is one message without data. No character is cut in half. */
export function* textPages(text: string, maxLength: number): Generator<TextPage, void> {
  let rest = text.length > maxLength ? wholeCharacters(text, maxLength) : text;
  do {
    const data = wholeCharacters(rest, MAX_DATA_LENGTH);
    rest = rest.slice(data.length);
    yield { data, tbc: rest !== "" };
  } while (rest !== "");
}

/** At most `length` UTF-16 units. */
function wholeCharacters(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  const isHalf = text.length > length && last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isHalf ? length - 1 : length);
}
