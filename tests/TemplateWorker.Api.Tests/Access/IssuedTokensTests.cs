using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using TemplateWorker.Api.Access;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Tokens;
using TemplateWorker.Supervision.Loops;
using TemplateWorker.TestKit.Databases;
using TemplateWorker.TestKit.Logging;

namespace TemplateWorker.Api.Tests.Access;

public sealed class IssuedTokensTests
{
    private static readonly Actor Actor = new("command line 'test'", "here");

    [DatabaseFact]
    public async Task Tokens_that_were_heard_of_are_read_again_and_the_rest_when_all_may_have_changed()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (store, time) = (new TokenStore(test.Database), new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
        var tokens = new IssuedTokens(store, time);
        var refresh = new TokenRefresh(tokens, time, new CollectingLoggers().CreateLogger<TokenRefresh>());
        using var stopping = new CancellationTokenSource();
        var running = refresh.RunAsync(new LoopPulse(time), stopping.Token);
        var (first, second) = (await IssueAsync(store), await IssueAsync(store));

        refresh.NoteChanged("no prefix");
        refresh.NoteChanged(first.Token.Prefix);
        await UntilAsync(() => Find(tokens, first) is not null);
        Find(tokens, second).ShouldBeNull();
        refresh.NoteAllChanged();
        await UntilAsync(() => Find(tokens, second) is not null);
        await store.RevokeAsync(Actor, first.Token.Prefix, CancellationToken.None);
        refresh.NoteAllChanged();
        await UntilAsync(() => Find(tokens, first) is null);

        tokens.IsValid(Find(tokens, second)!).ShouldBeTrue();
        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [DatabaseFact]
    public async Task The_last_use_is_written_once_a_minute_and_only_when_there_was_one()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (store, time) = (new TokenStore(test.Database), new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 8, 0, 0, TimeSpan.Zero)));
        var tokens = new IssuedTokens(store, time);
        var (used, unused) = (await IssueAsync(store), await IssueAsync(store));
        await tokens.ReadAllAsync(CancellationToken.None);
        Find(tokens, used);
        Find(tokens, used);

        await tokens.WriteUsesAsync(CancellationToken.None);
        await tokens.ReadAllAsync(CancellationToken.None);

        (await ReadAsync(used)).ShouldBe(time.GetUtcNow());
        (await ReadAsync(unused)).ShouldBeNull();
        await test.ExecuteAsync("update tokens set last_used_at = null");
        await tokens.WriteUsesAsync(CancellationToken.None);
        (await ReadAsync(used)).ShouldBeNull("nothing has happened since");
        time.Advance(TimeSpan.FromSeconds(2));
        Find(tokens, used);
        await tokens.WriteUsesAsync(CancellationToken.None);
        (await ReadAsync(used)).ShouldBe(time.GetUtcNow());

        async Task<DateTimeOffset?> ReadAsync(NewToken token) =>
            (await store.ListAsync(null, "", 10, CancellationToken.None)).Single(row => row.Prefix == token.Token.Prefix).LastUsedAt;
    }

    [DatabaseFact]
    public async Task While_the_tokens_cannot_be_read_those_that_are_known_stay_and_the_log_says_so_once()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (store, time, loggers) = (new TokenStore(test.Database), new FakeTimeProvider(TimeProvider.System.GetUtcNow()), new CollectingLoggers());
        var tokens = new IssuedTokens(store, time);
        var token = await IssueAsync(store);
        await tokens.ReadAllAsync(CancellationToken.None);
        var refresh = new TokenRefresh(tokens, time, loggers.CreateLogger<TokenRefresh>());
        using var stopping = new CancellationTokenSource();
        var running = refresh.RunAsync(new LoopPulse(time), stopping.Token);
        await test.ExecuteAsync("alter table tokens rename to hidden");

        refresh.NoteAllChanged();
        await UntilAsync(() => loggers.Lines.Any(line => line.Contains("Cannot read which tokens were changed")));
        Find(tokens, token).ShouldNotBeNull();
        await test.ExecuteAsync("alter table hidden rename to tokens");
        await store.RevokeAsync(Actor, token.Token.Prefix, CancellationToken.None);
        await UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(500));
            return Find(tokens, token) is null;
        });

        loggers.Lines.Count(line => line.Contains("Cannot read")).ShouldBe(1);
        await UntilAsync(() => loggers.Lines.Any(line => line.Contains("can be read again")));
        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
        }
    }

    private static Caller? Find(IssuedTokens tokens, NewToken token) => tokens.Find(TokenHash.Of(token.Text.Reveal())!.Value);

    private static async Task<NewToken> IssueAsync(TokenStore store) =>
        (await store.CreateAsync(Actor, new TokenDraft("ci", TokenRole.Admin, null, null), CancellationToken.None)).ShouldBeOfType<TokenOutcome.Done>().Issued;
}
