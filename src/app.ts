import { randomBytes, randomInt } from 'node:crypto';
import { join, resolve } from 'node:path';
import { skillOf } from '../skills/index.js';
import { openCatalog } from './catalog/catalog.js';
import { verifySnapshot } from './catalog/verify.js';
import type { Config } from './config.js';
import { asAmcsError } from './domain/error.js';
import type { Clock, Writer } from './domain/ports.js';
import { givenOf } from './drafting/given.js';
import { readDraft } from './drafting/read-draft.js';
import { renderBrief } from './drafting/render-brief.js';
import { repeatsOf } from './drafting/unsung.js';
import { openWordCheck } from './editor/words.js';
import { type EventEndpoint, eventEndpoint } from './events/endpoint.js';
import { followLog } from './events/tail.js';
import { exportCassette, importCassette } from './orchestrator/cassette.js';
import { createOrchestrator, type Orchestrator } from './orchestrator/orchestrator.js';
import { openSources } from './sources/index.js';
import { localStorage } from './storage/local.js';
import { sqliteStore } from './store/sqlite/store.js';
import type { App } from './surfaces/operations/app.js';
import { synthData, synthSpecs } from './synth/synth.js';
import { openWorkbench } from './workbench/workbench.js';
import { agentWriter } from './writer/agent.js';
import { anthropicWriter } from './writer/anthropic.js';
import { offlineWriter } from './writer/offline/write.js';
import { openAiCompatibleWriter } from './writer/openai-compatible.js';

const clock: Clock = { now: () => Date.now() };

/** The composition root: builds the adapters and hands them in. Nothing is opened before it is used. */
export function createApp(config: Config): App & { close(): Promise<void>; token: string | null } {
  const store = sqliteStore(config.database, clock);
  const catalog = openCatalog(config.packageFolder, config.home);
  const offline = offlineWriter({
    lines: catalog.lines,
    pronunciations: catalog.tables.pronunciations,
    genre: (slug) => catalog.findBlueprint(slug).rules,
  });
  const telling = { prompt: catalog.prompt, show: renderBrief, readText: readDraft, repeatsOf };
  const { model, anthropic, openai } = config.models;
  const outside: readonly Writer[] = [
    agentWriter,
    anthropicWriter({ ...anthropic, model, telling, prices: catalog.prices }),
    openAiCompatibleWriter({ ...openai, model, telling, prices: catalog.prices }),
  ];
  const orchestrator: Orchestrator = createOrchestrator({
    store,
    owner: newId('p'),
    concurrency: config.concurrency,
    tables: catalog.tables,
    writers: [offline, ...outside],
    connectors: [],
    storage: localStorage,
    retriever: openSources({ web: config.sources.web, mcpConfig: config.sources.mcpConfig, version: config.version }),
    sourceRoots: config.sources.roots,
    skillOf,
    givenOf,
    snapshot: catalog.snapshot,
    scratch: () => sqliteStore(':memory:', clock),
    async rebuild(tablesHash, read) {
      const { tables, lines, blueprint } = await catalog.recall(tablesHash, read);
      const then = offlineWriter({ lines: () => lines, pronunciations: tables.pronunciations, genre: () => blueprint.rules });
      return { tables, writers: [then, ...outside] };
    },
    newRunId,
    // Seeds that people retype stay short; any seed up to 2^53 is accepted.
    drawSeed: () => randomInt(1, 1_000_000_000),
    place: (outDir, name) => join(outDir === undefined ? config.songs : resolve(outDir), name),
  });
  const checkTables = async (tablesHash: string, read: (hash: string) => Promise<unknown>): Promise<void> => {
    await verifySnapshot(tablesHash, read);
    await catalog.recall(tablesHash, read as <Value>(hash: string) => Promise<Value>);
  };
  const events: EventEndpoint = eventEndpoint(store, { port: config.eventsPort, newId: () => newId('d') });
  return {
    version: config.version,
    token: config.token,
    folders: { home: config.home, songs: config.songs },
    orchestrator,
    store,
    catalog,
    workbench: openWorkbench({ tables: catalog.tables, commonWords: catalog.commonWords, themes: () => catalog.lines().themes }),
    checkWords: (folder) => openWordCheck(config.packageFolder).folder(folder),
    synth: ({ genres, ...asked }) => synthSpecs(synthData(catalog, genres), asked),
    cassettes: {
      export: (runId) => exportCassette(store, runId),
      import: (cassette) => importCassette({ store, skillOf, checkTables }, cassette),
    },
    writers: () => [offline, ...outside].map((writer) => ({ name: writer.name, lacks: lackOf(writer) })),
    drafting: { show: renderBrief, read: readDraft },
    events,
    sockets: () => events.hub(),
    follow: (filter, take) => followLog(store, filter, take),
    async close() {
      await orchestrator.close();
      await events.close();
      store.close();
    },
  };
}

/** Why a writer cannot be used as things are set, or null. */
function lackOf(writer: Writer): string | null {
  try {
    if (writer.mode === 'outside') writer.settle({}, false);
    return null;
  } catch (thrown) {
    const { message, hint } = asAmcsError(thrown);
    return `${message} ${hint}`;
  }
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** 65 random bits in 13 characters without look-alikes. */
function newId(kind: string): string {
  return `${kind}-${letters(13)}`;
}

/** The millisecond it was made and 40 random bits: runs at work at one time lie together in the record, which makes writing them cheaper. */
function newRunId(): string {
  const now = clock.now();
  const time = Array.from({ length: 9 }, (_, place) => ALPHABET[Math.floor(now / 32 ** (8 - place)) % 32]);
  return `r-${time.join('')}${letters(8)}`;
}

function letters(count: number): string {
  return [...randomBytes(count)].map((byte) => ALPHABET[byte % 32]).join('');
}
