/** One message's worth of a list. */
export interface Page<T> {
  /** At least one. */
  readonly entries: readonly T[];
  /** True when another page follows ("to be continued"). */
  readonly tbc: boolean;
}

const encoder = new TextEncoder();

/**
 * Cuts a list into pages whose JSON stays below `maxBytes`, as few as possible. An entry that is larger on its own gets
 * a page of its own. Only one page exists at a time, so that a long list needs no more memory. An empty list has no pages.
 */
export function* pagesOf<T>(entries: Iterable<T>, maxBytes: number): Generator<Page<T>, void> {
  let page: T[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = encoder.encode(JSON.stringify(entry)).length + 1;
    if (page.length > 0 && bytes + size > maxBytes) {
      yield { entries: page, tbc: true };
      page = [];
      bytes = 0;
    }
    page.push(entry);
    bytes += size;
  }
  if (page.length > 0) yield { entries: page, tbc: false };
}
