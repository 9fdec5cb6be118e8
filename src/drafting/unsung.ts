/** What nobody sings, and what to call it: signs that a draft obeyed a text it should only have read, or talks beside the song. */
const kinds: readonly (readonly [string, RegExp])[] = [
  ['a web address', /\bhttps?:|\bwww\.|\b[\w-]{2,}\.(?:com|org|net|io|ai|dev|app|info|biz|xyz|example|co\.\w\w)\b|\S@\S+\.\w{2,}/i],
  ['markup or code', /<\/?[a-z!][^>]*>|<\||\|>|```|\]\(|[{}]|<<\w|\[\/?(?:inst|sys)\]|"\s*:\s*["[{]/i],
  ['a heading', /^\s*(?:\[[^\]]*\]|#{1,6}\s.*|\*{2}[^*]*\*{2}:?)\s*$/],
  ['hidden signs', /[\p{Cc}\p{Co}\u200b\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e0fff}]/u],
  ['the label of a speaker', /^\s*(?:system|assistant|user|human|developer|tool)\s*:/i],
  ["a program's name", /\b\w+_\w+\b|\bsystem prompt\b|\bjson\b/i],
  ['talk about the task', /\bas an? (?:ai\b|(?:large )?language model)|\b(?:i am|i'm|i’m) (?:an ai\b|a (?:large )?language model)/i],
  [
    'talk about the task',
    /\b(?:ignor\w+|disregard\w*|forget\w*|overrid\w+) (?:all |any |every )?(?:of )?(?:the |your |my )?(?:previous|prior|above|earlier|preceding) (?:instructions?|prompts?|rules|messages|orders)\b/i,
  ],
  [
    'talk about the task',
    /\b(?:unable|not able|cannot|can't|can’t|won't|won’t) (?:to )?(?:write|help|comply|assist|fulfill?|follow|provide|continue)\b.*\b(?:this request|that request|your request|the brief|instructions?|guidelines|policy)\b/i,
  ],
  [
    'talk about the task',
    /^\W*(?:(?:sure|certainly|of course|okay|ok|absolutely)\W+)?(?:here(?: is| are|'s|’s)|below (?:is|are)) .*\b(?:lyrics|verses?|chorus|song|draft|lines|words|bridge)\b.*:\W*$/i,
  ],
];

/** What kind of thing a drafted line is that cannot be sung, or null where it may be a line. */
export function unsung(line: string): string | null {
  return kinds.find(([, pattern]) => pattern.test(line))?.[0] ?? null;
}

/** So many words in a row are no chance. */
const RUN = 6;

/** Tells whether a line repeats a stretch of a text that was said to its writer and is none to sing. */
export function repeatsOf(text: () => string): (line: string) => boolean {
  let runs: Set<string> | undefined;
  return (line) => {
    const own = runsOf(line);
    if (own.length === 0) return false;
    runs ??= new Set(runsOf(text()));
    return own.some((run) => runs?.has(run));
  };
}

function runsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}'’]+/gu) ?? [];
  return words.slice(RUN - 1).map((_, at) => words.slice(at, at + RUN).join(' '));
}
