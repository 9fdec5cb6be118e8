import { describe, expect, it } from 'vitest';
import { LIMITS, tokenCost } from '../../scripts/eval/tokens.js';
import { connect, temporaryFolder } from './harness.js';

interface Shown {
  properties: Record<string, unknown>;
}

describe('what an agent is shown before its first call', async () => {
  const client = await connect({ home: temporaryFolder() });
  const { tools } = await client.listTools();

  it('costs no more than the limits', () => {
    const cost = tokenCost(tools, client.getInstructions() ?? '');
    expect(cost.tools.filter(({ always }) => always).map(({ name }) => name)).toEqual(['run_workflow', 'submit_draft']);
    expect(cost.always).toBeLessThanOrEqual(LIMITS.always);
    expect(cost.all).toBeLessThanOrEqual(LIMITS.all);
  });

  it('each tool says what it does, when to use it, and what comes back, in this order', () => {
    for (const { name, description = '' } of tools) {
      const sentences = description.split(/(?<=[.!]) (?=[A-Z])/);
      const at = (start: RegExp) => sentences.findIndex((sentence) => start.test(sentence));
      const [use, returns] = [at(/^(?:Use|Call) /), at(/^Returns /)];
      expect.soft(sentences[0], `${name}: what it does`).toMatch(/^[A-Z][a-z]+(?:es|s) /);
      expect.soft(use, `${name}: when to use it`).toBeGreaterThan(0);
      expect.soft(returns, `${name}: what comes back`).toBeGreaterThan(use);
      expect.soft(description.length, name).toBeLessThanOrEqual(500);
    }
  });

  it('shows every field that the full schema has', () => {
    const { sds } = (tools.find(({ name }) => name === 'run_workflow') as (typeof tools)[number]).inputSchema.properties as unknown as Record<string, Shown>;
    expect(Object.keys(sds?.properties ?? {})).toEqual(
      expect.arrayContaining(['title', 'blueprint_ref', 'style', 'lyrics', 'producer_notes', 'persona', 'sources', 'render', 'seed']),
    );
    expect(JSON.stringify(sds)).toContain('"enum":["low","medium","high","anthemic"]');
  });

  it('refuses what the shown schema leaves unsaid', async () => {
    const sds = { title: 'T', blueprint_ref: { genre: 'pop' }, lyrics: { meeter: 'iambic' } };
    const { isError, content } = await client.callTool({ name: 'run_workflow', arguments: { sds } });
    expect([isError, JSON.stringify(content)]).toEqual([true, expect.stringContaining('did you mean meter')]);
  });
});
