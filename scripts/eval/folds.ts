/** Groups in at most `count` folds of about equal size: the largest first, each into the emptiest fold. */
export function foldsOf<Group>(groups: readonly Group[], size: (group: Group) => number, count: number): Group[][] {
  const folds = Array.from({ length: Math.min(count, groups.length) }, (): Group[] => []);
  const filled = (fold: readonly Group[]) => fold.reduce((sum, group) => sum + size(group), 0);
  for (const group of [...groups].sort((a, b) => size(b) - size(a))) folds.reduce((a, b) => (filled(b) < filled(a) ? b : a)).push(group);
  return folds;
}
