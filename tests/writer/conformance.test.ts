import type { Brief } from '../../src/domain/draft.js';
import { isOver } from '../../src/domain/run.js';
import { readDraft } from '../../src/drafting/read-draft.js';
import { renderBrief } from '../../src/drafting/render-brief.js';
import { repeatsOf } from '../../src/drafting/unsung.js';
import { agentWriter } from '../../src/writer/agent.js';
import { anthropicWriter } from '../../src/writer/anthropic.js';
import { openAiCompatibleWriter } from '../../src/writer/openai-compatible.js';
import { type Say, type Subject, writerSuite } from '../conformance/writer.js';
import { type Asked, useModelServers } from '../fixtures/model-servers.js';
import { catalog } from '../fixtures/song.js';
import { offline, type Studio } from '../fixtures/studio.js';

const servers = useModelServers();

/** Waits as anybody does who has nothing to do. */
const wait = (studio: Studio, runId: string) => studio.orchestrator.resume(runId);

/** A scripted model that answers as it is told, though it sees no more than the text of the request. */
function scripted() {
  const seen = new Map<string, Brief>();
  const telling = {
    prompt: catalog.prompt,
    show: (brief: Brief) => {
      const text = renderBrief(brief);
      seen.set(text, brief);
      return text;
    },
    readText: readDraft,
    repeatsOf,
  };
  const answerer = (say: Say) => {
    let times = 0;
    return ({ user }: Asked) => {
      const { sections } = say(seen.get(user) as Brief, times);
      times += 1;
      return { say: JSON.stringify({ sections }) };
    };
  };
  return { telling, answerer };
}

const subjects: Record<string, Subject> = {
  offline: { make: async () => offline, drive: wait, steerable: false },
  agent: {
    make: async () => agentWriter,
    steerable: true,
    async drive(studio, runId, say) {
      for (let times = 0; ; times += 1) {
        const run = await wait(studio, runId);
        const [open] = await studio.orchestrator.openDrafts(run);
        if (isOver(run.status) || !open) return run;
        await (await studio.orchestrator.answer({ draftId: open.draft_id, draft: say(open.brief, times) })).ended;
      }
    },
  },
  anthropic: {
    async make(say) {
      const { telling, answerer } = scripted();
      const server = await servers.anthropic();
      server.play(answerer(say));
      return anthropicWriter({ key: 'k', baseUrl: server.url, model: null, telling, prices: catalog.prices });
    },
    drive: wait,
    steerable: true,
  },
  'openai-compatible': {
    async make(say) {
      const { telling, answerer } = scripted();
      const server = await servers.openai();
      server.play(answerer(say));
      return openAiCompatibleWriter({ key: null, baseUrl: server.url, model: 'tiny', telling, prices: catalog.prices });
    },
    drive: wait,
    steerable: true,
  },
};

for (const [name, subject] of Object.entries(subjects)) writerSuite(name, subject);
