using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Tokens;
using TemplateWorker.Supervision.Loops;

namespace TemplateWorker.Api.Access;

/// <summary>
/// Keeps <see cref="IssuedTokens"/> as the database has them: reads those whose change was heard of at once, and writes their uses once a minute.
/// Safe for concurrent use.
/// </summary>
internal sealed partial class TokenRefresh(IssuedTokens tokens, TimeProvider time, ILogger<TokenRefresh> logger)
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromMinutes(1);

    private readonly ChangeQueue<string> _changes = new(TokenStore.MaxPage, time);

    /// <summary>A token was changed. What cannot be a prefix is ignored: any role of the database may send it.</summary>
    public void NoteChanged(string prefix)
    {
        if (TokenText.IsPrefix(prefix))
        {
            _changes.Note(prefix);
        }
    }

    /// <summary>Any token may have been changed.</summary>
    public void NoteAllChanged() => _changes.NoteAll();

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(LoopPulse pulse, CancellationToken stopping)
    {
        var written = time.GetTimestamp();
        long? failedSince = null;
        while (true)
        {
            await _changes.WaitAsync(failedSince is null ? BetweenWrites - time.GetElapsedTime(written) : Retry, stopping);
            try
            {
                await _changes.ReadAsync(() => tokens.ReadAllAsync(stopping), prefixes => tokens.ReadAsync(prefixes, stopping));
                if (time.GetElapsedTime(written) >= BetweenWrites)
                {
                    written = time.GetTimestamp();
                    await tokens.WriteUsesAsync(stopping);
                }

                if (failedSince is { } since)
                {
                    Log.ReadsAgain(logger, time.GetElapsedTime(since).TotalSeconds);
                    failedSince = null;
                }

                pulse.Beat();
            }
            catch (StorageException fault)
            {
                if (failedSince is null)
                {
                    failedSince = time.GetTimestamp();
                    Log.CannotRead(logger, fault.Message);
                }
            }
        }
    }
}
