import { createLogUpdate } from 'log-update';

/** A bar with done, failed, rate and time left; where the output is piped, a line for every tenth part. */
export interface BatchProgress {
  done(succeeded: boolean): void;
  end(): void;
}

const WIDTH = 30;

export function batchProgress(songs: number): BatchProgress {
  const begin = Date.now();
  const live = process.stderr.isTTY ? createLogUpdate(process.stderr) : null;
  const step = Math.max(1, Math.ceil(songs / 10));
  let done = 0;
  let failed = 0;
  const line = () => {
    const seconds = (Date.now() - begin) / 1000;
    const rate = seconds === 0 ? 0 : done / seconds;
    const left = rate === 0 ? '–' : `${Math.ceil((songs - done) / rate)} s`;
    const filled = Math.round((done / songs) * WIDTH);
    return `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${done}/${songs}  ${failed} failed  ${rate.toFixed(1)} a second  ${left} left`;
  };
  return {
    done(succeeded) {
      done += 1;
      if (!succeeded) failed += 1;
      if (live) live(line());
      else if (done % step === 0 || done === songs) console.error(line());
    },
    end: () => live?.done(),
  };
}
