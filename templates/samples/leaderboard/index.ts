// Gives points for being there: messages, commits, issues, merged pull requests. `leaderboard.show` posts the ranking:
// a product sends it when a member asks, and a schedule makes a digest of it.
//
// Stored under the scope "leaderboard":
//   points/<who>  points of one person; a GitHub login is written "github:<login>"
//   total         all points ever given, as a bigint: it may outgrow 2^53
//   champion      { who, points }: the first to reach the highest score
// Sends:
//   chat.post { text } the ranking, a line for each place

import { pointsFor, type Issue, type Message, type PullRequest, type Push } from './lib/points';
import { ranking } from './lib/ranking';

interface Champion {
  who: string;
  points: number;
}

const store = kv.scope('leaderboard');

on<Message>('message.create', ({ data }) => (data.author.bot ? nothing() : award(data.author.id, pointsFor.message(data))));
on<Push>('github.push', ({ data }) => award(`github:${data.pusher.name}`, pointsFor.push(data)));
on<Issue>('github.issues', ({ data }) => award(`github:${data.sender.login}`, pointsFor.issue(data)));
on<PullRequest>('github.pull_request', ({ data }) => award(`github:${data.pull_request.user.login}`, pointsFor.pullRequest(data)));

on<{ limit?: number }>('leaderboard.show', ({ data }) => {
  const rows = ranking(store, data.limit ?? 10);
  actions.send('chat.post', { text: rows.map(({ place, who, points }) => `${place}. ${who}: ${points}`).join('\n') });
  return { rows };
});

function award(who: string, points: number) {
  if (points === 0) {
    return nothing();
  }
  const score = store.increment(`points/${who}`, points);
  store.set('total', (store.get<bigint>('total') ?? 0n) + BigInt(points));

  const champion = score > (store.get<Champion>('champion')?.points ?? 0);
  if (champion) {
    store.set('champion', { who, points: score });
  }
  return { who, points, score, champion };
}

function nothing() {
  return { who: null, points: 0 };
}
