export interface Message {
  author: { id: string; bot: boolean };
  content: string;
}

export interface Push {
  pusher: { name: string };
  commits: { distinct: boolean }[];
}

export interface Issue {
  action: string;
  sender: { login: string };
}

export interface PullRequest {
  action: string;
  pull_request: { merged: boolean; user: { login: string } };
}

const MOST_PER_PUSH = 30;

const FOR_ISSUE: Record<string, number | undefined> = { opened: 2, closed: 5 };

export const pointsFor = {
  /** One point, and one more for a message that somebody took time for. */
  message: ({ content }: Message) => (content.length >= 200 ? 2 : 1),

  /** Three points for each commit that counts, up to a limit: nobody wins by rebasing. */
  push: ({ commits }: Push) => Math.min(MOST_PER_PUSH, 3 * commits.filter(({ distinct }) => distinct).length),

  issue: ({ action }: Issue) => FOR_ISSUE[action] ?? 0,

  pullRequest: ({ action, pull_request }: PullRequest) => (action === 'closed' && pull_request.merged ? 10 : 0),
};
