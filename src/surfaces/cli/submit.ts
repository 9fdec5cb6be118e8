import { Command } from 'commander';
import { parseAs } from '../../domain/explain.js';
import type { RunAnswer } from '../operations/answer.js';
import { submitDraft } from '../operations/submit-draft.js';
import { type MakeCommand, plainCall, withApp } from './command.js';
import { printIssue, printSong } from './print.js';
import { readTextFile } from './read-file.js';
import { exitCodeOf } from './run.js';

type Answer = RunAnswer & { draft: { accepted: boolean | null; issues: Parameters<typeof printIssue>[0][] } };

export const submitCommand: MakeCommand = (open, exit) =>
  new Command('submit')
    .description('Send the words a waiting run asked for: a text with [Section] tags ("-" for standard input).')
    .argument('<draft_id>', 'as run and show name it')
    .argument('[file]', 'the words', '-')
    .option('--json', 'print one JSON object and nothing else')
    .action(async (draft_id: string, file: string, { json }: { json?: boolean }) => {
      const input = parseAs(submitDraft.input, { draft_id, draft: readTextFile(file), wait_sec: 50 }, 'INPUT_INVALID', 'Arguments of submit');
      const answer = (await withApp(open, (app) => submitDraft.run(app, input, plainCall))) as Answer;
      if (json) console.log(JSON.stringify(answer, null, 2));
      else {
        if (answer.draft.accepted === false) {
          console.log('The draft came back:');
          answer.draft.issues.forEach(printIssue);
        }
        printSong(answer);
      }
      exit(exitCodeOf(answer.run));
    });
