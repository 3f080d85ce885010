import { measureStation } from "./real-station.ts";
import type { Bus } from "./station-stand.ts";
import { quantile } from "./statistics.ts";

const PAIRS = 3;

/**
 * Ours and another executable of an EVerest module OCPP201 in the same seat, in turn, on the same machine within
 * minutes: the only way in which figures of two modules are compared. One line per figure, with the ratio of every pair.
 */
export async function compare(
  ours: readonly string[],
  other: readonly string[],
  buses: readonly Bus[],
): Promise<string> {
  const lines: string[] = [];
  for (const bus of buses) {
    const pairs = new Map<
      string,
      { readonly ours: number; readonly other: number; readonly unit: string }[]
    >();
    for (let pair = 0; pair < PAIRS; pair++) {
      const mine = await measureStation(ours, bus);
      const theirs = await measureStation(other, bus);
      for (const { name, value, unit } of mine) {
        const counterpart = theirs.find((row) => row.name === name);
        if (!counterpart) continue;
        pairs.set(name, [...pairs.get(name) ?? [], { ours: value, other: counterpart.value, unit }]);
      }
    }
    for (const [name, found] of pairs) {
      const median = (of: (pair: (typeof found)[number]) => number) =>
        quantile(found.map(of), 0.5).toPrecision(3);
      const ratios = found.map((pair) => (pair.ours / pair.other).toFixed(2)).join("  ");
      lines.push(
        `${`${name}: ${bus}`.padEnd(72)} ${median((pair) => pair.ours).padStart(8)} ${
          median((pair) => pair.other).padStart(8)
        } ${(found[0]?.unit ?? "").padEnd(4)} ${ratios}`,
      );
    }
  }
  return [`${"".padEnd(72)}     ours    other      ours ÷ other, pair by pair`, ...lines].join("\n");
}
