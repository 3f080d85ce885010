/** V8's heap snapshot, as far as it is read here. All arrays are flat: a fixed number of entries for each item. */
interface SnapshotText {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly edge_fields: readonly string[];
      readonly edge_types: readonly [readonly string[], ...unknown[]];
      readonly location_fields: readonly string[];
    };
  };
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
  readonly locations: readonly number[];
  readonly strings: readonly string[];
}

/** A reference from one object of the heap to another. */
export interface Reference {
  readonly to: number;
  /** The name of the variable that refers; undefined where it is no variable. */
  readonly variable: string | undefined;
}

/** Objects of a heap, numbered from 0, the root. */
export interface Heap {
  readonly count: number;
  sizeOf(node: number): number;
  /** Those that keep their target alive. */
  referencesOf(node: number): readonly Reference[];
  /** The line, from 0, at which the function of this object stands in the bundle, the longest script of all. */
  lineOf(node: number): number | undefined;
}

/** Reads what `HeapProfiler.takeHeapSnapshot` tells. */
export function readSnapshot(text: string): Heap {
  const { snapshot: { meta }, nodes, edges, locations, strings } = JSON.parse(text) as SnapshotText;
  const nodeFields = meta.node_fields.length;
  const edgeFields = meta.edge_fields.length;
  const [sizeAt, edgeCountAt] = [
    meta.node_fields.indexOf("self_size"),
    meta.node_fields.indexOf("edge_count"),
  ];
  const [kindAt, nameAt, toAt] = ["type", "name_or_index", "to_node"].map((name) =>
    meta.edge_fields.indexOf(name)
  );
  const kinds = meta.edge_types[0];
  const count = nodes.length / nodeFields;
  const at = (all: readonly number[], index: number) => all[index] ?? 0;

  const firstEdge = new Uint32Array(count + 1);
  for (let node = 0; node < count; node++) {
    firstEdge[node + 1] = (firstEdge[node] ?? 0) + at(nodes, node * nodeFields + edgeCountAt);
  }
  const lines = linesOfLongestScript(locations, meta.location_fields);
  return {
    count,
    sizeOf: (node) => at(nodes, node * nodeFields + sizeAt),
    lineOf: (node) => lines.get(node * nodeFields),
    referencesOf(node) {
      const found: Reference[] = [];
      for (let edge = firstEdge[node] ?? 0; edge < (firstEdge[node + 1] ?? 0); edge++) {
        const start = edge * edgeFields;
        const kind = kinds[at(edges, start + (kindAt ?? 0))];
        if (kind === "weak") continue;
        const variable = kind === "context" ? strings[at(edges, start + (nameAt ?? 0))] : undefined;
        found.push({ to: at(edges, start + (toAt ?? 0)) / nodeFields, variable });
      }
      return found;
    },
  };
}

/** Lines by the index of the object among all numbers of all nodes. */
function linesOfLongestScript(locations: readonly number[], fields: readonly string[]): Map<number, number> {
  const [nodeAt, scriptAt, lineAt] = ["object_index", "script_id", "line"].map((name) =>
    fields.indexOf(name)
  );
  const all = Array.from(
    { length: locations.length / fields.length },
    (_, index) => locations.slice(index * fields.length, (index + 1) * fields.length),
  );
  const read = (location: readonly number[], at: number | undefined) => location[at ?? 0] ?? 0;
  const longest = all.reduce((a, b) => read(a, lineAt) > read(b, lineAt) ? a : b);
  return new Map(
    all.filter((location) => read(location, scriptAt) === read(longest, scriptAt))
      .map((location) => [read(location, nodeAt), read(location, lineAt)]),
  );
}
