import { createLogUpdate } from 'log-update';
import pc from 'picocolors';
import type { AmcsEvent } from '../../domain/event.js';

/** Shows a run as it goes: a live picture on a terminal, plain lines where the output is piped. Goes to stderr. */
export interface Progress {
  event(event: AmcsEvent): void;
  done(): void;
}

export function runProgress(): Progress {
  return process.stderr.isTTY ? liveProgress() : plainProgress();
}

function nameOf({ node, iteration }: AmcsEvent): string {
  return `${node}${iteration ? ` ${iteration}` : ''}`;
}

/** What an event is worth telling, or null. */
function lineFor(event: AmcsEvent): string | null {
  const time = event.duration_ms === undefined ? '' : ` ${event.duration_ms.toFixed(0)} ms`;
  if (event.type === 'node.ended') {
    const total = event.metrics?.total === undefined ? '' : `  total ${event.metrics.total.toFixed(3)}${event.metrics.passed ? '' : ', not passed'}`;
    return `${nameOf(event).padEnd(11)}${time}${total}`;
  }
  if (event.type === 'node.failed') return `${nameOf(event).padEnd(11)} failed (${String(event.data?.code)})`;
  if (event.type === 'node.skipped') return `${nameOf(event).padEnd(11)} skipped: ${String(event.data?.reason)}`;
  if (event.type === 'fix.applied') return `${''.padEnd(11)} ${String(event.data?.changes)} changes for ${String(event.data?.component)}`;
  return null;
}

function plainProgress(): Progress {
  return {
    event(event) {
      const line = lineFor(event);
      if (line !== null) console.error(line);
    },
    done() {},
  };
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

function liveProgress(): Progress {
  const live = createLogUpdate(process.stderr);
  const told: string[] = [];
  const open = new Map<string, number>();
  let frame = 0;
  const draw = () => {
    frame += 1;
    const running = [...open].map(
      ([name, since]) => `${pc.cyan(FRAMES[frame % FRAMES.length] as string)} ${name.padEnd(11)} ${pc.dim(`${((Date.now() - since) / 1000).toFixed(1)} s`)}`,
    );
    live([...told, ...running].join('\n'));
  };
  const timer = setInterval(draw, 80);
  timer.unref();
  return {
    event(event) {
      if (event.type === 'node.started') open.set(nameOf(event), Date.now());
      if (event.type === 'node.ended' || event.type === 'node.failed' || event.type === 'node.skipped') open.delete(nameOf(event));
      const line = lineFor(event);
      if (line !== null) told.push(`${event.type === 'node.failed' ? pc.red('✗') : event.type === 'node.ended' ? pc.green('✓') : pc.dim('·')} ${line}`);
      draw();
    },
    done() {
      clearInterval(timer);
      draw();
      live.done();
    },
  };
}
