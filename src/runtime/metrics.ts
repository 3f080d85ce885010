/** Label name -> value, e.g. `{action: "Heartbeat"}`. */
export type Labels = Readonly<Record<string, string>>;

/** Only ever goes up. */
export interface Counter {
  increment(labels?: Labels, by?: number): void;
}

/** Goes up and down. */
export interface Gauge {
  set(value: number, labels?: Labels): void;
}

/** Counts observations below given bounds, e.g. how many calls took less than 0.1 s. */
export interface Histogram {
  observe(value: number, labels?: Labels): void;
}

/** Numbers about the running process, in memory only. Names and units as Prometheus wants them (`_total`, `_seconds`). */
export interface Metrics {
  counter(name: string, help: string): Counter;
  gauge(name: string, help: string): Gauge;
  /** @param bounds upper bounds of the buckets, ascending; the one for everything is added */
  histogram(name: string, help: string, bounds: readonly number[]): Histogram;
  /** All metrics in the Prometheus text format, version 0.0.4, in the order in which they were made. */
  expose(): string;
}

/** Most label combinations of one metric: values may come from a peer and must not fill the memory. */
export const MAX_SERIES = 200;
/** Where further combinations are counted. */
const OVERFLOW: Labels = { overflow: "true" };

type Type = "counter" | "gauge" | "histogram";

/** One metric with all its label combinations. */
class Family<T> {
  readonly #series = new Map<string, { readonly labels: Labels; readonly value: T }>();

  constructor(
    readonly name: string,
    readonly help: string,
    readonly type: Type,
    readonly create: () => T,
    readonly print: (name: string, labels: Labels, value: T) => string[],
  ) {}

  at(labels: Labels): T {
    const key = JSON.stringify(Object.entries(labels).sort(([a], [b]) => a < b ? -1 : 1));
    const known = this.#series.get(key);
    if (known) return known.value;
    if (this.#series.size >= MAX_SERIES && labels !== OVERFLOW) return this.at(OVERFLOW);
    const value = this.create();
    this.#series.set(key, { labels, value });
    return value;
  }

  lines(): string[] {
    const samples = [...this.#series.values()].flatMap(({ labels, value }) =>
      this.print(this.name, labels, value)
    );
    return [`# HELP ${this.name} ${escapeHelp(this.help)}`, `# TYPE ${this.name} ${this.type}`, ...samples];
  }
}

interface Buckets {
  /** Per bound, not cumulative; the last one is for everything above. */
  readonly counts: number[];
  sum: number;
}

export function createMetrics(): Metrics {
  const families = new Map<string, { lines(): string[] }>();

  function register<T>(family: Family<T>): Family<T> {
    if (!/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(family.name)) throw new Error(`${family.name} is no metric name`);
    if (families.has(family.name)) throw new Error(`the metric ${family.name} exists already`);
    families.set(family.name, family);
    return family;
  }
  const number = (name: string, help: string, type: Type) =>
    register(
      new Family(
        name,
        help,
        type,
        () => ({ value: 0 }),
        (name, labels, { value }) => [sample(name, labels, value)],
      ),
    );

  return {
    counter(name, help) {
      const family = number(name, help, "counter");
      return {
        increment(labels = {}, by = 1) {
          // A counter that went down would look like a restart.
          if (by > 0) family.at(labels).value += by;
        },
      };
    },
    gauge(name, help) {
      const family = number(name, help, "gauge");
      return { set: (value, labels = {}) => void (family.at(labels).value = value) };
    },
    histogram(name, help, bounds) {
      const create = (): Buckets => ({ counts: Array(bounds.length + 1).fill(0), sum: 0 });
      const print = (name: string, labels: Labels, buckets: Buckets) =>
        bucketLines(name, labels, bounds, buckets);
      const family = register(new Family(name, help, "histogram", create, print));
      return {
        observe(value, labels = {}) {
          const buckets = family.at(labels);
          const index = bounds.findIndex((bound) => value <= bound);
          const place = index < 0 ? bounds.length : index;
          buckets.counts[place] = (buckets.counts[place] ?? 0) + 1;
          buckets.sum += value;
        },
      };
    },
    expose: () =>
      [...families.values()].flatMap((family) => family.lines()).map((line) => `${line}\n`).join(""),
  };
}

function bucketLines(
  name: string,
  labels: Labels,
  bounds: readonly number[],
  { counts, sum }: Buckets,
): string[] {
  let cumulated = 0;
  const lines = [...bounds, Infinity].map((bound, index) => {
    cumulated += counts[index] ?? 0;
    return sample(`${name}_bucket`, { ...labels, le: formatNumber(bound) }, cumulated);
  });
  return [...lines, sample(`${name}_sum`, labels, sum), sample(`${name}_count`, labels, cumulated)];
}

function sample(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
  return `${name}${pairs.length > 0 ? `{${pairs.join(",")}}` : ""} ${formatNumber(value)}`;
}

function formatNumber(value: number): string {
  if (value === Infinity) return "+Inf";
  return value === -Infinity ? "-Inf" : String(value);
}

function escapeHelp(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

function escapeLabel(text: string): string {
  return escapeHelp(text).replaceAll('"', '\\"');
}
