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
    /// <summary>More changes than these are read as a change of all.</summary>
    private const int MostChanged = TokenStore.MaxPage;

    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromMinutes(1);

    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _signal = new(0, 1);
    private bool _areAllChanged;

    /// <summary>A token was changed. What cannot be a prefix is ignored: any role of the database may send it.</summary>
    public void NoteChanged(string prefix)
    {
        if (!TokenText.IsPrefix(prefix))
        {
            return;
        }

        lock (_changed)
        {
            if (_changed.Count < MostChanged)
            {
                _changed.Add(prefix);
            }
            else
            {
                _areAllChanged = true;
            }
        }

        Wake();
    }

    /// <summary>Any token may have been changed.</summary>
    public void NoteAllChanged()
    {
        lock (_changed)
        {
            _areAllChanged = true;
        }

        Wake();
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(LoopPulse pulse, CancellationToken stopping)
    {
        var written = time.GetTimestamp();
        long? failedSince = null;
        while (true)
        {
            await WaitAsync(failedSince is null ? BetweenWrites - time.GetElapsedTime(written) : Retry, stopping);
            try
            {
                await ReadChangedAsync(stopping);
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

    private async Task ReadChangedAsync(CancellationToken stopping)
    {
        string[] changed;
        bool all;
        lock (_changed)
        {
            (changed, all) = ([.. _changed], _areAllChanged);
            _changed.Clear();
            _areAllChanged = false;
        }

        try
        {
            if (all)
            {
                await tokens.ReadAllAsync(stopping);
            }
            else if (changed.Length > 0)
            {
                await tokens.ReadAsync(changed, stopping);
            }
        }
        catch (StorageException)
        {
            lock (_changed)
            {
                _areAllChanged |= all || changed.Length > 0;
            }

            throw;
        }
    }

    private void Wake()
    {
        lock (_signal)
        {
            if (_signal.CurrentCount == 0)
            {
                _signal.Release();
            }
        }
    }

    private async Task WaitAsync(TimeSpan longest, CancellationToken stopping)
    {
        if (longest <= TimeSpan.Zero)
        {
            return;
        }

        using var limit = new CancellationTokenSource(longest, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stopping, limit.Token);
        try
        {
            await _signal.WaitAsync(linked.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            // It is time to write the uses, or to try again.
        }
    }
}
