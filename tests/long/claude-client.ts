import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installed } from '../../scripts/outside/installed.js';
import { temporaryFolder } from '../e2e/harness.js';
import { type Script, type ScriptedModel, scriptedModel } from './scripted-model.js';

export const CLAUDE_VERSION = '2.1.330';

/** The real client's binary, or why there is none. */
export async function claudeBinary(): Promise<{ binary: string | null; why: string }> {
  const { folder, why } = await installed(`claude-${CLAUDE_VERSION}`, [`@anthropic-ai/claude-code@${CLAUDE_VERSION}`]);
  const binary = folder === null ? null : join(folder, 'node_modules', '@anthropic-ai', `claude-code-${process.platform}-${process.arch}`, 'claude');
  if (binary !== null && !existsSync(binary)) return { binary: null, why: `Claude Code has no binary for ${process.platform} ${process.arch}` };
  return { binary, why };
}

/** A person's machine: a home, a project folder, and nothing of the tester's own. */
export class Person {
  readonly home = temporaryFolder();
  readonly project = join(this.home, 'project');
  constructor(
    private readonly binary: string,
    private readonly env: Record<string, string> = {},
  ) {
    mkdirSync(this.project);
  }

  claude(args: readonly string[], env: Record<string, string> = {}): Promise<{ code: number; stdout: string; stderr: string }> {
    const options = { cwd: this.project, env: { ...this.environment(), ...env }, maxBuffer: 64 * 1024 * 1024, timeout: 240_000 };
    return new Promise((done) => {
      const child = execFile(this.binary, args, options, (error, stdout, stderr) =>
        done({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr }),
      );
      child.stdin?.end();
    });
  }

  /** A conversation in which the model says what the script says. */
  async converse(prompt: string, script: Script, args: readonly string[] = [], env: Record<string, string> = {}): Promise<Conversation> {
    const model = await scriptedModel(script);
    const asking = ['-p', prompt, '--output-format', 'stream-json', '--verbose', '--model', 'claude-sonnet-5-5', ...args];
    try {
      const { code, stdout, stderr } = await this.claude(asking, { ANTHROPIC_BASE_URL: model.url, ANTHROPIC_API_KEY: 'sk-ant-test', ...env });
      const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
      return { code, stderr, messages: lines.map((line) => JSON.parse(line)), asked: model.asked };
    } finally {
      await model.close();
    }
  }

  private environment(): Record<string, string> {
    return {
      HOME: this.home,
      PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
      // Otherwise the first request may go out before a server on a busy machine has started.
      CLAUDE_CODE_MCP_STARTUP_WAIT_MS: '60000',
      MCP_CONNECTION_NONBLOCKING: 'false',
      ...this.env,
    };
  }
}

export interface Conversation {
  code: number;
  stderr: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a foreign program prints
  messages: any[];
  asked: ScriptedModel['asked'];
}
