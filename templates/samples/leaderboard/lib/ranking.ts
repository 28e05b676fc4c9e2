const PAGE = 100;
const PREFIX = 'points/';

interface Score {
  who: string;
  points: number;
}

/** All scores, page by page: a listing answers a bounded number of keys at a time, in the order of the keys. */
function* scores(store: KeyValueStore): Generator<Score> {
  let after: string | undefined;
  for (;;) {
    const page = store.list({ prefix: PREFIX, after, limit: PAGE });
    for (const { key, value } of page) {
      yield { who: key.slice(PREFIX.length), points: value };
    }
    if (page.length < PAGE) {
      return;
    }
    after = page.at(-1)!.key;
  }
}

/** The best `limit`, equal points sharing a place (1, 2, 2, 4) in the order of their names. */
export const ranking = (store: KeyValueStore, limit: number) => {
  const sorted = [...scores(store)].sort((a, b) => b.points - a.points || (a.who < b.who ? -1 : 1));
  return sorted.slice(0, limit).map(({ who, points }) => ({
    place: 1 + sorted.findIndex((other) => other.points === points),
    who,
    points,
  }));
};
