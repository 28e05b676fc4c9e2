using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Api.Tests.Support;

/// <summary>Messages in the order in which they came; a test may wait for one.</summary>
internal sealed class MessageLog
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly List<SupervisorMessage> _messages = [];
    private TaskCompletionSource _added = NewAdded();

    public IReadOnlyList<SupervisorMessage> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _messages];
            }
        }
    }

    public void Add(SupervisorMessage message)
    {
        lock (_gate)
        {
            _messages.Add(message);
            _added.SetResult();
            _added = NewAdded();
        }
    }

    /// <summary>Waits for a message of a kind.</summary>
    public async Task<TMessage> FirstAsync<TMessage>(Func<TMessage, bool>? which = null)
        where TMessage : SupervisorMessage
    {
        while (true)
        {
            Task added;
            lock (_gate)
            {
                if (_messages.OfType<TMessage>().FirstOrDefault(which ?? (_ => true)) is { } message)
                {
                    return message;
                }

                added = _added.Task;
            }

            await added.WaitAsync(Limit);
        }
    }

    private static TaskCompletionSource NewAdded() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
