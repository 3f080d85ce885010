/** Last parts of names that are units. */
const UNITS = ["seconds", "bytes"] as const;

/**
 * Metrics of the Prometheus text format (0.0.4) as OpenMetrics 1.0: a counter is announced without `_total`, units are
 * named, and the text has an end. Pure.
 */
export function toOpenMetrics(exposition: string): string {
  const lines = exposition.split("\n").filter((line) => line !== "");
  const counters = new Set(lines.flatMap((line) => /^# TYPE (\S+)_total counter$/.exec(line)?.[1] ?? []));
  const printed = lines.flatMap((line) => {
    const [, keyword, name = "", rest = ""] = /^# (HELP|TYPE) (\S+)(?: (.*))?$/.exec(line) ?? [];
    if (keyword === undefined) return [line];
    const family = counters.has(name.replace(/_total$/, "")) ? name.replace(/_total$/, "") : name;
    const unit = keyword === "TYPE" ? UNITS.find((unit) => family.endsWith(`_${unit}`)) : undefined;
    return [`# ${keyword} ${family} ${rest}`, ...(unit === undefined ? [] : [`# UNIT ${family} ${unit}`])];
  });
  return `${printed.join("\n")}\n# EOF`;
}
