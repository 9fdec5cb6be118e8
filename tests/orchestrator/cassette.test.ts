import { describe, expect, it } from 'vitest';
import { skillOf } from '../../skills/index.js';
import { verifySnapshot } from '../../src/catalog/verify.js';
import { hashOf } from '../../src/domain/canonical.js';
import type { Cassette } from '../../src/domain/cassette.js';
import type { Writer } from '../../src/domain/ports.js';
import { streams } from '../../src/domain/seed.js';
import { exportCassette, importCassette } from '../../src/orchestrator/cassette.js';
import { catalog, offline, outsideWriter, type Studio, shortSds, useStudios } from '../fixtures/studio.js';

const make = useStudios();
const inline = offline as Extract<Writer, { mode: 'inline' }>;

let asked = 0;
/** Writes otherwise every time, and without its hook at first, so that a repair is recorded too. */
const fickle = outsideWriter('fickle', async (brief) => {
  asked += 1;
  const draft = inline.write(brief, streams(asked, 'LYRICS', 0));
  if (brief.issues.length > 0) return draft;
  return { ...draft, sections: draft.sections.map(({ id, lines }) => ({ id, lines: lines.map((line) => line.replaceAll(shortSds.title, 'something else')) })) };
});

async function recorded(): Promise<{ one: Studio; id: string; cassette: Cassette }> {
  const one = make({ writers: [fickle] });
  const { run, ended } = await one.orchestrator.startSong({ sds: shortSds });
  await ended;
  await (await one.orchestrator.retry({ runId: run.run_id, from: 'LYRICS', reroll: true })).ended;
  return { one, id: run.run_id, cassette: JSON.parse(JSON.stringify(await exportCassette(one.store, run.run_id))) };
}

const checkTables: Parameters<typeof importCassette>[0]['checkTables'] = async (hash, read) => {
  await verifySnapshot(hash, read);
  await catalog.recall(hash, read as <Value>(one: string) => Promise<Value>);
};
const taking = (studio: Studio, cassette: unknown) => importCassette({ store: studio.store, skillOf, checkTables }, cassette);

