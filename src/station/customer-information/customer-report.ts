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
 * The text that answers a CustomerInformation request, of at most `maxLength` UTF-16 units. Empty when nothing was found and
 * nothing was to be cleared; what had to stay is always reported, and comes first (N09.FR.06, N10.FR.06).
 */
export function reportText(
  findings: readonly CustomerFinding[],
  wish: CustomerWish,
  maxLength: number,
): string {
  const found = findings.filter(({ pieces }) => pieces.length > 0);
  const remaining = found.filter(({ fate }) => fate.kind === "remains");
  if (!wish.report) {
    const headings = remaining.map((finding) => heading(finding, wish.clear));
    // That all of it is cleared is one message.
    return shortened([{ heading: "Cleared", pieces: headings }], Math.min(maxLength, MAX_DATA_LENGTH));
  }
  const others = found.filter((finding) => !remaining.includes(finding));
  const sections = [...remaining, ...others].map((finding) => ({
    heading: heading(finding, wish.clear),
    pieces: finding.pieces,
  }));
  return shortened(sections, maxLength);
}

interface Section {
  readonly heading: string;
  readonly pieces: readonly string[];
}

/** Every heading, as much of the pieces as there is room for, and at the end that it is not all. */
function shortened(sections: readonly Section[], maxLength: number): string {
  const whole = sections.flatMap(({ heading, pieces }) => [heading, ...pieces]).join("\n");
  if (whole.length <= maxLength) return whole;
  const note = `(cut to ${maxLength} characters)`;
  let room = maxLength - [...sections.map(({ heading }) => heading), note].join("\n").length;
  const fitting = (piece: string): readonly string[] => {
    const start = wholeCharacters(piece, Math.max(0, room - 1));
    // After a piece that is cut there is no room for another one.
    room = start === piece ? room - piece.length - 1 : 0;
    return start === "" ? [] : [start];
  };
  const text = sections.flatMap(({ heading, pieces }) => [heading, ...pieces.flatMap(fitting)]).join("\n");
  return `${wholeCharacters(text, maxLength - note.length - 1)}\n${note}`;
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
export function* textPages(text: string): Generator<TextPage, void> {
  let rest = text;
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
