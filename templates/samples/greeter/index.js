// Greets new members in their language, counts messages, and celebrates milestones.
//
// Stored under the scope "greeter":
//   joins             how often anybody joined
//   founder           the first member who ever joined
//   joined/<member>   when the member joined last (a Date)
//   messages          messages of the whole tenant
//   messages/<author> messages of one author

const { greeting, isMilestone } = require('./lib/phrases');

// A scope keeps the keys of this template apart from those of its neighbours.
const store = kv.scope('greeter');

on('member.join', (event) => {
  const { member, at } = event.data;
  const number = store.increment('joins');
  const before = store.get(`joined/${member.id}`);
  store.set(`joined/${member.id}`, new Date(at));

  // Sets the key only while it is absent: of all that join, one is the founder.
  if (store.compareAndSet('founder', undefined, member.id)) {
    return { reply: greeting.founder(member.name), returning: false };
  }
  if (before) {
    const days = Math.floor((new Date(at) - before) / 86_400_000);
    return { reply: greeting.back(member.name, days), returning: true };
  }
  return { reply: greeting.first(member.locale, member.name, number), returning: false };
});

on('message.create', (event) => {
  const { author } = event.data;
  if (author.bot) {
    return { reply: null };
  }
  store.increment('messages');
  const own = store.increment(`messages/${author.id}`);
  return { reply: isMilestone(own) ? `${author.name} just wrote message number ${own} 🎉` : null };
});
