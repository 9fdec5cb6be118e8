/** Pasts that no rule gives, "base past" by pairs; "read" is spelt alike. */
const irregular = new Map(
  (
    'arise arose,awake awoke,bear bore,beat beat,become became,begin began,bend bent,bet bet,bind bound,bite bit,bleed bled,blow blew,break broke,' +
    'breed bred,bring brought,build built,burn burned,burst burst,buy bought,cast cast,catch caught,choose chose,cling clung,come came,cost cost,' +
    'creep crept,cut cut,deal dealt,dig dug,do did,draw drew,dream dreamed,drink drank,drive drove,eat ate,fall fell,feed fed,feel felt,fight fought,' +
    'find found,flee fled,fling flung,fly flew,forget forgot,forgive forgave,freeze froze,get got,give gave,go went,grind ground,grow grew,hang hung,' +
    'have had,hear heard,hide hid,hit hit,hold held,hurt hurt,keep kept,kneel knelt,know knew,lay laid,lead led,lean leaned,leap leapt,leave left,' +
    'lend lent,let let,lie lay,light lit,lose lost,make made,mean meant,meet met,mistake mistook,overhear overheard,pay paid,put put,quit quit,read read,rebuild rebuilt,' +
    'repay repaid,ride rode,ring rang,rise rose,run ran,say said,see saw,seek sought,sell sold,send sent,set set,sew sewed,shake shook,shed shed,shine shone,' +
    'shoot shot,show showed,shrink shrank,shut shut,sing sang,sink sank,sit sat,sleep slept,slide slid,sling slung,slip slipped,sow sowed,speak spoke,' +
    'spend spent,spill spilled,spin spun,spit spat,split split,spread spread,spring sprang,stand stood,steal stole,stick stuck,sting stung,stride strode,strike struck,' +
    'string strung,swear swore,sweep swept,swell swelled,swim swam,swing swung,take took,teach taught,tear tore,tell told,think thought,throw threw,' +
    'tread trod,understand understood,undo undid,unwind unwound,wake woke,wear wore,weave wove,weep wept,win won,wind wound,withdraw withdrew,write wrote'
  )
    .split(',')
    .map((pair) => pair.split(' ') as [string, string]),
);

/** Verbs of two syllables that double their last letter all the same. */
const doubling = new Set(['admit', 'commit', 'occur', 'prefer', 'refer', 'regret', 'repel', 'control', 'patrol', 'unpin', 'unzip', 'unplug']);

/** The simple past of a verb in its base form. */
export function pastOf(lemma: string): string {
  const known = irregular.get(lemma);
  if (known !== undefined) return known;
  if (lemma.endsWith('e')) return `${lemma}d`;
  if (/[^aeiou]y$/.test(lemma)) return `${lemma.slice(0, -1)}ied`;
  const doubles = /^[^aeiou]*[aeiou][bdgklmnprt]$/.test(lemma.replace(/qu/, 'q')) || doubling.has(lemma);
  return doubles ? `${lemma}${lemma.at(-1)}ed` : `${lemma}ed`;
}

/** The third person singular of a verb in its base form. */
export function thirdOf(lemma: string): string {
  if (lemma === 'have') return 'has';
  if (/(?:s|x|z|ch|sh|o)$/.test(lemma)) return `${lemma}es`;
  return /[^aeiou]y$/.test(lemma) ? `${lemma.slice(0, -1)}ies` : `${lemma}s`;
}
