import type { Markup } from "./markup.ts";
import { type SectionName, SECTIONS, type Sections } from "./sections.ts";

/** Browsers that receive changes at the same time. */
export const MAX_WATCHERS = 16;

const encoder = new TextEncoder();

/** Reads a stream of changes, at its own speed. */
interface Watcher {
  readonly pending: Set<SectionName>;
  wake(): void;
}

/**
 * Sends browsers what has changed. Of a section that changed several times a slow reader gets the last state only, so that
 * nothing piles up for them.
 */
export class Watchers {
  readonly #watchers = new Set<Watcher>();
  #sections: Sections;

  constructor(sections: Sections) {
    this.#sections = sections;
  }

  get count(): number {
    return this.#watchers.size;
  }

  get sections(): Sections {
    return this.#sections;
  }

  publish(sections: Sections): void {
    const changed = SECTIONS.filter((name) => sections[name].markup !== this.#sections[name].markup);
    this.#sections = sections;
    for (const { pending, wake } of this.#watchers) {
      for (const name of changed) pending.add(name);
      if (pending.size > 0) wake();
    }
  }

  /** A stream of server-sent events that begins with every section; undefined: there are too many already. */
  watch(): ReadableStream<Uint8Array> | undefined {
    if (this.#watchers.size >= MAX_WATCHERS) return undefined;
    const pending = new Set<SectionName>(SECTIONS);
    let wake = () => {};
    const watcher: Watcher = { pending, wake: () => wake() };
    this.#watchers.add(watcher);
    return new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        if (pending.size === 0) await new Promise<void>((resolve) => wake = resolve);
        if (!this.#watchers.has(watcher)) return;
        const [name] = pending;
        if (name === undefined) return;
        pending.delete(name);
        controller.enqueue(encoder.encode(eventText(name, this.#sections[name])));
      },
      cancel: () => {
        this.#watchers.delete(watcher);
        wake();
      },
    }, { highWaterMark: 0 });
  }
}

/** JSON has no line breaks, which would end the data. */
function eventText(name: SectionName, { markup }: Markup): string {
  return `event: section\ndata: ${JSON.stringify({ name, markup })}\n\n`;
}
