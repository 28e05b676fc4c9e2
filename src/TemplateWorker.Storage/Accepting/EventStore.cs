using Npgsql;
using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Accepting;

/// <summary>Stores events as deliveries in the lanes of the templates that subscribe to them. Safe for concurrent use.</summary>
/// <remarks>
/// <para>A call is one transaction and one round trip, unless something is in its way: a value that PostgreSQL refuses is
/// searched by halving, and a key that comes twice, or that another transaction stores at the same time, is looked up again.</para>
/// <para>The limit of a tenant's queue holds exactly for one caller at a time; those who store at the same moment may
/// go over it by what they store.</para>
/// </remarks>
public sealed class EventStore(Database database, TimeProvider time)
{
    /// <summary>The most events of one call.</summary>
    public const int MaxEvents = 10_000;

    // Keys that another transaction holds add rounds; each waits for that transaction to end.
    private const int MaxRounds = 20;
    private const int Attempts = 3;

    private readonly QueueAllowance _allowances = new();

    /// <summary>Stores by the system's clock, which says for how long a count of a queue is good.</summary>
    public EventStore(Database database)
        : this(database, TimeProvider.System)
    {
    }

    /// <summary>Stores events as deliveries, whose ids ascend in the order in which the events are given.</summary>
    /// <param name="events">At most <see cref="MaxEvents"/>, of any tenants.</param>
    /// <param name="mode">Whether a refused event keeps the others from being stored.</param>
    /// <param name="bound">Deliveries up to this id are known to the reader of the lanes, so they are not reported as priors; 0 for none.</param>
    /// <param name="cancellationToken">Events may be stored even if this is cancelled after the request was sent.</param>
    /// <returns>The outcome of each event, in their order.</returns>
    /// <exception cref="ArgumentException">There are too many events, or an event has a key without a hash, or both Delay and NotBefore.</exception>
    /// <exception cref="StorageException">The database failed. Whether the events are stored is not known.</exception>
    public async Task<IReadOnlyList<AcceptOutcome>> AcceptAsync(
        IReadOnlyList<NewEvent> events, AcceptMode mode, long bound, CancellationToken cancellationToken)
    {
        Require(events);
        var call = new AcceptCall(events);
        await database.UseAsync(
            async (connection, token) =>
            {
                await (mode == AcceptMode.AllOrNothing ? StoreTogetherAsync(call, connection, bound, token) : StoreEachAsync(call, connection, bound, token));
                return true;
            },
            cancellationToken);
        return call.Outcomes;
    }

    private static void Require(IReadOnlyList<NewEvent> events)
    {
        if (events.Count > MaxEvents)
        {
            throw new ArgumentException($"A call takes at most {MaxEvents} events, was {events.Count}.", nameof(events));
        }

        foreach (var @event in events)
        {
            if (@event is { IdempotencyKey: not null, RequestHash: null })
            {
                throw new ArgumentException("An event with an idempotency key needs a request hash.", nameof(events));
            }

            if (@event is { Delay: not null, NotBefore: not null })
            {
                throw new ArgumentException("An event has a delay or a time, not both.", nameof(events));
            }
        }
    }

    private async Task StoreEachAsync(AcceptCall call, NpgsqlConnection connection, long bound, CancellationToken cancellationToken)
    {
        for (var round = 1; call.NextRound() is { Count: > 0 } numbers; round++)
        {
            RequireProgress(round);
            await StorePartAsync(call, numbers, connection, bound, cancellationToken);
        }
    }

    private async Task StorePartAsync(
        AcceptCall call, List<int> numbers, NpgsqlConnection connection, long bound, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ExecuteAsync(call, numbers, connection, transaction: null, bound, cancellationToken);
                return;
            }
            catch (PostgresException exception) when (IsCollision(exception) && attempt < Attempts)
            {
                // Rolled back as the victim of a deadlock over keys; the other transaction continues.
            }
            catch (PostgresException exception) when (EventFault.Of(exception) is { } fault)
            {
                if (numbers.Count == 1)
                {
                    call.SetRefused(numbers[0], new AcceptOutcome.Rejected(fault));
                    return;
                }

                break;
            }
        }

        var half = numbers.Count / 2;
        await StorePartAsync(call, numbers[..half], connection, bound, cancellationToken);
        await StorePartAsync(call, numbers[half..], connection, bound, cancellationToken);
    }

    private async Task StoreTogetherAsync(AcceptCall call, NpgsqlConnection connection, long bound, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                for (var round = 1; !call.HasRefused && call.NextRound() is { Count: > 0 } numbers; round++)
                {
                    RequireProgress(round);
                    await ExecuteAsync(call, numbers, connection, transaction, bound, cancellationToken);
                }

                if (!call.HasRefused)
                {
                    await transaction.CommitAsync(cancellationToken);
                    return;
                }

                await transaction.RollbackAsync(cancellationToken);
                call.UndoOthers();
                return;
            }
            catch (PostgresException exception) when (IsCollision(exception) && attempt < Attempts)
            {
                call.UndoAll();
            }
            catch (PostgresException exception) when (EventFault.Of(exception) is not null)
            {
                call.UndoAll();
                break;
            }
        }

        await FindRejectedAsync(call, [.. Enumerable.Range(0, call.Events.Count)], connection, cancellationToken);
        call.UndoOthers();
    }

    /// <summary>Finds the events that PostgreSQL refuses, and stores nothing.</summary>
    private async Task FindRejectedAsync(AcceptCall call, List<int> numbers, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var part = new AcceptPart(call.Events, numbers, new QueueAllowance(), database.QueueFloors, long.MaxValue, time.GetUtcNow());
            await AcceptEvents.ExecuteAsync(database, connection, transaction, part, cancellationToken);
            await transaction.RollbackAsync(cancellationToken);
            return;
        }
        catch (PostgresException exception) when (EventFault.Of(exception) is { } fault)
        {
            if (numbers.Count == 1)
            {
                call.SetRefused(numbers[0], new AcceptOutcome.Rejected(fault));
                return;
            }
        }

        var half = numbers.Count / 2;
        await FindRejectedAsync(call, numbers[..half], connection, cancellationToken);
        await FindRejectedAsync(call, numbers[half..], connection, cancellationToken);
    }

    private async Task ExecuteAsync(
        AcceptCall call, List<int> numbers, NpgsqlConnection connection, NpgsqlTransaction? transaction, long bound, CancellationToken cancellationToken)
    {
        var part = new AcceptPart(call.Events, numbers, _allowances, database.QueueFloors, bound, time.GetUtcNow());
        await AcceptEvents.ExecuteAsync(database, connection, transaction, part, cancellationToken);
        part.Report(call);
    }

    private static void RequireProgress(int round)
    {
        if (round > MaxRounds)
        {
            throw new StorageException(
                StorageFault.TransactionConflict, "Others kept storing events with the same idempotency keys, and undid them. Try again.");
        }
    }

    private static bool IsCollision(PostgresException exception) =>
        exception.SqlState is SqlState.DeadlockDetected or SqlState.SerializationFailure;
}
