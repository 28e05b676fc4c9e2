using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Feeding;

namespace TemplateWorker.Runs.Lanes;

/// <summary>
/// Reads what the <see cref="LaneBoard"/> asks for, at once, and sweeps all slots periodically for deliveries without a
/// wake-up. A lost wake-up delays a delivery until the next sweep.
/// </summary>
internal sealed partial class LaneFeeder : IDisposable
{
    /// <summary>The most deliveries of one slot in one read.</summary>
    private const int TailLimit = 100;

    /// <summary>The most ids of one slot in one sweep.</summary>
    private const int SweepLimit = 1_000;

    /// <summary>Wake-ups announce changed holds and waits; those of slots with a held lane are also read once every this many sweeps.</summary>
    private const int SweepsBetweenHeld = 2;

    /// <summary>All holds and waits are read once every this many sweeps.</summary>
    private const int SweepsBetweenHolds = 10;

    /// <summary>The most sweeps that are skipped in a row because nothing was stored since the last one.</summary>
    private const int MaxSkippedSweeps = 30;

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(250);

    private readonly LaneBoard _board;
    private readonly DeliveryFeed _feed;
    private readonly Action<long> _boundMoved;
    private readonly Action<ulong> _released;
    private readonly Action _broken;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _wanted = new(0);
    private int _isWanted;
    private long _lastSweep;
    private long _toldBound;
    private ulong _toldEpoch;
    private int _sweeps;
    private int _skippedSweeps;
    private bool _isFailing;
    private long _stalled;
    private DateTimeOffset? _serverStartedAt;

    /// <param name="parts">Dependencies and limits.</param>
    /// <param name="start">Called for each delivery that gets its lane's turn.</param>
    public LaneFeeder(LaneFeederParts parts, Action<LaneTurn> start)
    {
        _board = new LaneBoard(start, Want, parts.MaxBytes, parts.Time);
        _feed = parts.Feed;
        _boundMoved = parts.BoundMoved;
        _released = parts.Released;
        _broken = parts.Broken;
        _time = parts.Time;
        _logger = parts.Logger;
        _lastSweep = _time.GetTimestamp();
        _board.ReadAnew(_feed.Losses);
    }

    public LaneBoard Board => _board;

    /// <summary>How often a lane was found standing still and was read again. Any thread may read it.</summary>
    public long Stalled => Interlocked.Read(ref _stalled);

