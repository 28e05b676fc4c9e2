// Warns authors who flood a channel or repeat themselves, and mutes those who do not stop.
//
// Time is the time of the event, never the clock: an event that is delivered again, or late, gets the same verdict.
//
// Stored under the scope "spam-filter":
//   window/<author>   the author's latest messages, as far as they matter: [{ at, print }]; forgotten with a mute
//   strikes/<author>  how often the author was warned
//   verdict/<verdict> how many messages got that verdict
// In the tenant's state: `muted`, by author, until when (milliseconds since 1970).
// Sends:
//   chat.warn { user, reasons }
//   member.mute { user, until }

const { fingerprint, linksIn } = require('./lib/text');
const { slide } = require('./lib/window');

const { windowSeconds = 10, maxMessages = 4, maxCopies = 2, maxLinks = 3, strikesToMute = 3, muteMinutes = 10 } = template.settings;

const store = kv.scope('spam-filter');

on('message.create', (event) => {
  const { author, content, at } = event.data;
  if (author.bot) {
    return { verdict: 'allow', reasons: [] };
  }

  const now = Date.parse(at);
  const mutedUntil = state.data.muted?.[author.id] ?? 0;
  const reasons = now < mutedUntil ? ['muted'] : judge(author.id, content, now);
  const verdict = reasons.length === 0 ? 'allow' : reasons[0] === 'muted' ? 'drop' : punish(author.id, reasons, now);
  store.increment(`verdict/${verdict}`);
  return { verdict, reasons };
});

/** What speaks against the message; it is remembered either way. */
function judge(author, content, now) {
  const print = fingerprint(content);
  const recent = slide(store.get(`window/${author}`) ?? [], { at: now, print }, windowSeconds * 1000);
  store.set(`window/${author}`, recent);

  const reasons = [];
  if (recent.length > maxMessages) {
    reasons.push('flood');
  }
  if (recent.filter((message) => message.print === print).length > maxCopies) {
    reasons.push('repeat');
  }
  if (linksIn(content) > maxLinks) {
    reasons.push('links');
  }
  return reasons;
}

function punish(author, reasons, now) {
  const strikes = store.increment(`strikes/${author}`);
  if (strikes % strikesToMute !== 0) {
    actions.send('chat.warn', { user: author, reasons });
    return 'warn';
  }
  const until = now + muteMinutes * 60_000;
  store.delete(`window/${author}`);
  state.update((data) => ({ ...data, muted: { ...data.muted, [author]: until } }));
  actions.send('member.mute', { user: author, until: new Date(until).toISOString() });
  return 'mute';
}
