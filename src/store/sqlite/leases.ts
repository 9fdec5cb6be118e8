/**
 * Leases that end further ahead than any owner makes one: the clock went back. Their owner may be dead, and then nobody
 * should wait for an hour; or it lives, and renews. Whoever saw one for as long as a lease lasts without a change, by a clock
 * that nobody sets, may take it.
 */
export function farLeases(elapsed: () => number = () => performance.now()) {
  const seen = new Map<string, { until: number; since: number }>();
  return {
    /** Whether a run's lease, which ends at `until`, has stood unchanged for `leaseMs` since it was first looked at. */
    isLeft(runId: string, until: number, leaseMs: number): boolean {
      const before = seen.get(runId);
      if (before?.until === until) return elapsed() - before.since >= leaseMs;
      seen.set(runId, { until, since: elapsed() });
      return false;
    },
    forget: (runId: string): void => void seen.delete(runId),
  };
}
