using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.Accepting;

/// <summary>Events of one statement, taken apart into the arrays that it takes, and what it says about them.</summary>
/// <param name="events">The events of the call.</param>
/// <param name="numbers">Which of them; none has the key of another.</param>
/// <param name="allowances">What tenants may store uncounted.</param>
/// <param name="floors">Where the queues of tenants begin.</param>
/// <param name="bound">Deliveries up to this id are not reported as priors.</param>
/// <param name="now">The time by which allowances are taken and granted.</param>
internal sealed class AcceptPart(
    IReadOnlyList<NewEvent> events, IReadOnlyList<int> numbers, QueueAllowance allowances, QueueFloors floors, long bound, DateTimeOffset now)
{
    /// <summary>The grant of a tenant whose events give no limit.</summary>
    private static readonly QueueAllowance.Grant NoLimit = new(int.MaxValue, DateTimeOffset.MaxValue, int.MaxValue - 1, null);

    private readonly List<AcceptedDelivery>?[] _ready = new List<AcceptedDelivery>?[numbers.Count];
    private readonly int[] _stored = new int[numbers.Count];
    private readonly bool[] _unsettled = new bool[numbers.Count];
    private readonly AcceptOutcome?[] _refused = new AcceptOutcome?[numbers.Count];
    private readonly KnownKey?[] _known = new KnownKey?[numbers.Count];
    private readonly Dictionary<TenantId, int> _tenantNumbers = [];
    private readonly List<TenantShare> _tenants = [];
    private readonly int[] _tenantOf = new int[numbers.Count];

    /// <summary>How many events it has.</summary>
    public int Count => numbers.Count;

    /// <summary>Adds the nineteen parameters.</summary>
    public void AddTo(NpgsqlParameterCollection parameters)
    {
        var rows = new Rows(numbers.Count);
        for (var place = 0; place < numbers.Count; place++)
        {
            var @event = events[numbers[place]];
            var tenant = NumberOf(@event);
            _tenantOf[place] = tenant;
            rows.Add(@event, tenant, _tenants[tenant]);
        }

        rows.AddTo(parameters);
        parameters.Add(new NpgsqlParameter<long> { TypedValue = bound });
        parameters.Add(new NpgsqlParameter<int> { TypedValue = AcceptedDelivery.MostPriors + 1 });
    }

    /// <summary>A delivery was stored for the event at a place; null for a delayed one.</summary>
    public void AddDelivery(int place, AcceptedDelivery? ready)
    {
        _stored[place]++;
        _tenants[_tenantOf[place]].Stored++;
        if (ready is not null)
        {
            (_ready[place] ??= []).Add(ready);
        }
    }

    /// <summary>The tenant is banned.</summary>
    public void SetBanned(int place) => _refused[place] = new AcceptOutcome.Banned();

    /// <summary>There is a row of the key.</summary>
    public void SetKnown(int place, KnownKey key) => _known[place] = key;

    /// <summary>The event would exceed the limit. The count follows in a row of its own.</summary>
    public void SetFull(int place) => _refused[place] = new AcceptOutcome.QueueFull(0, 0);

    /// <summary>Another transaction has stored the key, and what it stored is not seen yet.</summary>
    public void SetUnsettled(int place) => _unsettled[place] = true;

    /// <summary>The length of a tenant's queue before this part.</summary>
    public void SetCounted(int tenant, int queued, long floor) => (_tenants[tenant].Counted, _tenants[tenant].Found) = (queued, floor);

    /// <summary>Tells what became of the events, and settles the allowances; after the statement.</summary>
    public void Report(AcceptCall call)
    {
        foreach (var tenant in _tenants)
        {
            tenant.Settle(allowances, floors, now);
        }

        for (var place = 0; place < numbers.Count; place++)
        {
            if (_unsettled[place])
            {
                continue;
            }

            if (_known[place] is { } known)
            {
                call.SetKnown(numbers[place], known);
            }
            else if (_refused[place] is { } refused)
            {
                call.SetRefused(numbers[place], refused is AcceptOutcome.QueueFull ? _tenants[_tenantOf[place]].Full : refused);
            }
            else
            {
                call.SetAccepted(
                    numbers[place], _stored[place], (IReadOnlyList<AcceptedDelivery>?)_ready[place] ?? [], _tenants[_tenantOf[place]].Counted);
            }
        }
    }

    private int NumberOf(NewEvent @event)
    {
        if (!_tenantNumbers.TryGetValue(@event.Tenant, out var number))
        {
            number = _tenants.Count;
            _tenantNumbers.Add(@event.Tenant, number);
            var grant = @event.MaxQueued is { } limit ? allowances.Take(@event.Tenant, limit, now) : NoLimit;
            _tenants.Add(new TenantShare(@event.Tenant, grant, floors.Of(@event.Tenant)));
        }

        return number;
    }

    /// <summary>What one tenant has in the part.</summary>
    private sealed class TenantShare(TenantId tenant, QueueAllowance.Grant grant, long floor)
    {
        public short Slot { get; } = (short)tenant.Slot;

        public int MaxQueued => grant.Limit;

        public int Allowance => grant.FoundFull is null ? grant.Left : -1;

        public int Stored { get; set; }

        public int? Counted { get; set; }

        /// <summary>The id above which the queue was found to begin, when it was counted.</summary>
        public long Found { get; set; }

        /// <summary>The id above which the queue is counted.</summary>
        public long Floor => floor;

        public AcceptOutcome.QueueFull Full => new((Counted ?? grant.FoundFull ?? 0) + Stored, grant.Limit);

        public void Settle(QueueAllowance allowances, QueueFloors floors, DateTimeOffset now)
        {
            if (Counted is { } counted)
            {
                if (counted <= grant.Limit)
                {
                    floors.Note(tenant, Found);
                }

                allowances.GrantBy(tenant, grant.Limit, counted + Stored, now);
            }
            else if (grant != NoLimit)
            {
                allowances.GiveBack(tenant, grant, Stored, now);
            }
        }
    }

    private sealed class Rows(int size)
    {
        private readonly List<int> _tenant = new(size);
        private readonly List<string> _ownerType = new(size);
        private readonly List<string> _ownerId = new(size);
        private readonly List<short> _slot = new(size);
        private readonly List<Guid> _eventId = new(size);
        private readonly List<string> _name = new(size);
        private readonly List<string> _data = new(size);
        private readonly List<int> _hops = new(size);
        private readonly List<TimeSpan?> _delay = new(size);
        private readonly List<DateTime?> _notBefore = new(size);
        private readonly List<string?> _key = new(size);
        private readonly List<byte[]?> _requestHash = new(size);
        private readonly List<bool> _wantsPriors = new(size);
        private readonly List<int> _maxQueued = new(size);
        private readonly List<int> _allowance = new(size);
        private readonly List<long> _floor = new(size);
        private readonly List<string?> _trace = new(size);

        public void Add(NewEvent @event, int tenant, TenantShare share)
        {
            _tenant.Add(tenant);
            _ownerType.Add(@event.Tenant.OwnerType);
            _ownerId.Add(@event.Tenant.OwnerId);
            _slot.Add(share.Slot);
            _eventId.Add(@event.EventId);
            _name.Add(@event.Name);
            _data.Add(Encoding.UTF8.GetString(@event.Data.Span));
            _hops.Add(@event.Hops);
            _delay.Add(@event.Delay);
            _notBefore.Add(@event.NotBefore?.UtcDateTime);
            _key.Add(@event.IdempotencyKey);
            _requestHash.Add(@event.RequestHash);
            _wantsPriors.Add(@event.WantsPriors);
            _maxQueued.Add(share.MaxQueued);
            _allowance.Add(share.Allowance);
            _floor.Add(share.Floor);
            _trace.Add(@event.Trace?.Text);
        }

        public void AddTo(NpgsqlParameterCollection parameters) => parameters
            .AddArray(_tenant, NpgsqlDbType.Integer)
            .AddArray(_ownerType, NpgsqlDbType.Text)
            .AddArray(_ownerId, NpgsqlDbType.Text)
            .AddArray(_slot, NpgsqlDbType.Smallint)
            .AddArray(_eventId, NpgsqlDbType.Uuid)
            .AddArray(_name, NpgsqlDbType.Text)
            .AddArray(_data, NpgsqlDbType.Json)
            .AddArray(_hops, NpgsqlDbType.Integer)
            .AddArray(_delay, NpgsqlDbType.Interval)
            .AddArray(_notBefore, NpgsqlDbType.TimestampTz)
            .AddArray(_key, NpgsqlDbType.Text)
            .AddArray(_requestHash, NpgsqlDbType.Bytea)
            .AddArray(_wantsPriors, NpgsqlDbType.Boolean)
            .AddArray(_maxQueued, NpgsqlDbType.Integer)
            .AddArray(_allowance, NpgsqlDbType.Integer)
            .AddArray(_floor, NpgsqlDbType.Bigint)
            .AddArray(_trace, NpgsqlDbType.Text);
    }
}
