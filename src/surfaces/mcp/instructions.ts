/** What an agent is told before its first call. */
export const instructions = `AMCS turns a Song Design Spec (SDS) into a finished, measured song.

One call: run_workflow with an SDS. Only title and blueprint_ref.genre are required; add themes, mood, rhyme_scheme, hook_strategy, tempo_bpm as the person wishes. It answers with lyrics, an engine prompt, scores and issues. If it answers with next, make that call.

To write the words yourself: run_workflow with manifest {"writer":"agent"}. It answers with open_drafts: a brief each, section by section with syllables, rhymes and hook lines. Send lyrics with [Section] tags to submit_draft; what comes back asks for the lines at fault, or is the song. A run may wait for days; resume_run with finish_with "offline" lets the built-in writer end it.

Step by step, to look at or change something between: plan → style, lyrics, producer (in any order) → compose → validate → (if it did not pass: fix, then compose and validate again, at most 3 times) → review. Every tool gives the hash of what it made: pass {"hash": "…"} instead of the document, and {"hash": inputs.sds} of plan's answer as sds to all later tools, so that they share its seed. render only where a render engine is configured.

Words that are the person's own go into lyrics.given; lines marked "= " stay to the letter. A song that is partly good: revise_run keeps the sections you name and writes the rest anew; retry_run from LYRICS with reroll writes all of it anew.

At work on words of your own or the person's: analyze_lyrics tells how lyrics sound line by line and what is wrong where, find_rhymes what rhymes with a word. Neither records anything.

Show the person the lyrics and the total score; say which issues remain. The same SDS and seed give the same song to the byte; another seed gives another song. Errors name the field and what to do: correct it and call again.`;
