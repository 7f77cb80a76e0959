import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Evaluation, evaluate } from '../../src/knowledge/evaluate.ts';
import { type GoldenQuestion, readQuestionFile } from '../../src/knowledge/question-file.ts';
import { loadDesk } from '../../src/live-desk.ts';

function questionsOf(file: string): readonly GoldenQuestion[] {
  const read = readQuestionFile(readFileSync(new URL(file, import.meta.url), 'utf8'));
  if (read.kind === 'unexpected') throw new Error(`${file}:${read.line} ${read.message}`);
  return read.questions;
}

/** What other people ask the sample desk: none of it stands in an article. Floors, not aims. */
describe('answers of the sample desk', () => {
  const inScope = questionsOf('questions.csv');
  const outOfScope = questionsOf('out-of-scope.csv');
  let result: Evaluation;

  beforeAll(async () => {
    const { knowledge } = await loadDesk('./knowledge');
    const asked = new Set([...knowledge.articles.values()].flatMap(({ questions }) => questions));
    expect(inScope.filter(({ question }) => asked.has(question))).toEqual([]);
    expect(inScope.filter(({ article }) => !knowledge.articles.has(article))).toEqual([]);
    const measures = { now: () => 0, loadMs: 0, peakRssMb: () => 0 };
    result = evaluate(knowledge, [...inScope, ...outOfScope], measures);
  });

  it('are asked enough', () => {
    expect(inScope.length).toBeGreaterThanOrEqual(200);
    expect(outOfScope.length).toBeGreaterThanOrEqual(60);
  });

  it('find the article', () => {
    expect(result.top1).toBeGreaterThan(0.68);
    expect(result.top3).toBeGreaterThan(0.86);
  });

  it('are right when they come alone, and hold the right one when they are a choice', () => {
    expect(result.confidentShare).toBeGreaterThan(0.25);
    expect(result.confidentPrecision).toBeGreaterThan(0.94);
    expect(result.disambiguationRecall).toBeGreaterThan(0.9);
    expect(result.disambiguationShare).toBeLessThan(0.5);
  });

  it('are refused where the desk has none', () => expect(result.outOfScopeRecall).toBeGreaterThan(0.78));
});
