import { type AskInspection, FactCollector } from "./fact-collector.ts";
import type { Facts } from "./facts.ts";
import { NO_FACTS } from "./facts.ts";
import type { DownloadedReport, PageSource } from "./page-server.ts";
import { type Sections, sectionsOf } from "./sections.ts";
import { Watchers } from "./watchers.ts";

/** A module that takes longer than this to answer is shown as stuck. */
export const PATIENCE_MS = 5000;

export interface LivePageDeps {
  readonly ask: AskInspection;
  nowMs(): number;
  /** Makes the archive for support. */
  report(): Promise<DownloadedReport>;
}

/** The page and what keeps it up to date. The module is asked at one pace, however many browsers there are. */
export class LivePage implements PageSource {
  readonly #deps: LivePageDeps;
  readonly #collector: FactCollector;
  readonly #watchers = new Watchers(sectionsOf(NO_FACTS));
  /** Since when a round of questions is under way. */
  #askingSinceMs: number | undefined;
  #makesReport = false;

  constructor(deps: LivePageDeps) {
    this.#deps = deps;
    this.#collector = new FactCollector(deps.ask);
  }

  /** To be called every second: asks the module, but only while a browser watches. */
  tick(): void {
    if (this.#watchers.count === 0) return;
    void this.refresh();
    const waitedMs = this.#askingSinceMs === undefined ? 0 : this.#deps.nowMs() - this.#askingSinceMs;
    if (waitedMs > PATIENCE_MS) this.#publish({ ...this.#collector.facts, status: { missing: STUCK } });
  }

  /** Resolves when the module has answered all questions; at once when they are already asked. Never rejects. */
  async refresh(): Promise<void> {
    if (this.#askingSinceMs !== undefined) return;
    this.#askingSinceMs = this.#deps.nowMs();
    await this.#collector.collect();
    this.#askingSinceMs = undefined;
    this.#publish(this.#collector.facts);
  }

  sections(): Sections {
    return this.#watchers.sections;
  }

  watch(): ReturnType<PageSource["watch"]> {
    const stream = this.#watchers.watch();
    void this.refresh();
    return stream;
  }

  frames(): ReturnType<PageSource["frames"]> {
    const { frames } = this.#collector.facts;
    return frames && "value" in frames ? frames.value : [];
  }

  async report(): ReturnType<PageSource["report"]> {
    if (this.#makesReport) return undefined;
    this.#makesReport = true;
    try {
      return await this.#deps.report();
    } finally {
      this.#makesReport = false;
    }
  }

  #publish(facts: Facts): void {
    this.#watchers.publish(sectionsOf(facts));
  }
}

const STUCK = `it has not said anything for more than ${PATIENCE_MS / 1000} seconds`;
