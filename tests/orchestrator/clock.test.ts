import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Writer } from '../../src/domain/ports.js';
import { outsideWriter, type Studio, shortSds, unhooked, useStudios } from '../fixtures/studio.js';

const make = useStudios();

const HOUR = 3_600_000;

/** A clock that somebody sets. */
function settable() {
  let off = 0;
  return {
    now: () => Date.now() + off,
    set(by: number) {
      off += by;
    },
  };
}

async function published(one: Studio, runId: string): Promise<string> {
  const run = await one.store.getRun(runId);
  return readFileSync(join(run?.out_dir as string, 'files.json'), 'utf8');
}

describe('a clock that jumps back by an hour', () => {
  it('at any event of a run changes no byte, no order, and gives no negative time', async () => {
    const whole = make({ writers: [unhooked] });
    const before = await whole.orchestrator.startSong({ sds: shortSds });
    await before.ended;
    const expected = await published(whole, before.run.run_id);
    const clock = settable();
    // Every third time somebody asks what time it is, it is an hour earlier than before.
    let asked = 0;
    const jumping = {
      now: () => {
        asked += 1;
        if (asked % 3 === 0) clock.set(-HOUR);
        return clock.now();
      },
    };
    const one = make({ writers: [unhooked], clock: jumping });
    const { run, ended } = await one.orchestrator.startSong({ sds: shortSds });
    expect((await ended).status).toBe('succeeded');
    expect(await published(one, run.run_id)).toBe(expected);
    const events = await one.store.readEvents({ since: 0, limit: 1000 });
    expect(events.map(({ seq, run_seq }) => [seq, run_seq])).toEqual(events.map((_, at) => [at + 1, at + 1]));
    expect((await one.store.listExecutions(run.run_id)).filter(({ duration_ms }) => (duration_ms ?? 0) < 0)).toEqual([]);
    expect((await one.orchestrator.replay(run.run_id)).equal).toBe(true);
  });

  it('keeps a dead process’s run from nobody', async () => {
    const clock = settable();
    const hanging: Writer = outsideWriter('hanging', () => new Promise(() => {}));
    const first = make({ writers: [hanging], clock });
    const { run } = await first.orchestrator.startSong({ sds: shortSds });
    while (!(await first.store.readEvents({ since: 0, limit: 100 })).some(({ type }) => type === 'draft.requested'))
      await new Promise((go) => setTimeout(go, 5));
    // Dead: it renews no lease any more. Its record says it lives for an hour yet.
    first.store.close();
    clock.set(-HOUR);
    const second = first.neighbour({ writers: [hanging], clock });
    let found: string[] = [];
    while (found.length === 0) {
      await new Promise((go) => setTimeout(go, 200));
      found = await second.orchestrator.recover();
    }
    expect(found).toEqual([run.run_id]);
    expect((await second.orchestrator.cancel(run.run_id)).status).toBe('cancelled');
    await second.orchestrator.close();
    second.store.close();
  });
});
