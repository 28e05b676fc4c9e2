using Microsoft.Extensions.Logging.Abstractions;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Leases;
using TemplateWorker.Supervision.Leases;
using TemplateWorker.Supervision.Loops;
using TemplateWorker.Supervision.Slots;

namespace TemplateWorker.Supervision.Tests.Leases;

/// <summary>A supervisor as far as leases go: its loop, and workers that let go of slots at once or when told.</summary>
internal sealed class LeasingSupervisor : ISlotHolder, IAsyncDisposable
{
    private static readonly LeaseTimes Times = new() { Lease = TimeSpan.FromMilliseconds(900), Interval = TimeSpan.FromMilliseconds(100) };

    private readonly SlotLease _lease;
    private readonly CancellationTokenSource _stopping = new();
    private Task _run = Task.CompletedTask;
    private IReadOnlyList<SlotAssignment> _slots = [];

    private LeasingSupervisor(Database database)
    {
        _lease = new SlotLease(new LeaseStore(database), this, Id, "test", Times, TimeProvider.System, NullLogger<SlotLease>.Instance);
    }

    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>What its workers were told last.</summary>
    public IReadOnlyList<SlotAssignment> Slots => Volatile.Read(ref _slots);

    /// <summary>Completes when its workers have let go of what they are told to; at once by default.</summary>
    public Task LetGo { get; set; } = Task.CompletedTask;

    public static async Task<LeasingSupervisor> StartAsync(Database database)
    {
        var supervisor = new LeasingSupervisor(database);
        await supervisor._lease.RenewAsync(CancellationToken.None);
        supervisor._run = supervisor._lease.RunAsync(new LoopPulse(TimeProvider.System), supervisor._stopping.Token);
        return supervisor;
    }

    public Task AssignAsync(IReadOnlyList<SlotAssignment> slots)
    {
        Volatile.Write(ref _slots, slots);
        return LetGo;
    }

    /// <summary>Is not heard of any more, and gives nothing back.</summary>
    public async Task CrashAsync()
    {
        await _stopping.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => _run);
    }

    /// <summary>Wakes up after a crash, which was a pause.</summary>
    public Task AwakeAsync() => _lease.RenewAsync(CancellationToken.None);

    /// <summary>Ends as a supervisor that is asked to.</summary>
    public async Task LeaveAsync()
    {
        await CrashAsync();
        await _lease.LeaveAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested)
        {
            await CrashAsync();
        }

        _lease.Dispose();
        _stopping.Dispose();
    }
}
