import type { Page } from "../../kernel/pages.ts";

/**
 * The pages at hand, then those that `fetched` brings: a report begins while an owner of values is still asked. The last
 * page at hand waits for the answer, because only then it is known whether another one follows.
 */
export async function* pagesInTwoSteps<T>(
  atHand: Iterable<Page<T>>,
  fetched: () => Promise<Iterable<Page<T>>>,
): AsyncGenerator<Page<T>, void> {
  let last: Page<T> | undefined;
  for (const page of atHand) {
    if (page.tbc) yield page;
    else last = page;
  }
  const rest = (await fetched())[Symbol.iterator]();
  const first = rest.next();
  if (last !== undefined) yield { ...last, tbc: !first.done };
  for (let next = first; !next.done; next = rest.next()) yield next.value;
}
