namespace TemplateWorker.EndToEnd.Tests.Siege;

/// <summary>What an attacking tenant's template does, within every limit that is documented.</summary>
/// <param name="Name">On the command line.</param>
/// <param name="Sentence">For a person.</param>
/// <param name="Source">Its template, which handles the event <c>go</c>.</param>
internal sealed record Attack(string Name, string Sentence, string Source)
{
    public static IReadOnlyList<Attack> All { get; } =
    [
        new("loop", "computes until its CPU limit ends it", "on('go', () => { for (;;) { } });"),
        new("below-limit", "computes for just less than its CPU limit", """
            on('go', () => { const end = Date.now() + 1800; let n = 0; while (Date.now() < end) n++; return n > 0; });
            """),
        new("short-runs", "computes 10 ms in each of very many runs", """
            on('go', () => { const end = Date.now() + 10; while (Date.now() < end) { } });
            """),
        new("reads", "reads keys as fast as the database answers", """
            on('go', () => { for (let i = 0; ; i++) kv.get(`absent-${i}`); });
            """),
        new("promises", "adds a job for each that ends", "on('go', async () => { for (;;) await 0; });"),
        new("garbage", "allocates as fast as it can and keeps nothing", """
            on('go', () => { for (;;) { const a = []; for (let i = 0; i < 1000; i++) a.push({ i, s: `s${i}` }); } });
            """),
        new("retain", "keeps what it allocates, from run to run", """
            const kept = []; on('go', () => { for (let i = 0; i < 100000; i++) kept.push({ i, s: `s${i}` }); return kept.length; });
            """),
        new("regex", "a regular expression that backtracks", "on('go', () => /^(a+)+$/.test('a'.repeat(40) + '!'));"),
        new("big-writes", "writes 20 values of 200 KB in each run", """
            on('go', () => { for (let i = 0; i < 20; i++) kv.set(`k${i}`, `${Math.random()}`.repeat(10000)); });
            """),
        new("big-commits", "writes as much as a run may, in values that the database cannot compress", """
            on('go', () => {
              let block = ''; while (block.length < 8000) block += Math.random().toString(36).slice(2);
              for (let i = 0; i < 16; i++) kv.set(`k${i}`, block.repeat(32).slice(0, 255000));
            });
            """),
        new("log-flood", "writes as many log lines as a run may", "on('go', () => { for (;;) console.log('x'.repeat(4000)); });"),
    ];
}
