import type { Heap } from "./snapshot.ts";

export interface DominatorTree {
  /** Every object that the root reaches, before those that it dominates. */
  readonly order: readonly number[];
  /** The nearest object without which this one would be garbage; of the root the root itself. */
  dominatorOf(node: number): number;
}

/** By K. Cooper, T. Harvey, K. Kennedy: A Simple, Fast Dominance Algorithm. */
export function dominators(heap: Heap): DominatorTree {
  const order = reversePostorder(heap);
  const position = new Int32Array(heap.count).fill(-1);
  order.forEach((node, index) => position[node] = index);
  const predecessors: number[][] = order.map(() => []);
  order.forEach((node, index) => {
    for (const { to } of heap.referencesOf(node)) predecessors[position[to] ?? 0]?.push(index);
  });
  const dominator = new Int32Array(order.length).fill(-1);
  dominator[0] = 0;
  const meet = (left: number, right: number): number => {
    while (left !== right) {
      if (left > right) left = dominator[left] ?? 0;
      else right = dominator[right] ?? 0;
    }
    return left;
  };
  for (let isChanging = true; isChanging;) {
    isChanging = false;
    for (let index = 1; index < order.length; index++) {
      let found = -1;
      for (const before of predecessors[index] ?? []) {
        if (dominator[before] === -1) continue;
        found = found === -1 ? before : meet(found, before);
      }
      if (found !== dominator[index]) {
        dominator[index] = found;
        isChanging = true;
      }
    }
  }
  return { order, dominatorOf: (node) => order[dominator[position[node] ?? 0] ?? 0] ?? 0 };
}

function reversePostorder(heap: Heap): number[] {
  const seen = new Uint8Array(heap.count);
  const finished: number[] = [];
  const open = [{ node: 0, references: heap.referencesOf(0), next: 0 }];
  seen[0] = 1;
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const reference = top.references[top.next++];
    if (reference === undefined) {
      finished.push(top.node);
      open.pop();
    } else if (seen[reference.to] === 0) {
      seen[reference.to] = 1;
      open.push({ node: reference.to, references: heap.referencesOf(reference.to), next: 0 });
    }
  }
  return finished.reverse();
}
