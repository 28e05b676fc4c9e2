// Gives points for being there: messages, commits, issues, merged pull requests. `leaderboard.show` posts the ranking:
// a product sends it when a member asks, and a schedule makes a digest of it.
//
// Stored under the scope "leaderboard":
//   points/<who>  points of one person; a GitHub login is written "github:<login>"
//   total         all points ever given, as a bigint: it may outgrow 2^53
//   champion      { who, points }: the first to reach the highest score
// Sends:
//   chat.post { text } the ranking, a line for each place

const { pointsFor } = require('./lib/points');
const { ranking } = require('./lib/ranking');

const store = kv.scope('leaderboard');

on('message.create', ({ data }) => (data.author.bot ? nothing() : award(data.author.id, pointsFor.message(data))));
on('github.push', ({ data }) => award(`github:${data.pusher.name}`, pointsFor.push(data)));
on('github.issues', ({ data }) => award(`github:${data.sender.login}`, pointsFor.issue(data)));
on('github.pull_request', ({ data }) => award(`github:${data.pull_request.user.login}`, pointsFor.pullRequest(data)));

on('leaderboard.show', ({ data }) => {
  const rows = ranking(store, data.limit ?? 10);
  actions.send('chat.post', { text: rows.map(({ place, who, points }) => `${place}. ${who}: ${points}`).join('\n') });
  return { rows };
});

function award(who, points) {
  if (points === 0) {
    return nothing();
  }
  const score = store.increment(`points/${who}`, points);
  store.set('total', (store.get('total') ?? 0n) + BigInt(points));

  const champion = score > (store.get('champion')?.points ?? 0);
  if (champion) {
    store.set('champion', { who, points: score });
  }
  return { who, points, score, champion };
}

function nothing() {
  return { who: null, points: 0 };
}