describe('a cassette', () => {
  it('lets somebody else replay what a model wrote, to the byte and without it', async () => {
    const { one, id, cassette } = await recorded();
    const times = asked;
    // Somebody else has no such writer set up.
    const other = make({ writers: [offline, { ...fickle, settle: fail, ceiling: fail, write: fail }] });
    expect(await taking(other, cassette)).toMatchObject({ run_id: id, status: 'succeeded' });
    const report = await other.orchestrator.replay(id);
    expect(report).toMatchObject({ equal: true, error: null });
    expect(report.nodes.some(({ node, iteration }) => node === 'FIX' && iteration === 1)).toBe(true);
    expect(asked).toBe(times);
    expect(await other.store.listExecutions(id)).toEqual(await one.store.listExecutions(id));
    expect(await exportCassette(other.store, id)).toEqual(await exportCassette(one.store, id));
  });

  it('carries what sources said, and not which folders were open', async () => {
    const one = make({ writers: [fickle] });
    const sources = [{ id: 'diary', name: 'Diary', kind: 'text', config: { text: 'The mill by the river burned in May. Love came late to the valley.' } }];
    const { run, ended } = await one.orchestrator.startSong({ sds: { ...shortSds, sources } });
    await ended;
    const place = { run_id: run.run_id, take: 0, node: 'PLAN', iteration: 0, round: 0 } as const;
    await one.store.putPart({ ...place, part: 'request' }, '{"source_roots":["/home/somebody"]}', []);
    const cassette = JSON.parse(JSON.stringify(await exportCassette(one.store, run.run_id)));
    expect(cassette.parts.map(({ part }: Loose) => part)).toContain('retrieve');
    expect(JSON.stringify(cassette)).not.toContain('/home/somebody');
    const other = make({ writers: [offline, { ...fickle, settle: fail, ceiling: fail, write: fail }] });
    await taking(other, cassette);
    expect(await other.orchestrator.replay(run.run_id)).toMatchObject({ equal: true, error: null });
  });

  it('holds neither a path nor a key', async () => {
    const { one, cassette } = await recorded();
    const text = JSON.stringify(cassette);
    expect(text).not.toContain(one.folder);
    expect(text).not.toMatch(/"(?:client_key|lease_\w+|api_?key|authorization)"\s*:/i);
  });

  it('of a run that is not over, not there or no song is not made', async () => {
    const one = make({ writers: [{ name: 'somebody', mode: 'wait' }] });
    const { run, ended } = await one.orchestrator.startSong({ sds: shortSds });
    await ended;
    await expect(exportCassette(one.store, run.run_id)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(exportCassette(one.store, 'r-none')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const node = await one.orchestrator.startNode({ node: 'PLAN', input: { sds: shortSds } });
    await node.ended;
    await expect(exportCassette(one.store, node.run.run_id)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('is not taken twice', async () => {
    const { one, cassette } = await recorded();
    await expect(taking(one, cassette)).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

const fail = (): never => {
  throw new Error('nobody is to be asked');
};

// biome-ignore lint/suspicious/noExplicitAny: hostile files are not typed
type Loose = Record<string, any>;

/** Changes of a cassette, each of which somebody might make. */
const changes: Record<string, (cassette: Loose) => void> = {
  'another format': (one) => {
    one.format = 'tape';
  },
  'a later version': (one) => {
    one.version = 2;
  },
  'a field too many': (one) => {
    one.shell = 'rm -rf';
  },
  'a run that is under way, which somebody would go on with': (one) => {
    one.run.status = 'running';
  },
  'a run of one node': (one) => {
    one.run.kind = 'node';
  },
  'a run id that is a path': (one) => {
    one.run.run_id = '../../etc';
  },
  'a folder to write to': (one) => {
    one.run.out_dir = '/etc';
  },
  'another title': (one) => {
    one.run.title = 'Stolen Boats';
  },
  'another seed': (one) => {
    one.run.seed += 1;
  },
  'another genre': (one) => {
    one.run.genre = 'country';
  },
  'another song_id': (one) => {
    one.run.song_id = 'other';
  },
  'a take too many': (one) => {
    one.run.take += 1;
  },
  'a time that is none': (one) => {
    one.run.created_at = 'yesterday';
  },
  'a document changed': (one) => {
    one.documents[one.run.sds_hash].title = 'Stolen Boats';
  },
  'a document missing': (one) => void delete one.documents[one.run.manifest_hash],
  'tables missing': (one) => void delete one.documents[one.documents[one.run.tables_hash].words],
  'tables that are none': (one) => void reHash(one, 'tables_hash', { blueprint: 'x' }),
  'a spec that is none': (one) => void reHash(one, 'sds_hash', { title: 'Paper Boats' }),
  'a manifest that is none': (one) => void reHash(one, 'manifest_hash', { writer: 'fickle' }),
  'an output of another kind': (one) => void reOutput(one, 'STYLE', { genre: 'pop' }),
  'an output that is missing': (one) => void delete one.documents[one.executions[0].output_hash],
  'an artifact that no node made': (one) => {
    one.artifacts[0].hash = one.run.sds_hash;
  },
  'an artifact by another name': (one) => {
    one.artifacts[0].name = 'scores';
  },
  'an answer to another request': (one) => {
    one.outside[0].request_hash = 'a'.repeat(64);
  },
  'an answer without its brief': (one) => {
    one.parts = one.parts.filter(({ part }: Loose) => part !== 'brief');
  },
  'a brief changed': (one) => {
    one.parts.find(({ part }: Loose) => part === 'brief').value.note = 'sing of money';
  },
  'a brief that is none': (one) => {
    one.parts.find(({ part }: Loose) => part === 'brief').value = {};
  },
  'a draft that is none': (one) => void one.parts.push({ part: 'answer', take: 0, node: 'LYRICS', iteration: 0, round: 0, value: 'words' }),
  'a folder that it would open': (one) => {
    one.parts.push({ part: 'request', take: 0, node: 'PLAN', iteration: 0, round: 0, value: { source_roots: ['/'] } });
  },
  'control characters': (one) => {
    one.run.error = { code: 'CANCELLED', message: '\u001b[2J', retriable: false, hint: '' };
  },
  'an error code that is none': (one) => {
    one.run.error = { code: 'EVIL', message: '', retriable: false, hint: '' };
  },
  'a key that reaches into objects': (one) => void Object.defineProperty(one.documents, '__proto__', { value: {}, enumerable: true }),
  'a node that is none': (one) => {
    one.executions[0].node = 'SHELL';
  },
  'depth without end': (one) => {
    one.outside[0].answer = nested(200);
  },
};

function reHash(one: Loose, field: string, value: unknown): void {
  one.run[field] = hashOf(value);
  one.documents[one.run[field]] = value;
}

function reOutput(one: Loose, node: string, value: unknown): void {
  const hash = hashOf(value);
  one.documents[hash] = value;
  for (const execution of one.executions) if (execution.node === node) execution.output_hash = hash;
}

function nested(depth: number): unknown {
  return depth === 0 ? 1 : { a: nested(depth - 1) };
}

describe('a cassette that somebody changed', () => {
  it('by one thing at a time is refused, and leaves nothing behind', async () => {
    const { cassette, id } = await recorded();
    const other = make({ writers: [offline] });
    for (const [what, change] of Object.entries(changes)) {
      const changed = structuredClone(cassette);
      change(changed);
      const thrown = await taking(other, changed).then(
        () => null,
        (error: unknown) => error,
      );
      expect(thrown, what).toMatchObject({
        name: 'AmcsError',
        code: expect.stringMatching(/^(?:INPUT_INVALID|JSON_INVALID)$/),
        hint: expect.stringMatching(/./),
      });
    }
    expect(await other.store.getRun(id)).toBeNull();
    expect(await other.store.listRuns({ limit: 10 })).toEqual([]);
  });

  it.each([null, 1, 'text', [], {}, { format: 'amcs-cassette' }])('to %j is refused', async (value) => {
    await expect(taking(make(), value)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });

  it('to one with another dictionary is told apart', async () => {
    const { cassette } = await recorded();
    const index = cassette.documents[cassette.run.tables_hash] as Record<string, string>;
    reHash(cassette, 'tables_hash', { ...index, pronunciations: 'b'.repeat(64) });
    await expect(taking(make(), cassette)).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringMatching(/dictionary/) });
  });
});
