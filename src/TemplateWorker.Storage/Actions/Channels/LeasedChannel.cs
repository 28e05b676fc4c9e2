namespace TemplateWorker.Storage.Actions.Channels;

/// <summary>A channel that is reserved for one consumer, and the first actions that wait in it.</summary>
/// <param name="Name">The channel.</param>
/// <param name="Holder">The consumer that has it.</param>
/// <param name="Failures">Attempts in a row that failed.</param>
/// <param name="Low">No action has a position up to this one.</param>
/// <param name="Actions">In their order; empty when none waits any more.</param>
public sealed record LeasedChannel(ChannelName Name, string Holder, int Failures, long Low, IReadOnlyList<WaitingAction> Actions);
