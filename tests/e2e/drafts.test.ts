import { describe, expect, it } from 'vitest';
import type { RunAnswer } from '../../src/surfaces/operations/answer.js';
import { amcs, call, connect, temporaryFolder } from './harness.js';
import { ask, serve } from './http-harness.js';

const sds = { title: 'Paper Boats', blueprint_ref: { genre: 'folk' }, style: { mood: ['tender'] }, lyrics: { themes: ['sea'] }, seed: 5 };
const manifest = { writer: 'agent' };
const words = `[Verse 1]
My father tore the almanac
And showed me how to crease
A harbour from the month of May,
A hull of yellow fleece.

[Refrain]
Go easy now, my Paper Boats
On every tide that lifts and floats

[Verse 2]
We launched them off the ferry steps
While gulls went wheeling by,
And one went under in the wake
And neither one would cry.

[Refrain]

[Verse 3]
He sailed himself the winter last
With coins upon his eyes;
I kept the almanac he cut
And read it for the skies.

[Verse 4]
This morning by the ferry steps
I let another go,
And someone's little girl called out
How far those boats can row.`;

type Sent = RunAnswer & { draft: { accepted: boolean | null; issues: { code: string; section?: string; hint: string }[] } };

describe('an agent that writes', () => {
  it('follows next from the brief over a draft that came back to the song, and every answer holds what it needs', async () => {
    const client = await connect({ home: temporaryFolder() });
    const begun = await call<RunAnswer>(client, 'run_workflow', { sds, manifest });
    expect(begun.run.status).toBe('waiting');
    const [open] = begun.open_drafts;
    expect(begun.next).toEqual({ tool: 'submit_draft', arguments: { draft_id: open?.draft_id } });
    expect(open?.brief).toContain('8 syllables');
    expect(open?.open_lines).toBe(18);
    const short = await call<Sent>(client, 'submit_draft', { ...begun.next?.arguments, draft: '[Verse 1]\nOnly one line' });
    expect(short.draft.accepted).toBe(false);
    expect(short.draft.issues[0]).toMatchObject({ code: 'LINES_TOO_FEW', section: 'verse-1' });
    expect(short.open_drafts[0]?.round).toBe(1);
    const done = await call<Sent>(client, 'submit_draft', { ...short.next?.arguments, draft: words });
    expect(done).toMatchObject({ run: { status: 'succeeded' }, draft: { accepted: true, issues: [] }, open_drafts: [], next: null });
    expect(done.lyrics).toContain('A harbour from the month of May,');
    expect(done.scores?.passed).toBe(true);
  });

  it('begins in one session and is answered days later in another, by sections, then over HTTP and from a terminal', async () => {
    const home = temporaryFolder();
    const begin = async () => {
      const client = await connect({ home });
      const { run } = await call<RunAnswer>(client, 'run_workflow', { sds, manifest });
      await client.close();
      return run.run_id;
    };
    const [one, two, three] = [await begin(), await begin(), await begin()];
    const { port } = await serve({ home });
    const over = await ask(port, '/api/v1/drafts', { method: 'POST', body: { draft_id: `${one}/0/LYRICS/0/0`, draft: words } });
    expect(over.status).toBe(200);
    expect(over.json.run).toMatchObject({ status: 'succeeded', out_dir: null });
    const typed = await amcs(['submit', `${two}/0/LYRICS/0/0`], { home, input: words });
    expect(typed).toMatchObject({ code: 0 });
    expect(typed.stdout).toContain('passed');
    const taken = await amcs(['resume', three, '--finish-with', 'offline'], { home });
    expect(taken).toMatchObject({ code: 0 });
    const replayed = await amcs(['replay', '--all'], { home });
    expect(replayed.stdout).toContain('3 of 3 equal');
  });

  it('is told of a wrong id, of a draft that is none and of other words for the same draft', async () => {
    const home = temporaryFolder();
    const client = await connect({ home });
    const { open_drafts } = await call<RunAnswer>(client, 'run_workflow', { sds, manifest });
    const draft_id = open_drafts[0]?.draft_id as string;
    const refused = async (args: Record<string, unknown>) => {
      const { isError, content } = await client.callTool({ name: 'submit_draft', arguments: args });
      expect(isError).toBe(true);
      return JSON.parse((content as { text: string }[])[0]?.text as string).error as { code: string; hint: string };
    };
    expect(await refused({ draft_id: 'verse-1', draft: words })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refused({ draft_id: draft_id.replace('LYRICS', 'FIX'), draft: words })).toMatchObject({
      code: 'NOT_FOUND',
      hint: expect.stringContaining(draft_id),
    });
    expect(await refused({ draft_id, draft: '[Verse 1]\n\n' })).toMatchObject({ code: 'INPUT_INVALID' });
    expect(await refused({ draft_id, draft: { sections: [] } })).toMatchObject({ code: 'INPUT_INVALID' });
    await call(client, 'submit_draft', { draft_id, draft: words });
    expect(await call<Sent>(client, 'submit_draft', { draft_id, draft: words })).toMatchObject({ run: { status: 'succeeded' } });
    expect(await refused({ draft_id, draft: words.replace('father', 'mother') })).toMatchObject({ code: 'CONFLICT' });
  });
});
