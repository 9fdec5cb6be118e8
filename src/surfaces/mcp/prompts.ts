import { completable, type McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { App } from '../operations/app.js';
import { icons } from './icon.js';
import { genresLike, runsLike } from './resources.js';

const text = (most: number) => z.string().max(most);

/** What a person can begin with one word: each is a request in the person's name, and says which tools answer it. */
export function registerPrompts(server: McpServer, app: App): void {
  const genre = completable(text(80).describe('Its genre, e.g. sea-shanty.'), (begun = '') => genresLike(app, begun)).optional();
  const runId = completable(text(64).describe('The run of a song made before.'), (begun = '') => runsLike(app, begun)).optional();
  const lyrics = text(20_000).describe('The words, with [Section] tags where there are any.').optional();

  server.registerPrompt(
    'write_song',
    {
      title: 'Write a song',
      description: 'From a wish to a finished song, with lyrics that you and the person like.',
      argsSchema: z.object({ wish: text(2000).describe('What the song is to be about, and how.'), genre }),
      icons,
    },
    ({ wish, genre: named }) =>
      said(`Write a song for me: ${wish}${named && genresLike(app, named).includes(named) ? `\nGenre: ${named}.` : ''}
If I typed more than that, all of it is my wish.

Propose a title that can be sung as the hook; ask me at most three things, and only what would change the song. Then call run_workflow with a Song Design Spec and the manifest {"writer": "agent"}, write the words that its brief asks for, and send them with submit_draft until the song is done. Show me the lyrics, the score, what is still wrong, and the prompt for a music engine, and offer two changes that suit this song.`),
  );

  server.registerPrompt(
    'rewrite_lyrics',
    {
      title: 'Rewrite lyrics',
      description: 'Makes lyrics better and keeps what is good in them.',
      argsSchema: z.object({ run_id: runId, lyrics, change: text(2000).describe('What is to become better.').optional() }),
      icons,
    },
    ({ run_id, lyrics: words, change }) =>
      said(`Rewrite ${ofWhat(run_id, words)}.${change ? ` What I want: ${change}` : ''}

${run_id ? `Read it with get_run {"run_id": ${JSON.stringify(run_id)}}. ` : ''}Measure the words with analyze_lyrics, keep what works, and tell me in one sentence what you will change and why. ${
        run_id
          ? 'Then call revise_run with the sections that stay in keep.'
          : 'Write the new lines, look for ends with find_rhymes, and measure again until no error is left.'
      } Show me old and new side by side where they differ.`),
  );

  server.registerPrompt(
    'critique_lyrics',
    {
      title: 'Critique lyrics',
      description: 'Says how lyrics sound and read, line by line where it matters; changes nothing.',
      argsSchema: z.object({ run_id: runId, lyrics }),
      icons,
    },
    ({ run_id, lyrics: words }) =>
      said(`Critique ${ofWhat(run_id, words)}.

${run_id ? `Read it with get_run {"run_id": ${JSON.stringify(run_id)}}. ` : ''}Measure the words with analyze_lyrics: rhyme, stress, syllables, hook. Then read them as a listener would: what do I see, who speaks to whom, does the second verse move on, does the bridge turn, is the hook where one remembers it? Name the two best lines and say why, the three that cost the song most with one proposal each, and leave the rest alone. Change nothing.`),
  );
}

function ofWhat(runId: string | undefined, words: string | undefined): string {
  if (words) return `these lyrics:\n\n${words}\n\n`;
  return runId ? `the song of run ${runId}` : 'the lyrics of our last song (list_runs finds it)';
}

function said(request: string) {
  return { messages: [{ role: 'user' as const, content: { type: 'text' as const, text: request } }] };
}
