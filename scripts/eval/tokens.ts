/** What a server costs an agent before its first call. */
export interface TokenCost {
  tools: { name: string; tokens: number; always: boolean }[];
  instructions: number;
  /** The tools that a client keeps in sight, and everything together. */
  always: number;
  all: number;
}

export const LIMITS = { always: 2500, all: 8000 };

interface Listed {
  name: string;
  description?: string | undefined;
  inputSchema: unknown;
  _meta?: Record<string, unknown> | undefined;
}

/** Counted as characters / 4 of names, descriptions and input schemas: what a model is shown of a tool. */
export function tokenCost(listed: readonly Listed[], instructions: string): TokenCost {
  const tools = listed.map(({ name, description = '', inputSchema, _meta }) => ({
    name,
    tokens: Math.ceil((name.length + description.length + JSON.stringify(inputSchema).length) / 4),
    always: _meta?.['anthropic/alwaysLoad'] === true,
  }));
  const sum = (some: typeof tools) => some.reduce((total, { tokens }) => total + tokens, 0);
  const told = Math.ceil(instructions.length / 4);
  return { tools, instructions: told, always: sum(tools.filter(({ always }) => always)), all: sum(tools) + told };
}
