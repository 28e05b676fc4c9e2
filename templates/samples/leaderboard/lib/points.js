const MOST_PER_PUSH = 30;

exports.pointsFor = {
  /** One point, and one more for a message that somebody took time for. */
  message: ({ content }) => (content.length >= 200 ? 2 : 1),

  /** Three points for each commit that counts, up to a limit: nobody wins by rebasing. */
  push: ({ commits }) => Math.min(MOST_PER_PUSH, 3 * commits.filter(({ distinct }) => distinct).length),

  issue: ({ action }) => ({ opened: 2, closed: 5 })[action] ?? 0,

  pullRequest: ({ action, pull_request }) => (action === 'closed' && pull_request.merged ? 10 : 0),
};
