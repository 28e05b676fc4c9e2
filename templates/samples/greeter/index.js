// Greets new members in their language, counts messages, and celebrates milestones.
//
// Stored under the scope "greeter":
//   joins             how often anybody joined
//   founder           the first member who ever joined
//   joined/<member>   when the member joined last (a Date)
//   messages          messages of the whole tenant
//   messages/<author> messages of one author
// Sends:
//   chat.post { text } a greeting for each that joins, and a cheer for each milestone

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
    post(greeting.founder(member.name));
  } else if (before) {
    const days = Math.floor((new Date(at) - before) / 86_400_000);
    post(greeting.back(member.name, days));
  } else {
    post(greeting.first(member.locale, member.name, number));
  }
  return { number, returning: before !== undefined };
});

on('message.create', (event) => {
  const { author } = event.data;
  if (author.bot) {
    return { messages: 0 };
  }
  store.increment('messages');
  const own = store.increment(`messages/${author.id}`);
  if (isMilestone(own)) {
    post(`${author.name} just wrote message number ${own} 🎉`);
  }
  return { messages: own };
});

// It leaves once the run is committed, and not at all when the run fails.
function post(text) {
  actions.send('chat.post', { text });
}