    /// <summary>Runs until it is cancelled. Retries while the database is unavailable.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            _board.ResumeDue();
            TellRelease();
            StartAnewAfterLoss();
            // A sweep must not wait for ever behind readings.
            var isLate = _time.GetElapsedTime(_lastSweep) >= 2 * SweepInterval;
            var reading = isLate ? LaneReading.Nothing : _board.Readings.Next();
            try
            {
                if (!reading.IsEmpty)
                {
                    await ReadAsync(reading, stopping);
                }
                else if (_time.GetElapsedTime(_lastSweep) >= SweepInterval)
                {
                    await SweepAsync(stopping);
                }
                else
                {
                    await _wanted.WaitAsync(UntilNext(), stopping);
                    Volatile.Write(ref _isWanted, 0);
                    continue;
                }

                Recovered();
            }
            catch (Exception fault) when (fault is not (StorageException or OperationCanceledException))
            {
                // Deliveries would silently stop. End the worker, so that a new one replaces it.
                Log.Broken(_logger, fault);
                _broken();
                throw;
            }
            catch (StorageException fault)
            {
                _board.Readings.Failed(reading);
                Failed(fault);
                await Task.Delay(RetryAfter, _time, stopping);
            }
        }
    }

    public void Dispose() => _wanted.Dispose();

    // What was read may be gone, and its numbers may be given again.
    private void StartAnewAfterLoss()
    {
        var losses = _feed.Losses;
        if (losses == _board.Losses)
        {
            return;
        }

        _board.ReadAnew(losses);
        if (_toldBound != 0)
        {
            _toldBound = 0;
            _boundMoved(0);
        }
    }

    private void TellRelease()
    {
        if (_board.ReleasedEpoch is { } epoch && epoch != _toldEpoch)
        {
            _toldEpoch = epoch;
            _released(epoch);
        }
    }

    private async Task ReadAsync(LaneReading reading, CancellationToken stopping)
    {
        // Holds are read first, so that no delivery of a held lane gets a turn.
        if (reading.Holds.Count > 0)
        {
            var slots = reading.Holds.Select(hold => hold.Slot.Fence.Slot).ToArray();
            _board.Readings.TakeHolds(reading, await _feed.ReadHoldsAsync(slots, stopping));
        }

        if (reading.Bans.Count > 0)
        {
            _board.Readings.TakeBans(reading, await _feed.ReadBannedAsync([.. reading.Bans.Select(ban => ban.Tenant)], stopping));
        }

        if (reading.Places.Count > 0)
        {
            var found = await _feed.ReadAsync([.. reading.Places.Select(missed => missed.Place)], stopping);
            Report(found);
            _board.Readings.TakePlaces(reading, found);
        }

        if (reading.Heads.Count > 0)
        {
            var cursors = reading.Heads.Select(head => new SlotCursor(head.Slot.Fence.Slot, head.After)).ToArray();
            _board.Readings.TakeHeads(reading, await _feed.ReadHeadsAsync(cursors, stopping));
        }

        if (reading.Tails.Count > 0)
        {
            var cursors = reading.Tails.Select(tail => new SlotCursor(tail.Slot.Fence.Slot, tail.After)).ToArray();
            var found = await _feed.ReadTailsAsync(cursors, TailLimit, stopping);
            Report(found);
            _board.Readings.TakeTails(reading, found, await ReadPassedAsync(reading.Tails, found.Deliveries, stopping), TailLimit);
        }

        if (reading.Lanes.Count > 0)
        {
            var cursors = reading.Lanes.Select(lane => new LaneCursor(lane.Lane.Name, lane.After, lane.Most)).ToArray();
            var found = await _feed.ReadLanesAsync(cursors, stopping);
            _board.Readings.TakeLanes(reading, found, await ReadPassedAsync(reading.Lanes, found.Deliveries, stopping));
        }
    }

    // Everything committed before a delivery that was found is visible now, so the delivery does not overtake it.
    private async Task<IReadOnlyList<DeliveryPlace>> ReadPassedAsync(
        IReadOnlyList<(SlotLanes Slot, long After, long Low)> tails, IReadOnlyList<Delivery> found, CancellationToken stopping)
    {
        var slots = found.Select(delivery => delivery.Tenant.Slot).ToHashSet();
        var ranges = tails.Where(tail => tail.Low < tail.After && slots.Contains(tail.Slot.Fence.Slot))
            .Select(tail => new SlotRange(tail.Slot.Fence.Slot, tail.Low, tail.After)).ToArray();
        return ranges.Length == 0 ? [] : await _feed.ReadPassedAsync(ranges, stopping);
    }

    private async Task<IReadOnlyList<DeliveryPlace>> ReadPassedAsync(
        IReadOnlyList<(SlotLanes Slot, Lane Lane, long After, int Most, long Low)> lanes, IReadOnlyList<Delivery> found, CancellationToken stopping)
    {
        var names = found.Select(delivery => new LaneName(delivery.Tenant, delivery.Template)).ToHashSet();
        var ranges = lanes.Where(lane => lane.Low < lane.After && names.Contains(lane.Lane.Name))
            .Select(lane => new LaneRange(lane.Lane.Name, lane.Low, lane.After)).ToArray();
        return ranges.Length == 0 ? [] : await _feed.ReadPassedAsync(ranges, stopping);
    }

    private async Task SweepAsync(CancellationToken stopping)
    {
        _lastSweep = _time.GetTimestamp();
        var slots = _board.Readings.SlotsToSweep();
        if (slots.Count == 0)
        {
            return;
        }

        if (++_sweeps % SweepsBetweenHeld == 0)
        {
            _board.Readings.WantHolds(all: _sweeps % SweepsBetweenHolds == 0);
        }

        var given = _board.Readings.Given;
        var position = await _feed.ReadPositionAsync(stopping);
        if (!IsContinued(position, given))
        {
            _feed.NoteLoss();
            return;
        }

        _board.Readings.NotePosition(position.LastId);
        ReportStalled();

        // Every assigned id is known, so there is nothing to find, and an idle worker costs almost nothing. A
        // periodic sweep still finds rows that were inserted by hand with an explicit id.
        if (_skippedSweeps < MaxSkippedSweeps && position.LastId <= _board.Readings.Bound)
        {
            _skippedSweeps++;
            return;
        }

        _skippedSweeps = 0;
        var sweep = await _feed.SweepAsync([.. slots.Select(slot => new SlotCursor(slot.Fence.Slot, slot.Low))], SweepLimit, stopping);
        if (!_board.Readings.TakeSweep(slots, sweep, SweepLimit))
        {
            Log.TransactionsWentBack(_logger);
            _feed.NoteLoss();
            return;
        }

        var bound = _board.Readings.Bound;
        if (bound != _toldBound)
        {
            _toldBound = bound;
            _boundMoved(bound);
        }
    }

    /// <summary>Whether the server is the one that was read before, and its ids go on from there.</summary>
    private bool IsContinued(FeedPosition position, long given)
    {
        var isSame = _serverStartedAt is not { } known || known == position.ServerStartedAt;
        _serverStartedAt = position.ServerStartedAt;
        if (!isSame)
        {
            Log.ServerChanged(_logger, position.ServerStartedAt);
        }
        else if (position.LastId < given)
        {
            Log.IdsWentBack(_logger, given, position.LastId);
        }

        return isSame && position.LastId >= given;
    }

    private void ReportStalled()
    {
        foreach (var lane in _board.ResumeStalled())
        {
            Interlocked.Increment(ref _stalled);
            Log.Stalled(_logger, lane.Template, lane.Tenant);
        }
    }

    private void Report(FoundDeliveries found)
    {
        foreach (var row in found.Unreadable.Where(row => _board.Readings.NoteUnreadable(row.Place)))
        {
            Log.Unreadable(_logger, row.Place.Id, row.Place.Slot, row.Fault);
        }
    }

    private TimeSpan UntilNext()
    {
        var next = _lastSweep + (long)(SweepInterval.TotalSeconds * _time.TimestampFrequency);
        if (_board.NextDue is { } due && due < next)
        {
            next = due;
        }

        var ticks = next - _time.GetTimestamp();
        return ticks <= 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(ticks * 1_000d / _time.TimestampFrequency));
    }

    private void Want()
    {
        if (Interlocked.Exchange(ref _isWanted, 1) == 0)
        {
            _wanted.Release();
        }
    }

    private void Failed(StorageException fault)
    {
        if (!_isFailing)
        {
            _isFailing = true;
            Log.ReadingFailed(_logger, fault.Message);
        }
    }

    private void Recovered()
    {
        if (_isFailing)
        {
            _isFailing = false;
            Log.ReadingAgain(_logger);
        }
    }
}
