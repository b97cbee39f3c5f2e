// What the sample uses of Node, so that it needs no package of Node's types.
declare const process: { argv: string[] };
