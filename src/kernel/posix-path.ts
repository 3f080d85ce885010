// @ts-types="@types/path-browserify"
import path from "path-browserify";

/**
 * POSIX paths. The runtime's own `node:path` brings half of its Node layer with it: 9 ms of every start, and memory for
 * good.
 */
export const { basename, dirname, isAbsolute, join, normalize, resolve } = path;
